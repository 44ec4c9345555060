// RFC 4975: what an agent asks of this protocol and what it hears from it. README.md tells the story around these types.
import type { ByteRange } from './byte-range.ts';
import type { Chunking, ContentSource } from './chunking.ts';
import type { ContinuationFlag, HeaderField } from './message.ts';
import type { FailureReport, SuccessReport } from './reports.ts';
import type { MachineRunner } from './runner.ts';

/** What one of our messages is called in the world: in traces, fault rules and draws. */
export interface MsrpLabel {
  /** `<session>/SEND/<message n>.<chunk n>`, `<session>/200 SEND/<message n>.<chunk n>`, `<session>/REPORT/<message n>.<report n>`. */
  readonly name: string;
  /** `SEND 1-2048/4364` with the Byte-Range as on the wire, `200 SEND`, `REPORT`. */
  readonly summary: string;
  /** The transact-id: the same in a request and its response. */
  readonly transaction: string;
  /** Always 0: MSRP never retransmits. */
  readonly transmission: 0;
}

/** What every session of one agent shares. */
export interface MsrpEndpointOptions {
  readonly runner: MachineRunner;
  /** Keyed chance: `length` characters of `[a-z0-9]` that depend on the name alone. */
  readonly token: (name: string, length: number) => string;
  readonly limits?: Partial<MsrpLimits>;
}

export interface MsrpLimits {
  /** Octets of one message that are written at a time; a longer chunk is written in slices and can be interrupted between them. */
  readonly sliceBytes: number;
  /** Octets of one incoming message held while earlier ones are missing, or until it is complete when its content is kept; beyond: 413. */
  readonly heldBytes: number;
  /** Unfinished incoming messages of one session; beyond: 413. */
  readonly incomingMessages: number;
  /** Sent chunks with `Failure-Report: partial` of one session that are still listened for. */
  readonly listening: number;
  /** Message-IDs of complete messages remembered to know duplicates by (§5.4). */
  readonly rememberedMessages: number;
}

/** All sessions and connections of one agent. */
export interface MsrpEndpoint {
  /** A session that an offer and its answer have agreed on. Its own URI is valid from now until it ends. */
  session(options: MsrpSessionOptions): MsrpSession;
  /**
   * A URI of ours stands in an offer: "Once the offerer has sent the offer, it MUST be prepared to receive media" (RFC 3264 §5.1), which may come
   * before the answer. `begin` is then to begin its session. Gives back what takes that back.
   */
  offered(localUri: string, begin: () => void): () => void;
  /** A transport connection, opened or accepted. */
  connection(options: MsrpConnectionOptions): MsrpConnection;
  /** A session-id for a URI of one's own: more than 80 bits of chance (§14.1). */
  sessionId(name: string): string;
  /** Live sessions. */
  readonly sessionCount: number;
}

export interface MsrpConnectionOptions {
  /** Its name in labels of responses that belong to no session: `bob/connection 1`. */
  readonly name: string;
  /**
   * Puts bytes on the wire. One call is one message, or one slice of a long one. `acknowledged` is given with what ends a chunk, to be
   * called when the peer's host has it: where nobody answers a chunk, nothing else tells that it is there.
   */
  readonly send: (bytes: Uint8Array, label: MsrpLabel, acknowledged?: () => void) => void;
  /** False while the stream still buffers: SENDs wait for `drained()`; responses and REPORTs do not. Default: always true. */
  readonly canWrite?: () => boolean;
  /** The bytes that came are no MSRP and their end cannot be found: close the connection. Called once. */
  readonly lost?: (because: string) => void;
}

/** One transport connection. It may carry several sessions. */
export interface MsrpConnection {
  readonly name: string;
  /** Sessions bound to it. Close a connection only when there are none left (§5.4). */
  readonly sessionCount: number;
  /** Bytes came, in order, cut anywhere. */
  received(bytes: Uint8Array): void;
  /** The stream can take more. */
  drained(): void;
  /** The stream is over: all its sessions have failed (§5.4). */
  closed(because: string): void;
}

