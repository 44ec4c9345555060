// RFC 4975 §7.1.1: what leaves on one connection, and in which order. Responses and REPORTs first; chunks of several messages in turn.
import { formatEndLine, join } from './format.ts';
import type { ContinuationFlag } from './message.ts';
import { containsMarker } from './scan.ts';
import type { MsrpLabel } from './types.ts';

/** A chunk that is being written. */
export interface OpenChunk {
  readonly transactId: string;
  readonly marker: Uint8Array;
  readonly label: MsrpLabel;
  /** Start line and header fields. */
  readonly head: Uint8Array;
  /** Undefined: no body, not even an empty one. */
  readonly body:
    | { readonly lengthBytes: number; read(offset: number, length: number): Uint8Array }
    | undefined;
  /** Position of the body's first octet in the message, counted from 1. */
  readonly position: number;
  readonly interruptible: boolean;
  /** Octets of it that are written at a time. */
  readonly sliceBytes: number;
  /** What ends it if nothing else happens. */
  readonly flag: ContinuationFlag;
  /** The end-line was written after so many octets of the body. */
  ended(flag: ContinuationFlag, bodyBytes: number): void;
  /** The peer's host has all of it. */
  acknowledged(): void;
}

/** Something that has chunks to write. */
export interface ChunkSource {
  /** False when it has nothing to write now; it is offered again when it has. */
  readonly ready: boolean;
  /** Begins its next chunk. Only called while `ready`. */
  open(): OpenChunk;
}

export interface WriterOptions {
  readonly send: (bytes: Uint8Array, label: MsrpLabel, acknowledged?: () => void) => void;
  readonly canWrite: () => boolean;
}

interface Current {
  readonly source: ChunkSource;
  readonly chunk: OpenChunk;
  writtenBytes: number;
  /** The end of the slice before, in which the transact-id could begin. */
  tail: Uint8Array;
  flag: ContinuationFlag;
}

const NOTHING = new Uint8Array(0);
const encoder = new TextEncoder();

export class Writer {
  readonly #options: WriterOptions;
  /** Who waits for a turn, first come first. */
  readonly #waiting: ChunkSource[] = [];
  /** Responses and REPORTs that wait for a chunk that cannot be interrupted. */
  readonly #urgent: { bytes: Uint8Array; label: MsrpLabel }[] = [];
  #current: Current | undefined;
  #pumping = false;
  #over = false;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** These may have something to write, in this order. */
  offer(...sources: readonly ChunkSource[]): void {
    for (const source of sources) {
      if (this.#current?.source !== source && !this.#waiting.includes(source)) this.#waiting.push(source);
    }
    this.pump();
  }

  /** A response or a REPORT. "SEND requests larger than 2048 octets MUST be interrupted if the sender needs to send pending responses". */
  urgent(bytes: Uint8Array, label: MsrpLabel): void {
    if (this.#over) return;
    if (this.#current?.chunk.interruptible) this.#interrupt(this.#current, 'next');
    if (this.#current) this.#urgent.push({ bytes, label });
    else this.#options.send(bytes, label);
    this.pump();
  }

  /** The source's chunk under way, if there is one, ends with `#`: at once if it may, else after its last octet. True if there is one. */
  cut(source: ChunkSource): boolean {
    const current = this.#current;
    if (current?.source !== source) return false;
    current.flag = '#';
    if (current.chunk.interruptible)
      this.#end(current, `\r\n${formatEndLine(current.chunk.transactId, '#')}`);
    this.pump();
    return true;
  }

  /** Writes as long as the stream takes something. */
  pump(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    while (!this.#over && this.#options.canWrite() && this.#writeNext());
    this.#pumping = false;
  }

  /** The connection is gone. */
  stop(): void {
    this.#over = true;
    this.#current = undefined;
    this.#waiting.length = 0;
    this.#urgent.length = 0;
  }

  #writeNext(): boolean {
    if (this.#current) {
      this.#continue(this.#current);
      return true;
    }
    const source = this.#waiting.shift();
    if (source === undefined) return false;
    if (source.ready) this.#begin(source);
    return true;
  }

  #begin(source: ChunkSource): void {
    const chunk = source.open();
    const current: Current = { source, chunk, writtenBytes: 0, tail: NOTHING, flag: chunk.flag };
    this.#current = current;
    const { body } = chunk;
    if (body === undefined) {
      this.#end(current, formatEndLine(chunk.transactId, current.flag), [chunk.head]);
      return;
    }
    const slice = body.read(0, Math.min(body.lengthBytes, chunk.sliceBytes));
    const parts = [chunk.head, encoder.encode('\r\n'), slice];
    current.writtenBytes = slice.length;
    if (slice.length === body.lengthBytes) {
      this.#end(current, `\r\n${formatEndLine(chunk.transactId, current.flag)}`, parts);
    } else {
      current.tail = slice.slice(-chunk.marker.length);
      this.#options.send(join(parts), chunk.label);
    }
  }

  /** The next slice of a long chunk; or its early end, when another message waits or the body contains the end-line. */
  #continue(current: Current): void {
    const { chunk, writtenBytes } = current;
    const body = chunk.body!;
    const position = chunk.position + writtenBytes;
    const slice = body.read(writtenBytes, Math.min(body.lengthBytes - writtenBytes, chunk.sliceBytes));
    if (chunk.interruptible && (this.#othersWait() || this.#spoils(current, slice))) {
      this.#interrupt(current, 'last');
      return;
    }
    current.writtenBytes += slice.length;
    current.tail = slice.slice(-chunk.marker.length);
    const label = {
      ...chunk.label,
      name: `${chunk.label.name}/from ${position}`,
      summary: `SEND-body ${position}-${position + slice.length - 1}`,
    };
    if (current.writtenBytes < body.lengthBytes) this.#options.send(slice, label);
    else this.#end(current, `\r\n${formatEndLine(chunk.transactId, current.flag)}`, [slice], label);
  }

  #interrupt(current: Current, turn: 'next' | 'last'): void {
    if (turn === 'next') this.#waiting.unshift(current.source);
    else this.#waiting.push(current.source);
    this.#end(current, `\r\n${formatEndLine(current.chunk.transactId, '+')}`, [], undefined, '+');
  }

  #end(
    current: Current,
    endLine: string,
    before: readonly Uint8Array[] = [],
    label?: MsrpLabel,
    flag = current.flag,
  ): void {
    const { chunk } = current;
    const alone = { ...chunk.label, name: `${chunk.label.name}/end`, summary: `SEND-end ${flag}` };
    this.#current = undefined;
    this.#options.send(
      join([...before, encoder.encode(endLine)]),
      label ?? (before.length > 0 ? chunk.label : alone),
      () => chunk.acknowledged(),
    );
    for (const { bytes, label: urgentLabel } of this.#urgent.splice(0))
      this.#options.send(bytes, urgentLabel);
    chunk.ended(flag, current.writtenBytes);
    if (current.source.ready && !this.#waiting.includes(current.source)) this.#waiting.push(current.source);
  }

  #othersWait(): boolean {
    return this.#waiting.some((source) => source.ready);
  }

  /** "scan for the closing sequence as they send the body, and if it is encountered, simply interrupt the chunk at that point" (§7.1). */
  #spoils(current: Current, slice: Uint8Array): boolean {
    const { marker } = current.chunk;
    const seam = join([current.tail, slice.subarray(0, marker.length)]);
    return containsMarker(slice, marker) || containsMarker(seam, marker);
  }
}
