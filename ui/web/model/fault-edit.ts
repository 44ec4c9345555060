// What a reader changes in a run: what is done to a message, a link, a host, the network or the scenario's text, and its words.
// `edit-rules.ts` has its YAML.
import { matchesSummary } from '../../../sim/faults/matching.ts';
import { count, duration, seconds } from '../../views/words.ts';
import type { Arrow } from './arrows.ts';
import { columnsOf } from './message-columns.ts';

export type Deed = 'drop' | 'delay' | 'duplicate' | 'reorder' | 'corrupt' | 'stall' | 'reset';

interface Switched {
  /** Kept in the list, and without effect. */
  readonly off?: true;
}

export interface MessageEdit extends Switched {
  readonly deed: Deed;
  readonly message: string;
  readonly from: string;
  readonly to: string;
  /** The nth message of that name on that hop, from 1; without it every one. */
  readonly nth?: number;
  /** Of a delay or a stall, in ms. */
  readonly byMs?: number;
}

/** Nothing passes between two hosts from the first instant to before the second. */
export interface PartitionEdit extends Switched {
  readonly deed: 'partition';
  readonly from: string;
  readonly to: string;
  readonly fromUs: number;
  readonly untilUs: number;
}

export interface HostEdit extends Switched {
  readonly deed: 'crash' | 'restart';
  readonly host: string;
  readonly atUs: number;
}

/** A link of the network is another than the scenario says; `value` is written as in a scenario: `45ms`, `5%`, `tcp`. */
export interface NetworkEdit extends Switched {
  readonly deed: 'network';
  readonly link: string;
  readonly parameter: NetworkParameter;
  readonly value: string;
}

/** The name that stands for every link. */
export const allLinks = '*';

export const networkParameters = ['transport', 'latency', 'jitter', 'loss', 'duplicate', 'reorder'] as const;
export type NetworkParameter = (typeof networkParameters)[number];

/** The scenario has another text; the other changes are made to that one. There is one at most. */
export interface TextEdit extends Switched {
  readonly deed: 'text';
  readonly text: string;
}

/** Any other fault rule, its fields as a scenario has them: `hold: bob<>core`, `until: 2s`. The first one names the rule. */
export interface RuleEdit extends Switched {
  readonly deed: 'rule';
  readonly fields: Readonly<Record<string, string>>;
}

export type FaultEdit = MessageEdit | PartitionEdit | HostEdit | NetworkEdit | TextEdit | RuleEdit;

const partitionUs = 2_000_000;

/** What can be done to a message: TCP sends a lost segment again, so nothing that goes by it is dropped or doubled. */
export function deedsFor(arrow: Arrow): readonly Exclude<Deed, 'reorder' | 'corrupt'>[] {
  return arrow.message.transport === 'tcp' ? ['reset', 'delay', 'stall'] : ['drop', 'delay', 'duplicate'];
}

/** The rule that does it to this transmission and to no other. */
export function editFor(deed: Deed, arrow: Arrow, arrows: readonly Arrow[]): MessageEdit {
  const { fromNode, toNode, summary } = arrow.message;
  const nth = nthOf(arrow, arrows);
  const byMs = deed === 'delay' ? 740 : deed === 'stall' ? 1_000 : undefined;
  return { deed, message: summary, from: fromNode, to: toNode, nth, ...(byMs !== undefined && { byMs }) };
}

const counted = new WeakMap<Arrow, number>();

/** The how manieth it is of its name on its hop: of a long run that is counted once, and in its columns. */
function nthOf(arrow: Arrow, arrows: readonly Arrow[]): number {
  const known = counted.get(arrow);
  if (known !== undefined) return known;
  const { from, to, name, names } = columnsOf(arrows);
  const place = placeOf(arrow, arrows);
  const [hopFrom, hopTo] = [from[place], to[place]];
  const matching: boolean[] = [];
  const matches = (one: number): boolean => {
    matching[one] ??= matchesSummary(arrow.message.summary, names[one]!);
    return matching[one];
  };
  let nth = 0;
  for (let at = 0; at <= place; at++)
    if (from[at] === hopFrom && to[at] === hopTo && matches(name[at]!)) nth++;
  counted.set(arrow, nth);
  return nth;
}

/** Where some are left out it is another than its number. */
function placeOf({ index, key }: Arrow, arrows: readonly Arrow[]): number {
  return arrows[index]?.key === key ? index : arrows.findIndex((one) => one.key === key);
}

/** What more can be done from a message on, beyond `deedsFor`: the rest of its menu. */
export function furtherEdits(arrow: Arrow, arrows: readonly Arrow[]): readonly FaultEdit[] {
  const { fromNode: from, toNode: to, transport } = arrow.message;
  const fromUs = arrow.sent.atUs;
  const first = editFor(transport === 'tcp' ? 'reset' : 'drop', arrow, arrows);
  const { nth: _, ...all } = first;
  return [
    ...(transport === 'tcp' ? [] : [editFor('corrupt', arrow, arrows), editFor('reorder', arrow, arrows)]),
    all,
    { deed: 'partition', from, to, fromUs, untilUs: fromUs + partitionUs },
    { deed: 'crash', host: to, atUs: fromUs },
    { deed: 'restart', host: to, atUs: fromUs + partitionUs },
  ];
}

/** `Delay 200 INVITE by 740 ms`. */
export function editTitle(edit: FaultEdit): string {
  switch (edit.deed) {
    case 'partition':
      return `Partition ${edit.from} and ${edit.to}`;
    case 'crash':
    case 'restart':
      return `${capital(edit.deed)} ${edit.host}`;
    case 'network':
      return `${capital(edit.parameter)} ${edit.value.replace(/(\d)([a-z%]+)$/, (_, digit, unit) => `${digit} ${unit}`)}`;
    case 'text':
      return 'Edited scenario';
    case 'rule':
      return capital(Object.entries(edit.fields)[0]?.join(' ') ?? 'Nothing');
    default: {
      const by = edit.byMs === undefined ? '' : ` by ${duration(edit.byMs * 1000)}`;
      return `${capital(edit.deed)} ${edit.nth === undefined ? 'every ' : ''}${edit.message}${by}`;
    }
  }
}

export function editPlace(edit: FaultEdit): string {
  switch (edit.deed) {
    case 'partition':
      return `${seconds(edit.fromUs)} s to ${seconds(edit.untilUs)} s`;
    case 'crash':
    case 'restart':
      return `at ${seconds(edit.atUs)} s`;
    case 'network':
      if (edit.link === allLinks) return 'all links';
      return edit.link === 'default' ? 'the other links' : edit.link;
    case 'rule': {
      const rest = Object.entries(edit.fields).slice(1);
      return rest.map(([name, value]) => `${name} ${value}`).join(', ') || 'all of it';
    }
    case 'text':
      return count(edit.text.trimEnd().split('\n').length, 'line');
    default:
      return `${edit.from} → ${edit.to}${edit.nth === undefined ? '' : ` · #${edit.nth}`}`;
  }
}

export function sameEdit(a: FaultEdit, b: FaultEdit): boolean {
  if (a.deed === 'text') return b.deed === 'text' && a.text === b.text && a.off === b.off;
  return editTitle(a) === editTitle(b) && editPlace(a) === editPlace(b) && a.off === b.off;
}

/** The edit with its switch turned. */
export function switched(edit: FaultEdit): FaultEdit {
  const { off, ...on } = edit;
  return off ? on : { ...edit, off: true };
}

function capital(word: string): string {
  return `${word[0]?.toUpperCase()}${word.slice(1)}`;
}