export interface MsrpSessionOptions {
  /** Its name in labels, ids and traces: `sender.1/msrp 1`. */
  readonly name: string;
  /** `active` opens the connection and sends the first SEND (§5.4, RFC 6135). */
  readonly role: 'active' | 'passive';
  /** Our own URI, as in our `a=path`. */
  readonly localUri: string;
  /** The peer's `a=path`, leftmost hop first. */
  readonly remotePath: readonly string[];
  /** Our own `a=accept-types`: what else comes is answered with 415. Absent: everything. */
  readonly acceptTypes?: readonly string[];
  /** Our own `a=max-size`: a longer message is answered with 413. */
  readonly maxBytes?: number;
  /** Judges a message by its first chunk: 200, or 400, 403, 413, 415. */
  readonly judge?: (incoming: IncomingMessage) => number;
  /** `keep`: the content of a whole message is given at the end. `stream`: in order, piece by piece, as it comes. Default `keep`. */
  readonly content?: 'keep' | 'stream';
  /** When success REPORTs that were asked for leave: one at the end, one a chunk, or when the agent calls `confirm`. Default `end`. */
  readonly reports?: 'end' | 'chunk' | 'manual';
  /** Hears everything, in order. */
  readonly event: (event: MsrpSessionEvent) => void;
}

/** One MSRP session. */
export interface MsrpSession {
  readonly name: string;
  readonly localUri: string;
  /** The state of its machine: `connecting`, `awaiting`, `binding`, `active`, `closing`, `closed`, `failed`. */
  readonly state: string;
  /** Its connection broke, or could not be opened: it may be created anew by a new offer (§5.4). */
  readonly isCut: boolean;
  /** The active side's connection stands: binds the session to it and sends the first SEND (body-less if nothing waits). */
  connected(connection: MsrpConnection): void;
  /** The active side's connection could not be opened. */
  unreachable(because: string): void;
  /** Queues a message. Messages of one session leave one after the other unless `alongside`. */
  send(message: MsrpSend): OutgoingMessage;
  /** Abandons a message of ours: its chunk ends with `#`, or a last empty one says so (RFC 5547 §8.4). */
  abort(message: OutgoingMessage): void;
  /** A REPORT of the failure of a message of ours to who refused it: the change request asks for that, RFC 4975 does not. */
  report(message: OutgoingMessage, status: number): void;
  /** Wants no more of a message that is coming: its next chunk, or the one under way, is answered with this status (413). */
  refuse(message: IncomingMessage, status?: number): void;
  /** With `reports: 'manual'`: sends the success REPORT for all of a complete message, if it was asked for. */
  confirm(message: IncomingMessage): void;
  /** A late error after 200: a failure REPORT for all that came, unless `Failure-Report: no` (§7.1.4). */
  reject(message: IncomingMessage, status: number, comment?: string): void;
  /** The signalling ended the session: abandons what is unfinished, waits for outstanding responses, then is closed. */
  close(): void;
  /** Ends at once, with nothing further sent. */
  drop(because: string): void;
}

/** A message to send. */
export interface MsrpSend {
  /** Absent: a body-less SEND (`Byte-Range: 1-0/0`), "traffic" and no content (§7.1). */
  readonly content?: ContentSource;
  /** Needed with content: the type of the whole message, which every chunk repeats. */
  readonly contentType?: string;
  /** Further MIME header fields, repeated in every chunk: Content-Disposition, Content-Description, Content-ID. */
  readonly headers?: readonly HeaderField[];
  /** Default: no header, which means `no`. */
  readonly successReport?: SuccessReport;
  /** Default: no header, which means `yes`. */
  readonly failureReport?: FailureReport;
  /** Default `pieces`. */
  readonly chunking?: Chunking;
  /** Octets of a piece. Default 2048; longer ones can be interrupted. */
  readonly chunkBytes?: number;
  /** Instead of the endpoint's `sliceBytes`. */
  readonly sliceBytes?: number;
  /** Chunks that may be unanswered at a time. Default: any number (§7.1.1: no need to wait). */
  readonly window?: number;
  /** Leaves in turn with the session's earlier messages, not after them. */
  readonly alongside?: boolean;
  /** Only for sending again what an earlier session could not confirm (§5.4). */
  readonly messageId?: string;
}

