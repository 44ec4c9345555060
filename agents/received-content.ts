// RFC 3862 and RFC 5547 §8.3.1: what arrives, unwrapped and checked as it streams: the message/cpim head is read, the rest counted and hashed.
import { createSha1, type Hasher } from '../sim/hash.ts';
import { mimeValue, parseCpim } from './cpim.ts';
import { sameMediaType } from './sdp/file-type.ts';
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
  /** What Content-Description says inside the wrapper. */
  description: string | undefined;
  /** The first octet of the file that is here, counted from 1: where an earlier part does not reach what comes, that part is not here. */
  readonly first: number;
  /** Octets of the file from `first` on, those that were there before included; the wrapper not counted. */
  sizeBytes: number;
  readonly #hasher: Hasher;
  /** Octets that come again: they are there already. */
  #again: number;
  #head: Uint8Array | undefined = new Uint8Array(0);

  /** `earlier` is there already; what comes begins at octet `start` of the file (RFC 5547 §6 file-range), and goes on from it if it reaches that. */
  constructor(earlier?: FilePart, start = 1) {
    const before = (earlier?.bytes ?? 0) + 1 < start ? undefined : earlier;
    this.first = before === undefined ? start : 1;
    this.sizeBytes = before?.bytes ?? 0;
    this.#hasher = before?.hasher.clone() ?? createSha1();
    this.#again = before === undefined ? 0 : before.bytes + 1 - start;
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

  /** What there is of the file, to go on from; undefined where its first octets are missing. */
  get part(): FilePart | undefined {
    return this.first > 1 ? undefined : { bytes: this.sizeBytes, hasher: this.#hasher.clone() };
  }

  /**
   * What disagrees with the file that was offered, or undefined: its size, its type, its hash. `stop`: the last octet that was asked for, where the
   * file goes on behind it. The hash is that of the whole file, and says nothing of a part.
   */
  mismatch(selector: FileSelector | undefined, stop?: number): string | undefined {
    const { sha1 } = this;
    if (selector === undefined) return undefined;
    const last = this.first - 1 + this.sizeBytes;
    if (stop !== undefined && last !== stop) return `octets up to ${last}, not ${stop}`;
    if (stop === undefined && selector.size !== undefined && last !== selector.size)
      return `${last} octets, not ${selector.size}`;
    if (
      selector.type !== undefined &&
      this.contentType !== undefined &&
      !sameMediaType(selector.type, this.contentType)
    ) {
      return `${this.contentType}, not ${selector.type}`;
    }
    if (stop !== undefined || this.first > 1) return undefined;
    const hashes = selector.hashes.filter(({ algorithm }) => algorithm.toLowerCase() === 'sha-1');
    const fits = hashes.length === 0 || hashes.some(({ hex }) => hex.toLowerCase() === sha1);
    return fits ? undefined : `SHA-1 ${sha1}, not ${hashes[0]?.hex.toLowerCase()}`;
  }

  #readHead(head: Uint8Array): void {
    const { message } = parseCpim(head);
    if (message !== undefined) {
      this.contentType = mimeValue(message, 'Content-Type');
      this.disposition = mimeValue(message, 'Content-Disposition');
      this.description = mimeValue(message, 'Content-Description');
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
