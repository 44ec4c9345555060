// The fault rules of a scenario as a form has them: each with its fields, and the reader's changes turned into them and back.
import { readDuration } from '../../../scenarios/lab/units.ts';
import type { FaultRuleEdit } from './edit-rules.ts';
import type { Deed } from './fault-edit.ts';

export interface RuleField {
  readonly name: string;
  readonly text: string;
  readonly hint: string;
  /** What the reader may choose from. */
  readonly of?: 'hosts' | 'messages' | 'links';
  readonly needed?: true;
}

export interface RuleKind {
  /** `stall` and `reset` are each two kinds: of a message's connection, and of a link's. */
  readonly id: string;
  readonly rule: string;
  readonly text: string;
  /** The first is what the rule is about. */
  readonly fields: readonly RuleField[];
}

/** Their values; what is empty is left out. */
export type RuleFields = Readonly<Record<string, string>>;

const hop: readonly RuleField[] = [
  { name: 'from', text: 'From', hint: 'any host', of: 'hosts' },
  { name: 'to', text: 'To', hint: 'any host', of: 'hosts' },
  { name: 'nth', text: 'Which', hint: 'every one; 1 is the first' },
  { name: 'transmission', text: 'Transmission', hint: 'each; 0 is the first' },
  { name: 'between', text: 'Between', hint: 'always; 1s, 2s' },
];
const span: readonly RuleField[] = [
  { name: 'from', text: 'From', hint: 'the start' },
  { name: 'until', text: 'Until', hint: 'the end' },
];
const at: RuleField = { name: 'at', text: 'At', hint: '1.5s', needed: true };
const parameters: readonly RuleField[] = [
  { name: 'latency', text: 'Latency', hint: '45ms' },
  { name: 'jitter', text: 'Jitter', hint: '5ms' },
  { name: 'loss', text: 'Loss', hint: '5%' },
  { name: 'duplicate', text: 'Duplicate', hint: '5%' },
  { name: 'reorder', text: 'Reorder', hint: '5%' },
  { name: 'rate', text: 'Rate', hint: '1Mbit/s' },
  { name: 'queue', text: 'Queue', hint: '64KiB' },
  { name: 'mtu', text: 'MTU', hint: '1500' },
];

const message = (rule: string, text: string, ...more: readonly RuleField[]): RuleKind => ({
  id: rule,
  rule,
  text,
  fields: [
    { name: rule, text: 'Message', hint: '200 INVITE', of: 'messages', needed: true },
    ...more,
    ...hop,
  ],
});
const link = (rule: string, text: string, ...more: readonly RuleField[]): RuleKind => ({
  id: rule === 'stall' || rule === 'reset' ? `${rule} link` : rule,
  rule,
  text,
  fields: [{ name: rule, text: 'Link', hint: 'bob<>core', of: 'links', needed: true }, ...more],
});
const host = (rule: string, text: string): RuleKind => ({
  id: rule,
  rule,
  text,
  fields: [{ name: rule, text: 'Host', hint: 'bob', of: 'hosts', needed: true }, at],
});
const by = (hint: string, needed?: true): RuleField => ({
  name: 'by',
  text: 'By',
  hint,
  ...(needed && { needed }),
});

/** Every fault rule that a scenario can have. */
export const ruleKinds: readonly RuleKind[] = [
  message('drop', 'Drop a message'),
  message('delay', 'Delay a message', by('740ms', true)),
  message('duplicate', 'Duplicate a message', by('at once')),
  message('reorder', 'Reorder a message', { name: 'after', text: 'After', hint: 'the next one; ACK, 20ms' }),
  message('corrupt', 'Corrupt a message', { name: 'octets', text: 'Octets', hint: '1' }),
  message('stall', 'Stall a message’s connection', by('1s', true)),
  message('reset', 'Reset a message’s connection'),
  link('partition', 'Partition two hosts', ...span),
  link('hold', 'Hold back all between two hosts', ...span),
  link('set', 'Change a link for a while', ...span, ...parameters),
  link('stall', 'Stall the connections of a link', ...span),
  link('reset', 'Reset the connections of a link', at),
  link('refuse', 'Refuse connections of a link', ...span),
  host('crash', 'Crash a host'),
  host('restart', 'Restart a host'),
];

