// What a scenario file means, once it has been read: every default filled in, every time in µs, every name known. CONTRACT.md, "Scenario files".
import type { ReceiverSwitch } from '../../agents/misbehaviour/receiver.ts';
import type { SenderSwitch } from '../../agents/misbehaviour/sender.ts';
import type { PlainRequest } from '../../agents/plain-request.ts';
import type { ReceiverPolicy } from '../../agents/receiver-policy.ts';
import type { FileDates, FileRange, Setup } from '../../agents/sdp/types.ts';
import type { CoreSwitch } from '../../core/misbehaviour.ts';
import type { DigestAlgorithm, DigestQuality } from '../../core/sip/digest.ts';
import type { FaultRule } from '../../sim/faults/fault-rule.ts';
import type { LinkParameters } from '../../sim/net/link-parameters.ts';
import type { Expectations } from './expect/expectations.ts';

type Us = number;

/** Where something stands in its file, from 1. What `--set` wrote stands at 1:1 of `--set`. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A scenario, resolved: what the assembly builds a run from, and what the run's first record carries as `parameters`. */
export interface Scenario {
  /** The file's name, as it was given to `loadScenario`. */
  readonly file: string;
  readonly title: string;
  readonly description: string;
  /** The shelf it stands on in `siplab list`; empty where the file says none. */
  readonly topic: string;
  /** 1 to 256 characters. */
  readonly seed: string;
  /** The date of instant 0, as ISO 8601 in UTC (`2015-06-01T09:00:00.000Z`), and in ms since 1970. */
  readonly epoch: string;
  readonly epochMs: number;
  readonly dialect: Dialect;
  readonly timers: Timers;
  readonly limits: Limits;
  /** What is larger counts as large content (change request 6.5); absent: 1300 octets, the most that a MESSAGE may have (RFC 3428 §8). */
  readonly largeFromBytes?: number;
  /** The run goes on to this instant, also when nothing but refreshes is left; without it, it ends when it has nothing left to do. */
  readonly untilUs?: Us;
  readonly network: NetworkPlan;
  /** In order of the file; at least one. A single core is named `core`. */
  readonly core: readonly CoreHost[];
  readonly senders: readonly SenderAgent[];
  readonly receivers: readonly ReceiverAgent[];
  /** Names of all hosts and groups: senders, core, receivers, each in the order of the file. The order of addresses and of lanes. */
  readonly order: readonly string[];
  /** By time; acts of one instant in the order of the file. */
  readonly timeline: readonly Act[];
  /** In the order of the file: the rule of `faults[0]` is number 1. */
  readonly faults: readonly PlacedFault[];
  readonly expect: Expectations;
}

/** `change-request`: agents speak the document's forms where they break an RFC. */
export type Dialect = 'rfc' | 'change-request';

/** Timer values of the run, defaults filled in (RFC 3261 Appendix A, RFC 4975 §7.1.1). */
export interface Timers {
  readonly t1Us: Us;
  readonly t2Us: Us;
  readonly t4Us: Us;
  /** Timer D by UDP. */
  readonly dUs: Us;
  /** Timer C of proxies. */
  readonly cUs: Us;
  /** How long a user agent leaves an INVITE unanswered before its transaction sends 100; a proxy's is 0. */
  readonly tryingUs: Us;
  /** How long a SEND waits for its MSRP response. */
  readonly msrpUs: Us;
}

export interface Limits {
  readonly events: number;
  readonly timeUs: Us;
}

export interface NetworkPlan {
  readonly default: LinkParameters;
  /**
   * One direction each, `a<>b` has become two, and no pair twice. Ends are names of hosts or groups. What a link doesn't say is as in
   * `default`; what `a>b` doesn't say is as in `a<>b`, where that is there.
   */
  readonly links: readonly PlacedLink[];
}

export interface PlacedLink {
  readonly from: string;
  readonly to: string;
  readonly parameters: LinkParameters;
  readonly place: Place;
}

/** `auto` is RFC 3261 §18.1.1 with the link's MTU as the known path MTU. */
export type TransportChoice = 'auto' | 'udp' | 'tcp';

