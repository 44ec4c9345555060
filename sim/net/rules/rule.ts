import type { Us } from '../../time.ts';

/** One packet that enters a link, as the rules of the link see it. */
export interface Crossing {
  /** What draws about it are named after. */
  readonly name: string;
  readonly protocol: 'udp' | 'tcp';
  readonly sizeBytes: number;
  /** When it enters. */
  readonly nowUs: Us;
}

/** What a rule says of a packet. Reasons are for the trace. */
export type Verdict =
  | { readonly verdict: 'pass' }
  | { readonly verdict: 'later'; readonly byUs: Us }
  /** Later, and out of turn: also later packets of the same connection may arrive before it. */
  | { readonly verdict: 'overtaken'; readonly byUs: Us; readonly reason: string; readonly draw: number }
  /** Not before an instant, and then in the order of sending. */
  | { readonly verdict: 'hold'; readonly untilUs: Us; readonly reason: string }
  /** A copy arrives `byUs` after the packet. */
  | { readonly verdict: 'duplicate'; readonly byUs: Us; readonly reason: string; readonly draw: number }
  | { readonly verdict: 'drop'; readonly reason: string; readonly draw?: number };

/** A link is a chain of these, asked in order until one drops the packet. */
export type Rule = (crossing: Crossing) => Verdict;

export const PASS: Verdict = { verdict: 'pass' };

/** A year. No delay is longer, whatever was drawn from a distribution with a long tail. */
const LONGEST_US = 366 * 24 * 3600 * 1_000_000;

/** A drawn time as the clock takes it: whole µs, from 0 to a year. */
export function wholeUs(drawn: number): Us {
  return Math.min(Math.max(Math.round(drawn), 0), LONGEST_US);
}
