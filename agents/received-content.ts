// RFC 3862 and RFC 5547 §8.3.1: what arrives, unwrapped and checked as it streams: the message/cpim head is read, the rest counted and hashed.
import { createSha1, type Hasher } from '../sim/hash.ts';
import { mimeValue, parseCpim } from './cpim.ts';
import type { FileSelector } from './sdp/types.ts';

/** A head that has not ended by then is no message/cpim. */
const maxHeadBytes = 16_384;

/** The beginning of a file that did not come whole: how many octets, and their digest so far, which the rest can go on with. */
export interface FilePart {
  readonly bytes: number;
  readonly hasher: Hasher;
}

export class ReceivedContent {
  /** The type inside the wrapper; undefined until its head has been read. */
  contentType: string | undefined;
  /** What Content-Disposition says inside the wrapper. */
  disposition: string | undefined;
  /** Octets of the file from its first on, those that were there before included; the wrapper not counted. */
  sizeBytes: number;
  readonly #hasher: Hasher;
  /** Octets that come again: they are there already. */
  #again: number;
  #head: Uint8Array | undefined = new Uint8Array(0);

  /** `before` is there already, and what comes begins at octet `start` of the file (RFC 5547 §6 file-range), which it reaches. */
  constructor(before?: FilePart, start = 1) {
    this.sizeBytes = before?.bytes ?? 0;
    this.#hasher = before?.hasher.clone() ?? createSha1();
    this.#again = this.sizeBytes + 1 - start;
  }

  /** The next octets, in order. */
  push(bytes: Uint8Array): void {
    if (this.#head === undefined) {
      this.#count(bytes);
      return;
    }
    const head = new Uint8Array(this.#head.length + bytes.length);
    head.set(this.#head);
    head.set(bytes, this.#head.length);
    this.#readHead(head);
  }

  /** No more comes: what looked like a head that had not ended was content. */
  end(): void {
    if (this.#head !== undefined) this.#take(this.#head);
  }

  /** In lower-case hexadecimal, of all that came. */
  get sha1(): string {
    return this.#hasher.clone().hex();
  }

  /** What there is of the file, to go on from. */
  get part(): FilePart {
    return { bytes: this.sizeBytes, hasher: this.#hasher.clone() };
  }

  /** What disagrees with the file that was offered, or undefined: its size, its type, its hash. */
  mismatch(selector: FileSelector | undefined): string | undefined {
    const { sha1 } = this;
    if (selector === undefined) return undefined;
    if (selector.size !== undefined && selector.size !== this.sizeBytes)
      return `${this.sizeBytes} octets, not ${selector.size}`;
    if (
      selector.type !== undefined &&
      this.contentType !== undefined &&
      !sameType(selector.type, this.contentType)
    ) {
      return `${this.contentType}, not ${selector.type}`;
    }
    const hashes = selector.hashes.filter(({ algorithm }) => algorithm.toLowerCase() === 'sha-1');
    const fits = hashes.length === 0 || hashes.some(({ hex }) => hex.toLowerCase() === sha1);
    return fits ? undefined : `SHA-1 ${sha1}, not ${hashes[0]?.hex.toLowerCase()}`;
  }

  /** What disagrees with a part of a file that ends with this octet. */
  tooShort(stop: number): string | undefined {
    return this.sizeBytes === stop ? undefined : `octets up to ${this.sizeBytes}, not ${stop}`;
  }

  #readHead(head: Uint8Array): void {
    const { message } = parseCpim(head);
    if (message !== undefined) {
      this.contentType = mimeValue(message, 'Content-Type');
      this.disposition = mimeValue(message, 'Content-Disposition');
      this.#take(message.content);
    } else if (head.length > maxHeadBytes) {
      this.#take(head);
    } else {
      this.#head = head;
    }
  }

  #take(content: Uint8Array): void {
    this.#head = undefined;
    this.#count(content);
  }

  #count(bytes: Uint8Array): void {
    const known = Math.min(this.#again, bytes.length);
    this.#again -= known;
    this.sizeBytes += bytes.length - known;
    this.#hasher.update(bytes.subarray(known));
  }
}

/** Media types compare without case and without parameters. */
function sameType(one: string, other: string): boolean {
  const bare = (type: string) => type.split(';')[0]?.trim().toLowerCase();
  return bare(one) === bare(other);
}
