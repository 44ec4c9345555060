// What the parts of one endpoint share, and what they need of each other.
import type { RequestHead } from './head.ts';
import type { ContinuationFlag, MsrpError } from './message.ts';
import type { MachineRunner } from './runner.ts';
import type { MsrpLabel, MsrpLimits } from './types.ts';
import type { Writer } from './writer.ts';

export interface Shared {
  readonly runner: MachineRunner;
  readonly limits: MsrpLimits;
  /** Live sessions by the key of their own URI. */
  readonly sessions: Map<string, RoutedSession>;
  /** What begins the session of a URI that was offered and has no answer yet, by its key: the peer's SEND may come before its answer. */
  readonly offered: Map<string, () => void>;
  /** Complete messages by Message-ID with their sizes, oldest first (§5.4: duplicates may come in a later session). */
  readonly remembered: Map<string, number>;
  token(name: string, length: number): string;
}

/** Takes the rest of a request whose head has come. */
export interface RequestReceiver {
  body(bytes: Uint8Array): void;
  end(flag: ContinuationFlag, errors: readonly MsrpError[]): void;
}

/** A session, as its connection sees it. */
export interface RoutedSession {
  readonly role: 'active' | 'passive';
  /** The connection that it is bound to. */
  readonly connection: Carrier | undefined;
  /** The first SEND came by this connection. */
  bind(carrier: Carrier): void;
  /** Something came from the peer. */
  heard(): void;
  /** A SEND that belongs to this session. `whole`: its body and end follow at once. */
  receiveSend(head: RequestHead, hasBody: boolean, whole: boolean): RequestReceiver;
  receiveReport(head: RequestHead): void;
  connectionLost(because: string): void;
}

/** A connection, as its sessions see it. */
export interface Carrier {
  readonly writer: Writer;
  join(session: RoutedSession): void;
  leave(session: RoutedSession): void;
  /** Hands the status of the response with this transact-id to `take`, once. */
  expect(transactId: string, take: (status: number) => void): void;
  forget(transactId: string): void;
  /** Answers a request: to the previous hop only, if it is a SEND (§7.2). */
  respond(
    request: RequestHead,
    status: number,
    fromUri: string,
    label: Omit<MsrpLabel, 'transaction' | 'transmission'>,
  ): void;
}
