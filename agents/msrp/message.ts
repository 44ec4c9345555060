// RFC 4975 §4, §7.1, §9: what an MSRP message is, once it has been read. Reading is in parse.ts and framer.ts, writing in format.ts.

/** `$`: the last chunk of its message; `+`: more follow; `#`: abandoned, the receiver discards what it has (§7.1). */
export type ContinuationFlag = '$' | '+' | '#';

/** One header field as it stood: its name as written, its value trimmed. Unknown ones survive in order. */
export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

export interface MsrpRequest {
  readonly kind: 'request';
  readonly transactId: string;
  /** `SEND`, `REPORT`, or a method of an extension. */
  readonly method: string;
  /** The URIs as text, the next hop leftmost. */
  readonly toPath: readonly string[];
  /** The URIs as text, the previous hop leftmost. */
  readonly fromPath: readonly string[];
  /** All other header fields, MIME's included. */
  readonly headers: readonly HeaderField[];
  /** Undefined: no body. That is not an empty body, which has a Content-Type (§7.1). */
  readonly body: Uint8Array | undefined;
  readonly flag: ContinuationFlag;
}

export interface MsrpResponse {
  readonly kind: 'response';
  readonly transactId: string;
  /** Three digits; codes.ts knows what they mean. */
  readonly status: number;
  readonly comment: string | undefined;
  readonly toPath: readonly string[];
  readonly fromPath: readonly string[];
  readonly headers: readonly HeaderField[];
  /** Always `$` from us (§7.2). */
  readonly flag: ContinuationFlag;
}

export type MsrpMessage = MsrpRequest | MsrpResponse;

/** What is wrong with a message: where, by which rule, and what to answer a request with. */
export interface MsrpError {
  /** Byte offset into the message. */
  readonly offset: number;
  /** The rule that was broken, with its section: `RFC 4975 §9 Byte-Range`. */
  readonly rule: string;
  /** The status that answers such a request; a response or a REPORT with an error is ignored. */
  readonly status: number;
  readonly text: string;
}

/** The outcome of reading one field: a value, or the rule that was broken. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly offset: number; readonly rule: string; readonly text: string };

/** The value of the first header field of that name, whatever its case. */
export function headerValue(
  message: { readonly headers: readonly HeaderField[] },
  name: string,
): string | undefined {
  const wanted = name.toLowerCase();
  return message.headers.find((header) => header.name.toLowerCase() === wanted)?.value;
}
