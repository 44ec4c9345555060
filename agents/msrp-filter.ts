// What stands between an agent's MSRP and the wire where the agent is to misbehave. Of a long message that leaves in slices the first ones
// wait for the last, so that it is seen whole.
import { formatMsrp, join } from './msrp/format.ts';
import { headerValue, type MsrpMessage } from './msrp/message.ts';
import { parseMsrp } from './msrp/parse.ts';
import { endMarker, endsWithEndLine, findStart } from './msrp/scan.ts';
import type { MsrpLabel, MsrpSession, MsrpSessionOptions } from './msrp/types.ts';

/** A part that is absent leaves all as it is. */
export interface MsrpFilter {
  /** What leaves in place of a message: another, several, or nothing. */
  readonly leaving?: (message: MsrpMessage) => readonly MsrpMessage[];
  /** What leaves by a further connection to the same place, opened for it. */
  readonly apart?: (message: MsrpMessage) => boolean;
  /** What the agent hears in place of what came. */
  readonly arriving?: (message: MsrpMessage) => MsrpMessage;
  /** What is said at once to what came, behind the agent's back. */
  readonly answering?: (message: MsrpMessage) => readonly MsrpMessage[];
  /** What a session is told when it begins. */
  readonly session?: (options: MsrpSessionOptions) => MsrpSessionOptions;
  /** The session that the agent then has in its hands. */
  readonly used?: (session: MsrpSession) => MsrpSession;
}

/** Bytes for the wire, with what they are called there. */
export interface Labelled {
  readonly bytes: Uint8Array;
  readonly label: MsrpLabel;
}

/** What leaves, and whether by a connection of its own. */
export interface Said extends Labelled {
  readonly apart: boolean;
}

/** What leaves by one connection. */
export class Leaving {
  readonly #filter: MsrpFilter;
  /** Slices of a message whose end has not come. */
  #held: Labelled[] = [];

  constructor(filter: MsrpFilter) {
    this.#filter = filter;
  }

  /** What leaves in place of the next message, or of the next slice of one; undefined where that waits for the message's end. */
  next(said: Labelled): readonly Said[] | undefined {
    if (this.#filter.leaving === undefined && this.#filter.apart === undefined) return [together(said)];
    this.#held.push(said);
    if (!endsMessage(this.#held)) return undefined;
    const slices = this.#held;
    this.#held = [];
    const bytes = join(slices.map((slice) => slice.bytes));
    const message = wholeMessage(bytes);
    return message === undefined ? slices.map(together) : this.#inPlaceOf(message, bytes, slices);
  }

  #inPlaceOf(message: MsrpMessage, bytes: Uint8Array, slices: readonly Labelled[]): readonly Said[] {
    const { label } = slices[0]!;
    const all = this.#filter.leaving?.(message) ?? [message];
    return all.flatMap((each, n): Said | readonly Said[] => {
      const apart = this.#filter.apart?.(each) === true;
      if (each !== message)
        return { bytes: formatMsrp(each), label: labelOf(each, label, all.length > 1 ? n + 1 : 0), apart };
      return apart ? { bytes, label, apart } : slices.map(together);
    });
  }
}

function together(said: Labelled): Said {
  return { ...said, apart: false };
}

/** Whether the last of these slices ends with the end-line of the message that the first one begins. */
function endsMessage(slices: readonly Labelled[]): boolean {
  const first = slices[0]!.bytes;
  const start = findStart(first, 0, first.length);
  if (start.kind !== 'found') return true;
  return endsWithEndLine(slices.at(-1)!.bytes, endMarker(start.transactId));
}

/** What the agent hears, and what is said to it at once. `connection` names the answers. */
export function heardThrough(
  { arriving, answering }: MsrpFilter,
  bytes: Uint8Array,
  connection: string,
): { readonly bytes: Uint8Array; readonly answers: readonly Labelled[] } {
  const message = arriving === undefined && answering === undefined ? undefined : wholeMessage(bytes);
  if (message === undefined) return { bytes, answers: [] };
  const heard = arriving?.(message) ?? message;
  const answers = (answering?.(message) ?? []).map((each, n): Labelled => {
    const name = `${connection}/answer/${each.transactId}`;
    const label = { name, summary: message.kind === 'request' ? message.method : '', transaction: '' };
    return { bytes: formatMsrp(each), label: labelOf(each, { ...label, transmission: 0 }, n) };
  });
  return { bytes: heard === message ? bytes : formatMsrp(heard), answers };
}

function wholeMessage(bytes: Uint8Array): MsrpMessage | undefined {
  const { message, consumed } = parseMsrp(bytes);
  return consumed === bytes.length ? message : undefined;
}

/** The label of what takes the place of what was to leave; the n-th of several, from 1, has a name of its own. */
function labelOf(message: MsrpMessage, { name, summary }: MsrpLabel, n: number): MsrpLabel {
  const method = summary.replace(/^\d{3} /, '').split(' ')[0] ?? '';
  const range = headerValue(message, 'Byte-Range') ?? '';
  const said =
    message.kind === 'response'
      ? `${message.status} ${method}`
      : message.method === 'SEND'
        ? `SEND ${range}`
        : message.method;
  const named = n === 0 ? name : `${name}/${n}`;
  return { name: named, summary: said, transaction: message.transactId, transmission: 0 };
}
