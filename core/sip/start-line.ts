// RFC 3261 §7.1, §7.2: Request-Line and Status-Line.
import { DIGIT, isToken, skip } from './grammar.ts';
import { parseUri } from './uri.ts';

/** What is wrong with a start line, by its offset in the line. */
export interface LineProblem {
  readonly offset: number;
  readonly rule: string;
  readonly status: number;
  readonly text: string;
  readonly essential: boolean;
}

export type StartLine =
  | { readonly kind: 'request'; readonly method: string; readonly uri: string }
  | { readonly kind: 'response'; readonly status: number; readonly reason: string };

export interface ReadStartLine {
  /** Absent when it cannot be told what the line says. */
  readonly line: StartLine | undefined;
  readonly problems: readonly LineProblem[];
}

const REQUEST_LINE = 'RFC 3261 §7.1 Request-Line';
const STATUS_LINE = 'RFC 3261 §7.2 Status-Line';

/** Reads a start line, also one that is not quite right, so that it can be answered. */
export function readStartLine(line: string): ReadStartLine {
  if (isSipAt(line, 0)) return readStatusLine(line);
  return readPlainRequestLine(line) ?? readRequestLine(line);
}

/** Whether `SIP/` stands at `at`, in any case. */
function isSipAt(line: string, at: number): boolean {
  return line.charCodeAt(at + 3) === 0x2f && line.slice(at, at + 3).toUpperCase() === 'SIP';
}

/** A Request-Line as nearly all are: three elements with single spaces between them, and nothing wrong. */
function readPlainRequestLine(line: string): ReadStartLine | undefined {
  const uriEnd = line.length - ' SIP/2.0'.length;
  const methodEnd = line.indexOf(' ');
  if (!line.endsWith(' SIP/2.0') || line.indexOf(' ', methodEnd + 1) !== uriEnd) return undefined;
  const method = line.slice(0, methodEnd);
  const uri = line.slice(methodEnd + 1, uriEnd);
  const isGood = isToken(method) && checkRequestUri(uri, 0).length === 0;
  return isGood ? { line: { kind: 'request', method, uri }, problems: [] } : undefined;
}

function problem(offset: number, rule: string, text: string, status = 400): LineProblem {
  return { offset, rule, status, text, essential: true };
}

/** Extra spaces between or after the elements: a receiver may read on (RFC 4475 §3.1.2.9, §3.1.2.10). */
function extraSpace(offset: number, rule: string): LineProblem {
  return { offset, rule, status: 400, text: 'more than a single SP', essential: false };
}

/** Request-Line = Method SP Request-URI SP SIP-Version */
function readRequestLine(line: string): ReadStartLine {
  const problems: LineProblem[] = [];
  const end = endOfText(line);
  const versionAt = line.lastIndexOf(' ', end - 1) + 1;
  const methodEnd = line.indexOf(' ');
  if (methodEnd <= 0 || versionAt <= methodEnd + 1 || !isSipAt(line, versionAt)) {
    return {
      line: undefined,
      problems: [problem(0, REQUEST_LINE, 'neither a Request-Line nor a Status-Line')],
    };
  }
  const method = line.slice(0, methodEnd);
  if (!isToken(method)) problems.push(problem(0, REQUEST_LINE, 'method is no token'));
  let from = methodEnd + 1;
  let to = versionAt - 1;
  while (from < to && line.charCodeAt(from) === 0x20) from++;
  while (to > from && line.charCodeAt(to - 1) === 0x20) to--;
  const uri = line.slice(from, to);
  if (from > methodEnd + 1) problems.push(extraSpace(methodEnd + 1, REQUEST_LINE));
  problems.push(...checkRequestUri(uri, from));
  if (to < versionAt - 1) problems.push(extraSpace(to + 1, REQUEST_LINE));
  problems.push(...checkVersion(line.slice(versionAt, end), versionAt, REQUEST_LINE));
  if (end < line.length) problems.push(extraSpace(end, REQUEST_LINE));
  return uri === '' ? { line: undefined, problems } : { line: { kind: 'request', method, uri }, problems };
}

/** Status-Line = SIP-Version SP Status-Code SP Reason-Phrase */
function readStatusLine(line: string): ReadStartLine {
  const problems: LineProblem[] = [];
  const versionEnd = firstSpace(line, 0);
  problems.push(...checkVersion(line.slice(0, versionEnd), 0, STATUS_LINE));
  let at = versionEnd + 1;
  while (line.charCodeAt(at) === 0x20) at++;
  if (at > versionEnd + 1) problems.push(extraSpace(versionEnd + 1, STATUS_LINE));
  const codeEnd = skip(line, at, DIGIT);
  const status = Number(line.slice(at, codeEnd));
  if (codeEnd - at !== 3 || status < 100 || status > 699) {
    return {
      line: undefined,
      problems: [...problems, problem(at, STATUS_LINE, 'status code is not 100 to 699')],
    };
  }
  if (line.charCodeAt(codeEnd) !== 0x20) problems.push(problem(codeEnd, STATUS_LINE, 'SP expected'));
  const reason = line.slice(codeEnd + 1);
  const control = findControl(reason);
  if (control >= 0) problems.push(problem(codeEnd + 1 + control, STATUS_LINE, 'control character'));
  return { line: { kind: 'response', status, reason }, problems };
}

/** SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT, in any case; another than 2.0 is answered with 505 (§21.5.6). */
function checkVersion(text: string, offset: number, rule: string): LineProblem[] {
  if (text === 'SIP/2.0' || text.toUpperCase() === 'SIP/2.0') return [];
  const major = skip(text, 4, DIGIT);
  const minor = skip(text, major + 1, DIGIT);
  const isVersion =
    isSipAt(text, 0) && major > 4 && text[major] === '.' && minor > major + 1 && minor === text.length;
  return isVersion
    ? [problem(offset, 'RFC 3261 §21.5.6 SIP-Version', 'version not supported', 505)]
    : [problem(offset, rule, 'SIP-Version expected')];
}

/**
 * Request-URI = SIP-URI / SIPS-URI / absoluteURI, without < and >, spaces (§7.1), or header components (§19.1.1 table 1,
 * RFC 4475 §3.1.2.11). An unknown scheme is no error of the message: its receiver answers 416.
 */
function checkRequestUri(text: string, offset: number): LineProblem[] {
  const uri = parseUri(text);
  if (!uri.ok) return [problem(offset + uri.offset, `${uri.rule} in Request-URI`, uri.text)];
  if (!('headers' in uri.value) || uri.value.headers.length === 0) return [];
  const at = offset + text.indexOf('?');
  return [problem(at, 'RFC 3261 §19.1.1 Request-URI', 'header components in a Request-URI')];
}

/** The end of the line without the spaces after it. */
function endOfText(line: string): number {
  let end = line.length;
  while (end > 0 && line.charCodeAt(end - 1) === 0x20) end--;
  return end;
}

function firstSpace(line: string, from: number): number {
  const at = line.indexOf(' ', from);
  return at < 0 ? line.length : at;
}

function findControl(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return at;
  }
  return -1;
}
