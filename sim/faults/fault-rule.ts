import type { LinkParameters } from '../net/link-parameters.ts';
import type { Us } from '../time.ts';

/** One line of a scenario's faults (CONTRACT: "Faults"). Rules are numbered from 1 in the order in which they stand. */
export type FaultRule = MessageFaultRule | LinkFaultRule | StreamFaultRule | HostFaultRule;

/** Which messages a rule is about. What is left out narrows nothing. */
export interface MessageMatcher {
  /** A name as people say it: `INVITE`, `200 INVITE`, `1xx INVITE`, `SEND`, `SEND 1-2048/4364`. See `matchesSummary`. */
  readonly message: string;
  /** The hosts at both ends of the hop, or groups of hosts. */
  readonly from?: string;
  readonly to?: string;
  /** Only the nth of that name on that hop, retransmissions counted, from 1. */
  readonly nth?: number;
  /** Only this transmission of a message: 0 is the first. */
  readonly transmission?: number;
  /** Only what is sent from the first instant to before the second. */
  readonly between?: readonly [fromUs: Us, untilUs: Us];
}

export type MessageFaultRule = MessageMatcher & MessageFault;

/** `drop`, `duplicate`, `reorder` and `corrupt` are for datagrams, `stall` and `reset` for streams, `delay` is for both. */
export type MessageFault =
  | { readonly fault: 'drop' }
  | { readonly fault: 'delay'; readonly byUs: Us }
  /** The copy arrives `byUs` after the first (default 0: at the same instant). */
  | { readonly fault: 'duplicate'; readonly byUs?: Us }
  /**
   * The message is held back until one that matches `after` has arrived on the same hop, or, where `after` is a time, by that many µs.
   * Without `after` it waits for the next message of any name.
   */
  | { readonly fault: 'reorder'; readonly after?: string | Us }
  /** So many octets (default 1) are changed on the way. */
  | { readonly fault: 'corrupt'; readonly octets?: number }
  /** From this message on, nothing is sent on its stream for `byUs`. */
  | { readonly fault: 'stall'; readonly byUs: Us }
  /** The connection breaks instead of carrying the message. */
  | { readonly fault: 'reset' };

/** Two hosts or groups of hosts. */
export interface Pair {
  readonly a: string;
  readonly b: string;
}

/** From the first instant to before the second; without `untilUs` to the end of the run. */
export interface Span {
  readonly fromUs: Us;
  readonly untilUs?: Us;
}

/** `both` false: only what goes from `a` to `b`. */
export type LinkFaultRule = Pair & Span & { readonly both: boolean } & LinkFault;

export type LinkFault =
  /** All packets are lost. */
  | { readonly fault: 'partition' }
  /** Packets wait until the end of the span, and then arrive in order. */
  | { readonly fault: 'hold' }
  /** The link has other parameters. */
  | { readonly fault: 'set'; readonly parameters: Partial<LinkParameters> };

/** What happens to the streams between two hosts, whichever of them opened the connection. */
export type StreamFaultRule = StallStreamsRule | RefuseStreamsRule | ResetStreamsRule;

/** Segments in both directions wait until the end of the span. */
export type StallStreamsRule = Pair & Span & { readonly fault: 'stall streams' };
/** Connections are refused. */
export type RefuseStreamsRule = Pair & Span & { readonly fault: 'refuse streams' };
/** Every connection is broken at this instant. */
export type ResetStreamsRule = Pair & { readonly fault: 'reset streams'; readonly atUs: Us };

export type HostFaultRule = {
  readonly fault: 'crash' | 'restart';
  readonly host: string;
  readonly atUs: Us;
};