/** A host of the SIP/IP core. */
export interface CoreHost {
  readonly name: string;
  readonly kind: 'sip';
  readonly role: 'proxy' | 'registrar' | 'both';
  /** The domains that it serves. The only host of a core serves, unless it says otherwise, those of all agents. */
  readonly domains: readonly string[];
  /** The core host that requests for other domains, and those that it doesn't serve itself, are sent to. */
  readonly next?: string;
  /** Core hosts and agents in its trust domain (RFC 3325). */
  readonly trusts: readonly string[];
  readonly transport?: TransportChoice;
  /** RFC 3261 §16.6 item 4. */
  readonly recordRoute: boolean;
  /** What a registrar grants (RFC 3261 §10.3 item 7). */
  readonly expiresS: { readonly min: number; readonly default: number; readonly max: number };
  /** Whether its bindings outlive a crash. */
  readonly bindings: 'lost' | 'kept';
  /** How it asks agents with a password for it (RFC 3261 §22). */
  readonly digest: {
    readonly algorithms: readonly DigestAlgorithm[];
    /** `auth` alone, unless it says otherwise. */
    readonly qualities?: readonly DigestQuality[];
    readonly nonceUs: Us;
    /** Whether it asks inside dialogs too. */
    readonly inDialog?: boolean;
  };
  /** Beyond so many requests at a time it is overloaded; absent: it never is. */
  readonly capacity?: { readonly requests: number; readonly retryAfterS: number };
  /** How it takes part in session timers (RFC 4028 §8); absent: not at all. In s. */
  readonly interval?: { readonly intervalS?: number; readonly leastS: number };
  /** What it is told to do wrong. */
  readonly misbehave?: readonly CoreSwitch[];
  readonly place: Place;
}

/** What senders and receivers have in common. */
export interface AgentPlan {
  /** The host's name; of a group, the group's. */
  readonly name: string;
  /** How many. 1 is a host called `name`; more are a group of hosts, see `members`. */
  readonly count: number;
  /** The public address: `sip:bob@example.com`. In a group, `{n}` in it stands for the member's number; see `memberUri`. */
  readonly uri: string;
  readonly displayName?: string;
  /** Feature tags of its Contact (RFC 3840): name and the text of the value as it stands after `=`, unquoted; without value: a boolean tag. */
  readonly features: readonly Feature[];
  /** `q` of its Contact, as written: `0.7`. */
  readonly q?: string;
  /** What members of a group have in place of that, in turn: the first, the second …, and from the first again. Empty: all are alike. */
  readonly vary: readonly Variant[];
  /** Its user has to prove himself with it; the user name is that of the URI. */
  readonly password?: string;
  /** What it says about who it is (RFC 3325, RFC 3323). */
  readonly identity: Identity;
  /** What it asks for when it registers, in s. */
  readonly expiresS: number;
  readonly transport?: TransportChoice;
  /** The core host that it sends its requests to. */
  readonly via: string;
  /** The communication service identifier and the IARI, as feature parameters of Accept-Contact: `+g.oma.lcsi.sip-push`. */
  readonly service: Feature;
  readonly application?: Feature;
  /** Session-Expires that it offers or grants, in s (RFC 4028); 0: it doesn't take part. */
  readonly sessionExpiresS: number;
  /** Its Min-SE, in s; who refreshes, where that is its to say; whether it knows UPDATE (RFC 4028, RFC 3311). */
  readonly minSeS: number;
  readonly refresher: 'uac' | 'uas' | 'open';
  readonly knowsUpdate: boolean;
  /** Whether it knows reliable provisional responses, or insists on them (RFC 3262); absent: it does not. */
  readonly reliable?: 'never' | 'supported' | 'required';
  /** How long it waits for an answer to its INVITE after the last provisional response; absent: Timer C, and 64*T1. */
  readonly patienceUs?: Us;
  /** Who opens its MSRP connections (RFC 6135 §4.2.2). */
  readonly setup: Exclude<Setup, 'holdconn'>;
  readonly place: Place;
}

/** `{n}` in it stands for the member's number, as in the URI. */
export interface Identity {
  /** P-Preferred-Identity: a hint to the first proxy. */
  readonly prefers?: string | undefined;
  /** P-Asserted-Identity: what only a node of the trust domain may say. */
  readonly asserts?: string | undefined;
  readonly privacy?: 'id' | 'none' | undefined;
  /** The URI of From, where it is not its own. */
  readonly claims?: string | undefined;
}

/** What one member of a group has of its own. */
export interface Variant {
  readonly features?: readonly Feature[] | undefined;
  readonly q?: string | undefined;
}

export interface Feature {
  readonly name: string;
  readonly value?: string;
}

export interface SenderAgent extends AgentPlan {
  readonly role: 'push-sender';
  /** What its pushes are like, unless the act says otherwise. */
  readonly push: PushOptions;
  /** What it is told to do wrong. */
  readonly misbehave?: readonly SenderSwitch[];
  /** What it gives to those who ask for it by a pull. */
  readonly has: readonly FilePlan[];
}

