// RFC 3261 §7: what a SIP message is, once it has been read. Parsing is in parse.ts, writing in format.ts.

/** One header field as it stood: its name as written, its value unfolded and trimmed. Unknown ones survive in order. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

export interface SipRequest {
  readonly kind: 'request';
  readonly method: string;
  /** The Request-URI as text; `parseUri` reads it. */
  readonly uri: string;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
}

export interface SipResponse {
  readonly kind: 'response';
  /** 100–699. */
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly HeaderField[];
  readonly body: Uint8Array;
}

export type SipMessage = SipRequest | SipResponse;

/** What is wrong with a message: where, by which rule, and what to answer a request with. */
export interface SipError {
  /** Byte offset into the message. */
  readonly offset: number;
  /** The rule that was broken, with its section: `RFC 3261 §20.16 Content-Length`. */
  readonly rule: string;
  /** The status that answers such a request; a response with an error is discarded. */
  readonly status: number;
  readonly text: string;
  /**
   * True when any element must refuse the message: start line, Via, To, From, Call-ID, CSeq, Max-Forwards, Content-Length.
   * False when only the element that uses that header refuses it; a proxy forwards such a message (RFC 3261 §16.3).
   */
  readonly essential: boolean;
}

/**
 * The outcome of reading. `message` is there whenever a start line could be read, also beside errors, so that a request can be
 * answered; `rest` is what followed the message in its datagram (discarded, RFC 3261 §18.3). Errors stand in the order of their offsets.
 */
export interface Parsed {
  readonly message: SipMessage | undefined;
  readonly errors: readonly SipError[];
  readonly rest: Uint8Array;
}
