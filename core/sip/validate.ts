// RFC 3261 §8.1.1, §8.2.1, §16.3 item 1, §20: what a message must have beyond the grammar of each line.
import type { Value } from './codec.ts';
import { skip, trimmed, WS } from './grammar.ts';
import { MOST_ERRORS } from './head.ts';
import { type HeaderName, headerOfKey, keyOf } from './header-names.ts';
import { codecs, cseq, read } from './header-table.ts';
import type { SipMessage, SipRequest, SipResponse } from './message.ts';
import { indexOf, type MessageIndex } from './message-index.ts';
import { valueEnd } from './split-list.ts';

/** What is wrong with a header field, or with the message when `field` is absent. */
export interface Finding {
  /** The index of the field. */
  readonly field: number | undefined;
  /** Into the field's value. */
  readonly offset: number;
  readonly rule: string;
  readonly text: string;
  readonly essential: boolean;
}

/**
 * Headers that every element reads, so that every element refuses a message in which they are broken. §16.3: "a message […]
 * does not need to contain well-formed header fields" other than those that the proxy itself uses.
 */
const ESSENTIAL = new Set(['via', 'from', 'to', 'call-id', 'cseq', 'max-forwards', 'content-length']);

/** "A valid SIP request […] MUST, at a minimum, contain" these (§8.1.1); Max-Forwards may be missing (§16.3, RFC 2543). */
const MANDATORY = [
  ['via', 'Via'],
  ['from', 'From'],
  ['to', 'To'],
  ['call-id', 'Call-ID'],
  ['cseq', 'CSeq'],
] as const;

/** A message without findings is fit to be used. At most one finding a field, in the order of the fields. */
export function validateRequest(request: SipRequest): Finding[] {
  const findings = validateFields(request);
  const said = read(request, cseq)?.method;
  if (said !== undefined && said !== request.method) {
    const field = indexOf(request).keys.indexOf('cseq');
    const text = `CSeq says ${said}, the request ${request.method}`;
    findings.push({ field, offset: 0, rule: 'RFC 3261 §8.1.1.5 CSeq', text, essential: true });
  }
  return findings;
}

export function validateResponse(response: SipResponse): Finding[] {
  return validateFields(response);
}

/** Mandatory headers, headers that may stand only once, and the grammar of all that are known. */
function validateFields(message: SipMessage): Finding[] {
  const index = indexOf(message);
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (let field = 0; field < index.keys.length; field++) {
    const key = index.keys[field]!;
    const header = headerOfKey(key);
    if (header === undefined) continue;
    const finding =
      header.form === 'single' && seen.has(key)
        ? moreThanOnce(header, field)
        : checkField(message, index, field, header);
    if (finding !== undefined && isWorthKeeping(findings, finding)) findings.push(finding);
    seen.add(key);
  }
  for (const [key, name] of MANDATORY) {
    if (seen.has(key)) continue;
    const text = `${name} is missing`;
    findings.push({ field: undefined, offset: 0, rule: 'RFC 3261 §8.1.1', text, essential: true });
  }
  if (message.body.length > 0 && !seen.has('content-type')) {
    const text = 'a body without Content-Type';
    findings.push({ field: undefined, offset: 0, rule: 'RFC 3261 §20.15', text, essential: false });
  }
  return findings;
}

/** All but those of a message that consists of errors, where the first essential one is still wanted. */
function isWorthKeeping(findings: readonly Finding[], { essential }: Finding): boolean {
  return findings.length < MOST_ERRORS || (essential && !findings.some((each) => each.essential));
}

function moreThanOnce({ name }: HeaderName, field: number): Finding {
  const essential = ESSENTIAL.has(keyOf(name));
  return { field, offset: 0, rule: 'RFC 3261 §7.3.1', text: `${name} more than once`, essential };
}

/** Reads a field by its header's codec and keeps its values, if all are well formed. The first that is not is the finding. */
function checkField(
  message: SipMessage,
  index: MessageIndex,
  field: number,
  { form, mayBeEmpty }: HeaderName,
): Finding | undefined {
  const key = index.keys[field]!;
  const codec = codecs.get(key);
  if (codec === undefined) return undefined;
  const { value: text } = message.headers[field]!;
  const values: Value<unknown>[] = [];
  const isEmpty = text === '' && mayBeEmpty === true;
  for (let at = isEmpty ? 1 : 0; at <= text.length; ) {
    const end = form === 'list' ? valueEnd(text, at) : text.length;
    const start = Math.min(skip(text, at, WS), end);
    const value = codec.parse(trimmed(text, start, end));
    if (!value.ok) {
      return {
        field,
        offset: start + value.offset,
        rule: value.rule,
        text: value.text,
        essential: ESSENTIAL.has(key),
      };
    }
    values.push(value);
    at = end + 1;
  }
  index.values[field] = values;
  return undefined;
}