export interface PushOptions {
  /** `;require` and `;explicit` on its Accept-Contact (RFC 3841 §9.2). */
  readonly require: boolean;
  readonly explicit: boolean;
  readonly successReport: 'yes' | 'no';
  readonly failureReport: 'yes' | 'no' | 'partial';
  readonly chunking: Chunking;
  /** Between the end of the last file and closing its media, in µs. */
  readonly lingerUs: Us;
  /** How often a broken MSRP connection is replaced within the session. */
  readonly recoveries: number;
  /** The files side by side, or one after the other. */
  readonly order: 'together' | 'in-turn';
  /** Who makes the offer, where it is not the sender. */
  readonly offer?: 'callee';
  /** What ends a file where success reports were asked for. */
  readonly closeAfter: 'report' | 'response';
  readonly sessionExpiresS: number;
  readonly service: Feature;
  readonly application?: Feature;
  readonly disposition: 'render' | 'attachment';
  readonly description?: string;
  /** Values of Reject-Contact and of Request-Disposition (RFC 3841 §9). */
  readonly rejectContact: readonly string[];
  readonly requestDisposition: readonly string[];
}

/** `pieces`: chunks of `sizeBytes`; `figure`: one of `sizeBytes`, then the rest in one; `whole`: all in one, interruptible chunk. */
export interface Chunking {
  readonly strategy: 'pieces' | 'figure' | 'whole';
  readonly sizeBytes: number;
  /** Octets of a long chunk that are written at a time; without it, 16 KiB. */
  readonly sliceBytes?: number;
}

export interface ReceiverAgent extends AgentPlan {
  readonly role: 'push-receiver';
  readonly policy: ReceiverPolicy;
  /** Whether it knows bodies of several parts. */
  readonly knowsMultipart: boolean;
  /** What it is told to do wrong. */
  readonly misbehave?: readonly ReceiverSwitch[];
}

/** What is pushed. */
export interface FilePlan {
  /** Absent for a message without file attributes. */
  readonly name?: string;
  readonly type: string;
  /** Absent: as large as the file that it is read from. Beside a file, the size that it must have. */
  readonly sizeBytes?: number;
  readonly content: Content;
  readonly icon?: { readonly type: string; readonly sizeBytes?: number; readonly content: Content };
  readonly disposition: 'render' | 'attachment';
  readonly description?: string;
  /** Its dates as RFC 5322 has them, with numeric zones (RFC 5547 §6 file-date). */
  readonly dates?: FileDates;
  /** The octets of it that are pushed (RFC 5547 §6 file-range). */
  readonly range?: FileRange;
  readonly place: Place;
}

/** Where octets come from: made by a rule, written in the scenario, or read from a file beside the scenario. */
export type Content =
  | { readonly kind: 'zeros' | 'random' | 'text' }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

interface ActBase {
  readonly atUs: Us;
  /** An agent, a group (each member acts) or a member of one (`bob-2`); of a `restart` also a core host. */
  readonly by: string;
  readonly place: Place;
}

/** One line of the timeline. `push` of a cancel, release or abort is the `name` of the push act that it is about; without it, the agent's latest. */
export type Act =
  | (ActBase & { readonly do: 'register'; readonly expiresS: number })
  | (ActBase & { readonly do: 'unregister' })
  | (ActBase & PushAct)
  | (ActBase & PullAct)
  | (ActBase & { readonly do: 'resume'; readonly push?: string })
  | (ActBase & { readonly do: 'cancel'; readonly push?: string })
  | (ActBase & { readonly do: 'release'; readonly push?: string })
  | (ActBase & { readonly do: 'abort'; readonly push?: string; readonly file?: string })
  | (ActBase & {
      readonly do: 'answer';
      readonly with: Exclude<ReceiverPolicy['answer'], 'moved' | 'silent' | 'manual'>;
    })
  | (ActBase & { readonly do: 'request' } & Omit<PlainRequest, 'answered'>)
  | (ActBase & { readonly do: 'restart' });

export interface PushAct {
  readonly do: 'push';
  /** What other acts call this push. */
  readonly name?: string;
  /** A SIP URI; whether anybody registered it is for the run to show. `{n}` in a push by a group is the number of the member that pushes. */
  readonly to: string;
  /** `true`: each file gets an m= line with RFC 5547's attributes; `false`: one m= line, the contents follow one another as messages. */
  readonly asFiles: boolean;
  readonly files: readonly FilePlan[];
  readonly options: PushOptions;
}

export interface PullAct {
  readonly do: 'pull';
  /** What other acts call this pull. */
  readonly name?: string;
  /** A SIP URI. `{n}` in a pull by a group is the number of the member that pulls. */
  readonly to: string;
  readonly files: readonly WantedFilePlan[];
}

/** A file that is asked for, by what is known of it (RFC 5547 §5). */
export interface WantedFilePlan {
  readonly name?: string;
  readonly type?: string;
  readonly sizeBytes?: number;
  /** 40 digits, upper case. */
  readonly sha1?: string;
  readonly range?: FileRange;
  readonly place: Place;
}

export interface PlacedFault {
  readonly rule: FaultRule;
  /** The rule as a person would say it: `drop 200 INVITE from bob to core, the 1st`. */
  readonly text: string;
  readonly place: Place;
}
