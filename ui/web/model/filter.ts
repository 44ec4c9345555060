// The filter's language: `method:BYE status:4xx is:lost -lane:bob t:0.5..2 ringing`. Every word must hold; `-` turns one round.
import type { Arrow } from './arrows.ts';
import type { Clause } from './clauses.ts';

/** What a filter may ask of a run beside the message itself. */
export interface FilterContext {
  readonly clauses: ReadonlyMap<number, readonly Clause[]>;
  /** The title of a node's lane. */
  titleOf(node: string): string;
}

type Test = (arrow: Arrow, context: FilterContext) => boolean;

export interface Filter {
  matches: Test;
  /** What was not understood, in a sentence; such words are left out. */
  readonly problems: readonly string[];
}

const fates: Readonly<Record<string, Test>> = {
  lost: ({ message }) => message.lost !== undefined,
  retransmit: ({ message }) => message.transmission > 0,
  dup: ({ copy }) => copy !== undefined,
  late: ({ lateUs }) => lateUs !== undefined,
  fault: ({ message }) =>
    message.corrupted === true ||
    [message.lost, message.duplicated, ...message.delays].some((fate) => fate?.reason.startsWith('fault')),
};

/** What a key's value makes of it, or what is wrong with the value. */
const keys: Readonly<Record<string, (value: string) => Test | string>> = {
  method: (value) => (arrow) => methodOf(arrow).toLowerCase() === value.toLowerCase(),
  status: statusTest,
  lane:
    (value) =>
    ({ message: { fromNode, toNode } }, { titleOf }) =>
      [fromNode, toNode].some((node) => holds(node, value) || holds(titleOf(node), value)),
  proto: (value) =>
    /^(?:sip|msrp|udp|tcp)$/i.test(value)
      ? ({ message }) => [message.protocol, message.transport].includes(value.toLowerCase())
      : 'proto: is sip, msrp, udp or tcp',
  is: (value) => fates[value] ?? `is: is one of ${Object.keys(fates).join(', ')}`,
  call:
    (value) =>
    ({ key, message }) =>
      key.split('/')[1] === value || holds(message.transaction, value) || callId(message) === value,
  t: timeTest,
  clause:
    (value) =>
    ({ message }, { clauses }) =>
      [message.seq, message.arrivedSeq ?? -1].some((seq) =>
        clauses.get(seq)?.some(({ requirement }) => holds(requirement, value)),
      ),
};

/** Reads any text. */
export function parseFilter(text: string): Filter {
  const problems: string[] = [];
  const tests = (text.match(/-?(?:\w+:)?(?:"[^"]*"?|\S+)/g) ?? []).slice(0, 50).flatMap((word) => {
    const test = testOf(word);
    if (typeof test !== 'string') return [test];
    problems.push(test);
    return [];
  });
  return { matches: (arrow, context) => tests.every((test) => test(arrow, context)), problems };
}

function testOf(word: string): Test | string {
  const turned = word.startsWith('-') && word.length > 1;
  const plain = turned ? word.slice(1) : word;
  const [, key = '', quoted] = /^(?:(\w+):)?(.*)$/s.exec(plain) ?? [];
  const value = (quoted ?? '').replace(/^"|"$/g, '');
  if (key !== '' && value === '') return `${key}: needs a value`;
  const make = keys[key];
  if (key !== '' && make === undefined)
    return `there is no ${key}:, but ${Object.keys(keys)
      .map((name) => `${name}:`)
      .join(' ')}`;
  const test: Test | string = make?.(value) ?? freeTest(value);
  if (typeof test === 'string' || !turned) return test;
  return (arrow, context) => !test(arrow, context);
}

function statusTest(value: string): Test | string {
  if (!/^[1-6](?:\d\d|xx)$/i.test(value)) return 'status: is a code like 486, or a class like 4xx';
  const pattern = new RegExp(`^${value.replace(/x/gi, '\\d')}$`);
  return ({ message: { summary } }) => pattern.test(summary.slice(0, 3)) && /^\d{3}\b/.test(summary);
}

/** `0.5..2`, `..2`, `1..`: in seconds, by when it was sent. */
function timeTest(value: string): Test | string {
  const [, from = '', to = ''] = /^(\d*\.?\d*)\.\.(\d*\.?\d*)$/.exec(value) ?? [];
  if (from === '' && to === '') return 't: is a stretch of seconds, like 0.5..2';
  const [fromUs, toUs] = [Number(from) * 1e6, to === '' ? Number.POSITIVE_INFINITY : Number(to) * 1e6];
  return ({ sent }) => sent.atUs >= fromUs && sent.atUs <= toUs;
}

/** As its header says, or that header's short form (RFC 3261 §20.8). */
function callId({ protocol, raw }: Arrow['message']): string | undefined {
  return protocol === 'sip' && typeof raw === 'string'
    ? /\n(?:call-id|i)[ \t]*:\s*(\S+)/i.exec(raw)?.[1]
    : undefined;
}

/** The method of a request, or of the request that a response answers. */
function methodOf({ message: { summary } }: Arrow): string {
  const [first = '', second = ''] = summary.split(' ');
  return /^\d{3}$/.test(first) ? second : first;
}

/** What a message is called, or of its key a whole word: whoever looks for `SEND` means no host called sender. */
function freeTest(value: string): Test {
  const word = /^[\p{L}\d]+$/u.test(value) && new RegExp(`(?<![\\p{L}\\d])${value}(?![\\p{L}\\d])`, 'iu');
  return ({ label, key }) => holds(label, value) || (word ? word.test(key) : holds(key, value));
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}
