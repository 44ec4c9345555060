// RFC 3862 and RFC 5547 §8.3.1: what arrives, unwrapped and checked as it streams: the message/cpim head is read, the rest counted and hashed.
import { createSha1 } from '../sim/hash.ts';
import { mimeValue, parseCpim } from './cpim.ts';
import type { FileSelector } from './sdp/types.ts';

/** A head that has not ended by then is no message/cpim. */
const maxHeadBytes = 16_384;

export class ReceivedContent {
  /** The type inside the wrapper; undefined until its head has been read. */
  contentType: string | undefined;
  /** Octets of the content itself, the wrapper not counted. */
  sizeBytes = 0;
  readonly #hasher = createSha1();
  #head: Uint8Array | undefined = new Uint8Array(0);
  #sha1: string | undefined;

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

  /** In lower-case hexadecimal, of all that came; to be asked once it is complete. */
  get sha1(): string {
    if (this.#head !== undefined) this.#take(this.#head);
    this.#sha1 ??= this.#hasher.hex();
    return this.#sha1;
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

  #readHead(head: Uint8Array): void {
    const { message } = parseCpim(head);
    if (message !== undefined) {
      this.contentType = mimeValue(message, 'Content-Type');
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
    this.sizeBytes += bytes.length;
    this.#hasher.update(bytes);
  }
}

/** Media types compare without case and without parameters. */
function sameType(one: string, other: string): boolean {
  const bare = (type: string) => type.split(';')[0]?.trim().toLowerCase();
  return bare(one) === bare(other);
}