export function kindNamed(id: string): RuleKind {
  return ruleKinds.find((kind) => kind.id === id) ?? ruleKinds[0]!;
}

/** Which kind a rule is: of `stall` and `reset`, what they are about tells. */
export function kindOf(fields: RuleFields): RuleKind {
  const [rule = '', about = ''] = Object.entries(fields)[0] ?? [];
  const kinds = ruleKinds.filter((kind) => kind.rule === rule);
  const ofLink = about.includes('>');
  return kinds.find(({ fields: [first] }) => (first?.of === 'links') === ofLink) ?? kinds[0] ?? ruleKinds[0]!;
}

export function fieldsOf(edit: FaultRuleEdit): RuleFields {
  switch (edit.deed) {
    case 'rule':
      return edit.fields;
    case 'partition':
      return {
        partition: `${edit.from}<>${edit.to}`,
        from: timeOf(edit.fromUs),
        until: timeOf(edit.untilUs),
      };
    case 'crash':
    case 'restart':
      return { [edit.deed]: edit.host, at: timeOf(edit.atUs) };
    default:
      return {
        [edit.deed]: edit.message,
        ...(edit.byMs !== undefined && { by: `${edit.byMs}ms` }),
        from: edit.from,
        to: edit.to,
        ...(edit.nth !== undefined && { nth: String(edit.nth) }),
      };
  }
}

/** The change that a filled form stands for, in its shortest form: a rule that a click could have made is the same as that one. */
export function editOf(kind: RuleKind, values: RuleFields): FaultRuleEdit {
  const filled = kind.fields.flatMap(({ name }) => {
    const value = values[name]?.trim() ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  const fields: RuleFields = Object.fromEntries(filled);
  return (
    messageEdit(kind, fields) ??
    partitionEdit(kind, fields) ??
    hostEdit(kind, fields) ?? { deed: 'rule', fields }
  );
}

function messageEdit({ id, rule }: RuleKind, fields: RuleFields): FaultRuleEdit | undefined {
  const { [rule]: summary = '', from, to, nth, by: late, ...more } = fields;
  const timed = rule === 'delay' || rule === 'stall';
  const byUs = timed && late !== undefined ? microseconds(late) : undefined;
  const simple =
    ['drop', 'delay', 'duplicate', 'reorder', 'corrupt', 'stall', 'reset'].includes(id) &&
    Object.keys(more).length === 0 &&
    timed === (late !== undefined) &&
    (!timed || (byUs !== undefined && byUs % 1000 === 0)) &&
    (nth === undefined || /^[1-9]\d{0,8}$/.test(nth));
  if (!simple || from === undefined || to === undefined) return undefined;
  return {
    deed: rule as Deed,
    message: summary,
    from,
    to,
    ...(nth !== undefined && { nth: Number(nth) }),
    ...(byUs !== undefined && { byMs: byUs / 1000 }),
  };
}

function partitionEdit({ id }: RuleKind, { partition, from, until }: RuleFields): FaultRuleEdit | undefined {
  const ends = /^([\w-]+)<>([\w-]+)$/.exec(partition ?? '');
  const [fromUs, untilUs] = [microseconds(from ?? '0'), microseconds(until ?? '')];
  if (
    id !== 'partition' ||
    ends === null ||
    fromUs === undefined ||
    untilUs === undefined ||
    fromUs >= untilUs
  )
    return undefined;
  return { deed: 'partition', from: ends[1]!, to: ends[2]!, fromUs, untilUs };
}

function hostEdit({ id }: RuleKind, fields: RuleFields): FaultRuleEdit | undefined {
  if (id !== 'crash' && id !== 'restart') return undefined;
  const name = fields[id];
  const atUs = microseconds(fields.at ?? '');
  return name === undefined || atUs === undefined || !/^[\w-]+$/.test(name)
    ? undefined
    : { deed: id, host: name, atUs };
}

function microseconds(text: string): number | undefined {
  const read = readDuration(text);
  return 'value' in read ? read.value : undefined;
}

/** As people write it: `1.5s`, `20ms`, `7us`. */
function timeOf(us: number): string {
  if (us % 1000 !== 0) return `${us}us`;
  return us < 1_000_000 ? `${us / 1000}ms` : `${us / 1_000_000}s`;
}
