// How a scenario names links, messages and steps of a ladder.
import { didYouMean } from './nearest.ts';
import { type Read, shown } from './units.ts';

export const EXPECTED_LINK = 'a link such as a>b (one direction) or a<>b (both)';
export const EXPECTED_MESSAGE =
  'a message as people say it, such as INVITE, 200 INVITE, 1xx INVITE, SEND or REPORT';
export const EXPECTED_STEP = 'a step such as "bob -> core: 200 INVITE (lost)"';
export const EXPECTED_HOP = 'a hop such as "bob -> core"';

/** Two hosts or groups; `both`: in both directions. */
export interface LinkName {
  readonly a: string;
  readonly b: string;
  readonly both: boolean;
}

/** Reads `a>b` and `a<>b`, with or without blanks. Whether there are such hosts is for the loader to say. */
export function readLink(input: string): Read<LinkName> {
  const arrow = input.indexOf('>');
  const both = input[arrow - 1] === '<';
  const a = input.slice(0, both ? arrow - 1 : Math.max(arrow, 0)).trim();
  const b = input.slice(arrow + 1).trim();
  const valid = arrow > 0 && isHostName(a) && isHostName(b);
  return valid ? { value: { a, b, both } } : { error: `expected ${EXPECTED_LINK}, not ${shown(input)}` };
}

/** What hosts, groups and pushes may be called: also a part of draws' names, of paths of `--set` and of captures. */
export function isHostName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_-]{0,62}$/.test(name);
}

export const SIP_METHODS = [
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'REGISTER',
  'OPTIONS',
  'PRACK',
  'UPDATE',
  'MESSAGE',
  'SUBSCRIBE',
  'NOTIFY',
  'PUBLISH',
  'INFO',
  'REFER',
];
/** RFC 4975, 4976, 7701: they always go by TCP. */
const MSRP_METHODS = ['SEND', 'REPORT', 'AUTH', 'NICKNAME'];
const METHODS = [...SIP_METHODS, ...MSRP_METHODS];

/** Reads `INVITE`, `200 INVITE`, `1xx INVITE`, `SEND 1-2048/4364`: words that the summary of a message begins with. */
export function readMessageName(input: string): Read<string> {
  const words = input.split(' ').filter((word) => word !== '');
  const method = methodOf(words);
  if (method === undefined || words.length > 4) {
    return { error: `expected ${EXPECTED_MESSAGE}, not ${shown(input)}` };
  }
  if (!METHODS.includes(method)) {
    const hint = didYouMean(method, METHODS) || `: the methods are ${METHODS.join(', ')}`;
    return { error: `unknown method ${shown(method)} in ${shown(input)}${hint}` };
  }
  return { value: words.join(' ') };
}

function methodOf(words: readonly string[]): string | undefined {
  const [first, second] = words;
  return first !== undefined && /^[1-6](\d\d|xx)$/.test(first) ? second : first;
}

/** MSRP always goes by TCP; what SIP goes by is for the run to show. */
export function isMsrp(messageName: string): boolean {
  return MSRP_METHODS.includes(methodOf(messageName.split(' ')) ?? '');
}

/** One step of a ladder, before its hosts are looked up. */
export interface StepName {
  readonly from: string;
  readonly to: string;
  readonly summary: string;
  readonly lost: boolean;
  readonly duplicate: boolean;
  readonly retransmission?: number;
}

/** Reads `bob -> core: 200 INVITE (lost)`. */
export function readStep(input: string): Read<StepName> {
  const colon = input.indexOf(':');
  const hop = readHop(input.slice(0, Math.max(colon, 0)));
  if (colon < 0 || 'error' in hop) return { error: `expected ${EXPECTED_STEP}, not ${shown(input)}` };
  const [name = '', ...marks] = input.slice(colon + 1).split('(');
  const summary = readMessageName(name);
  if ('error' in summary) return summary;
  let step: StepName = { ...hop.value, summary: summary.value, lost: false, duplicate: false };
  for (const mark of marks.flatMap((text) => text.split(','))) {
    const marked = withMark(step, mark.replace(/\)\s{0,8}$/, '').trim());
    if (marked === undefined) {
      return { error: `expected (lost), (duplicate) or (retransmission 2), not ${shown(`(${mark}`)}` };
    }
    step = marked;
  }
  return { value: step };
}

function withMark(step: StepName, mark: string): StepName | undefined {
  if (mark === 'lost') return { ...step, lost: true };
  if (mark === 'duplicate') return { ...step, duplicate: true };
  const match = /^retransmission (\d{1,6})$/.exec(mark);
  return match === null ? undefined : { ...step, retransmission: Number(match[1]) };
}

/** Reads `bob -> core`. */
export function readHop(input: string): Read<{ readonly from: string; readonly to: string }> {
  const arrow = input.indexOf('->');
  const from = input.slice(0, Math.max(arrow, 0)).trim();
  const to = input.slice(arrow + 2).trim();
  return arrow > 0 && isHostName(from) && isHostName(to)
    ? { value: { from, to } }
    : { error: `expected ${EXPECTED_HOP}, not ${shown(input)}` };
}

/** Reads what `counts` counts: a message, or a message on a hop. */
export function readCounted(input: string): Read<{ summary: string; from?: string; to?: string }> {
  if (!input.includes('->')) {
    const summary = readMessageName(input);
    return 'value' in summary ? { value: { summary: summary.value } } : summary;
  }
  const step = readStep(input);
  if ('error' in step) return step;
  const { from, to, summary, lost, duplicate, retransmission } = step.value;
  const marked = lost || duplicate || retransmission !== undefined;
  return marked
    ? { error: `expected a message without marks, not ${shown(input)}` }
    : { value: { summary, from, to } };
}
