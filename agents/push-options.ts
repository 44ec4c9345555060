// What an agent is told about a push: by the scenario, by a user, by a test.
import type { Misbehaviour } from './misbehaviour/misbehaviour.ts';
import type { ContentSource } from './msrp/chunking.ts';
import type { Dialect, FileDates, FileRange, Setup } from './sdp/types.ts';
import type { TimerPolicy } from './session-timer.ts';
import type { UserAgentOptions } from './user-agent.ts';

/** What both agents are made of: a user agent that speaks a dialect. */
export interface AgentOptions extends Omit<UserAgentOptions, 'invited' | 'bodies'> {
  readonly dialect: Dialect;
  /** The date of instant 0, in ms since 1970: for dates inside messages. */
  readonly epochMs: number;
  /** The communication service identifier of the Enabling Service, as a feature parameter: `+g.oma.lcsi.sip-push`. */
  readonly service: string;
  /** The application reference identifier, likewise. */
  readonly application?: string;
  /** Session-Expires that it offers or grants, in s; 0: it takes no part in RFC 4028. */
  readonly sessionExpiresS: number;
  /** Its Min-SE, in s. */
  readonly minSeS?: number;
  /** Who is to refresh, where it is asked: relative to the request that it sends or answers. */
  readonly refresher?: 'uac' | 'uas';
  /**
   * Who opens its MSRP connections (RFC 6135 §4.2.2). `active`: itself, for it cannot be reached; `passive` and `actpass`: whoever may, which
   * is the peer where it answers. Default `actpass`.
   */
  readonly setup?: Setup;
  /** What it is told to do wrong. */
  readonly misbehaviour?: Misbehaviour;
}

/** What an agent's misbehaviour makes of its user agent. */
export function misbehaving({ misbehaviour, timers }: AgentOptions): Partial<UserAgentOptions> {
  const { sip } = misbehaviour ?? {};
  return { timers: misbehaviour?.timers?.(timers) ?? timers, ...(sip !== undefined && { filter: sip }) };
}

/** How an agent takes part in session timers, with the interval of one push or of all. */
export function timerPolicy(options: AgentOptions, intervalS = options.sessionExpiresS): TimerPolicy {
  const { minSeS, refresher } = options;
  return {
    intervalS,
    ...(minSeS !== undefined && { leastS: minSeS }),
    ...(refresher !== undefined && { refresher }),
  };
}

/** One thing to push. */
export interface PushedFile {
  /** Absent for a message that is no file. */
  readonly name?: string;
  /** `image/jpeg`. */
  readonly type: string;
  readonly content: ContentSource;
  /** `attachment` is not rendered by itself (6.5.3.3). */
  readonly disposition: 'render' | 'attachment';
  readonly description?: string;
  /** A small preview that travels inside the INVITE. */
  readonly icon?: { readonly type: string; readonly content: ContentSource };
  /** When it was created, modified and last read (RFC 5547 §6 file-date). */
  readonly dates?: FileDates;
  /** Only these octets of it are pushed (RFC 5547 §6 file-range). */
  readonly range?: FileRange;
}

/** The first and the last octet of a file that go, counted from 1. */
export function octetsOf({ content, range }: Pick<PushedFile, 'content' | 'range'>): {
  readonly start: number;
  readonly stop: number;
} {
  const stop = range === undefined || range.stop === '*' ? content.sizeBytes : range.stop;
  return { start: range?.start ?? 1, stop };
}

export interface PushPlan {
  readonly to: string;
  readonly files: readonly PushedFile[];
  /** One m= line a file with RFC 5547's attributes; or one m= line for all, its contents as messages one after the other. */
  readonly asFiles: boolean;
  /** Its INVITE has no offer: the callee makes it (RFC 3261 §13.2.1). Then `asFiles` is false. */
  readonly offerless?: boolean;
  readonly require: boolean;
  readonly explicit: boolean;
  /** Values of Reject-Contact and Request-Disposition (RFC 3841 §9). */
  readonly rejectContact?: readonly string[];
  readonly requestDisposition?: readonly string[];
  readonly successReport: 'yes' | 'no';
  readonly failureReport: 'yes' | 'no' | 'partial';
  readonly chunking: 'pieces' | 'whole' | 'first then rest';
  /** Octets of a piece. Default 2048. */
  readonly chunkBytes?: number;
  /** Octets of a long chunk that are written at a time, between which others may interrupt it. Default 16 KiB. */
  readonly sliceBytes?: number;
  readonly lingerUs: number;
  /** How often the connection of an m= line may break and be replaced within the session (RFC 4975 §5.4). Default 0. */
  readonly recoveries?: number;
  /** The accepted files one after the other, not side by side. */
  readonly inTurn?: boolean;
  /** What ends a file where success reports were asked for: those (the default), or already the 200 to its last chunk. */
  readonly closeAfter?: 'report' | 'response';
  readonly service: string;
  readonly application?: string;
  readonly sessionExpiresS: number;
}