/** A message of ours on its way. */
export interface OutgoingMessage {
  readonly number: number;
  readonly messageId: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  /** Octets that 200 responses cover; with `Failure-Report: yes` only. */
  readonly answeredBytes: number;
  /** Octets that success REPORTs cover. */
  readonly reportedBytes: number;
  /** How many octets, from the first one on without a gap, 200 responses or success REPORTs cover. */
  readonly confirmedBytes: number;
  /** Something of it is still to be written, or to be answered. */
  readonly isUnderWay: boolean;
  /** A chunk of it has begun to leave, and its end-line has not left. */
  readonly isWriting: boolean;
  readonly outcome: 'pending' | 'delivered' | 'failed' | 'aborted';
}

/** A message that is coming, or came. */
export interface IncomingMessage {
  readonly number: number;
  readonly messageId: string;
  readonly contentType: string | undefined;
  /** The header fields of its first chunk to arrive: Content-Disposition and others. */
  readonly headers: readonly HeaderField[];
  /** From the first chunk's Byte-Range, later from the `$` chunk, which decides. */
  readonly totalBytes: number | undefined;
  readonly receivedBytes: number;
  readonly successReport: SuccessReport;
  readonly failureReport: FailureReport;
}

/** Why a message of ours failed: the status of a response or REPORT, the 30 s timer, or the session with it. */
export type FailureCause = number | 'timeout' | 'session';

export type MsrpSessionEvent =
  /** The session's connection is known and requests may flow both ways: the first SEND came, or was answered. */
  | { readonly type: 'bound' }
  /** The last octet of the last chunk was handed to the stream. */
  | { readonly type: 'sent'; readonly message: OutgoingMessage }
  /** One of our chunks was answered. */
  | {
      readonly type: 'answered';
      readonly message: OutgoingMessage;
      readonly chunk: number;
      readonly status: number;
    }
  /** A REPORT on one of our messages. */
  | {
      readonly type: 'reported';
      readonly message: OutgoingMessage;
      readonly status: number;
      readonly comment: string | undefined;
      readonly range: ByteRange | undefined;
    }
  /**
   * All was sent and everything that was asked for has come: 200 for every chunk, success REPORTs for every octet. Where neither was asked
   * for, the peer's host has all of it.
   */
  | { readonly type: 'delivered'; readonly message: OutgoingMessage }
  /** §7.1.1: no response within 30 s; "MUST inform the user that the request probably failed". `failed` follows. */
  | { readonly type: 'timeout'; readonly message: OutgoingMessage; readonly chunk: number }
  /** It was refused and its chunk under way, if it could not be interrupted, has been written; or nobody answers, or the session is over. */
  | { readonly type: 'failed'; readonly message: OutgoingMessage; readonly cause: FailureCause }
  /** We abandoned it, and its `#` has been written where something of it had gone. */
  | { readonly type: 'aborted'; readonly message: OutgoingMessage }
  /** The first chunk of a message arrives. */
  | { readonly type: 'receiving'; readonly incoming: IncomingMessage }
  /** With `content: 'stream'`: the next octets, in order, each once. */
  | { readonly type: 'content'; readonly incoming: IncomingMessage; readonly bytes: Uint8Array }
  /** A chunk has ended, and was answered with this status if the rules ask for an answer. */
  | {
      readonly type: 'chunk';
      readonly incoming: IncomingMessage;
      readonly chunk: number;
      readonly range: ByteRange;
      readonly flag: ContinuationFlag;
      readonly status: number;
    }
  /** Complete. `content` only with `content: 'keep'`. */
  | {
      readonly type: 'received';
      readonly incoming: IncomingMessage;
      readonly content: Uint8Array | undefined;
    }
  /** It will never be complete: the sender's `#`, our refusal, or the session's end. */
  | {
      readonly type: 'discarded';
      readonly incoming: IncomingMessage;
      readonly because: 'aborted' | 'refused' | 'session';
    }
  /** A message that was complete before came again; it was answered and reported, not given out (§5.4). */
  | { readonly type: 'duplicate'; readonly messageId: string }
  /** Our success or failure REPORT left. */
  | { readonly type: 'reporting'; readonly incoming: IncomingMessage; readonly status: number }
  /** Over, exactly once. `failed`: §5.4 asks for a new offer and answer to recover. */
  | { readonly type: 'ended'; readonly how: 'closed' | 'failed'; readonly because: string };
