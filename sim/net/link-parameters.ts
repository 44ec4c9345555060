import type { Distribution } from '../distribution.ts';
import type { Us } from '../time.ts';

/** What a link is like in one direction. What is left out does not happen. */
export interface LinkParameters {
  /** Which transport protocols are to take over it; `auto` is the protocol's own choice (RFC 3261 §18.1.1). A host's setting goes first. */
  readonly transport: 'auto' | 'udp' | 'tcp';
  /** Time from one end to the other, in µs. */
  readonly latency: Distribution;
  /** Added to the latency, in µs; a constant stands for anything from 0 to it. Datagrams may overtake one another by it, segments of a connection don't. */
  readonly jitter?: Distribution;
  /** The share of packets that is lost: a number from 0 to 1, or in bursts. */
  readonly loss?: number | GilbertElliott;
  /** A share of packets arrives twice, the copy `by` µs later (default 1 ms). */
  readonly duplicate?: { readonly share: number; readonly by?: Distribution };
  /** A share of packets is held back by `by` µs (default 10 ms), so that later ones overtake it. */
  readonly reorder?: { readonly share: number; readonly by?: Distribution };
  /** How fast packets are put on the line, in bit/s: a positive integer. Without it the line takes any number at once. */
  readonly rate?: number;
  /** How much may wait for the line (with `rate` only); what finds it full is dropped. Without it anything may wait. */
  readonly queue?: { readonly packets: number } | { readonly bytes: number };
  /** The largest IP packet in bytes, from `MIN_MTU` to `MAX_MTU`; larger datagrams are fragmented. */
  readonly mtu: number;
}

/**
 * Loss in bursts: a link is good or bad for exponentially distributed times with these means, and loses these shares meanwhile. It turns by
 * virtual time, not by packets, so a packet more or less leaves the fate of the others as it was.
 */
export interface GilbertElliott {
  readonly model: 'gilbert-elliott';
  /** Mean time of being good, in µs. */
  readonly goodUs: Us;
  /** Mean time of being bad, in µs. */
  readonly badUs: Us;
  readonly lossGood: number;
  readonly lossBad: number;
}

/** RFC 8200 §5: an IPv6 link carries 1280 bytes; RFC 791's 68 would leave room for nothing. */
export const MIN_MTU = 1280;
/** The largest IPv4 packet. */
export const MAX_MTU = 65_535;

export const DEFAULT_LINK: LinkParameters = {
  transport: 'auto',
  latency: { kind: 'constant', value: 0 },
  mtu: 1500,
};

/**
 * The links of a network: `default`, and those that differ, by names of hosts or of groups of hosts. Where several fit a pair,
 * host to host goes before host to group, group to host, and group to group.
 */
export interface LinkConfig {
  readonly default: LinkParameters;
  readonly links: readonly {
    readonly from: string;
    readonly to: string;
    readonly parameters: LinkParameters;
  }[];
}
