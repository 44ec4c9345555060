// What the reader's changes come to in a scenario: fault rules, and what `--set` would be told.
import {
  allLinks,
  type FaultEdit,
  type HostEdit,
  type MessageEdit,
  type NetworkEdit,
  type PartitionEdit,
  type RuleEdit,
} from './fault-edit.ts';

/** The edits that are fault rules. */
export type FaultRuleEdit = MessageEdit | PartitionEdit | HostEdit | RuleEdit;

export interface EditRules {
  /** Fault rules, each as YAML in one line. */
  readonly faults: readonly string[];
  /** `network.links.default.latency=45ms`. */
  readonly sets: readonly string[];
}

/** Of the edits that are switched on, in their order. */
export function rulesOf(edits: readonly FaultEdit[]): EditRules {
  const on = edits.filter(({ off }) => !off);
  return { faults: on.filter(isRule).map(editYaml), sets: on.filter(isNetwork).flatMap(setsOf) };
}

/** The edits whose rules matched nothing; `unmatched` counts a run's rules from 1, the `own` of the scenario first. */
export function unmatchedEdits(
  edits: readonly FaultEdit[],
  own: number,
  unmatched: readonly number[],
): ReadonlySet<FaultEdit> {
  const rules = edits.filter((edit) => !edit.off && isRule(edit));
  return new Set(rules.filter((_, index) => unmatched.includes(own + index + 1)));
}

/** As a scenario has it. Names and summaries hold no quotes, and are quoted all the same. */
export function editYaml(edit: FaultRuleEdit): string {
  switch (edit.deed) {
    case 'partition':
      return `{ partition: ${quoted(`${edit.from}<>${edit.to}`)}, from: ${edit.fromUs}us, until: ${edit.untilUs}us }`;
    case 'crash':
    case 'restart':
      return `{ ${edit.deed}: ${quoted(edit.host)}, at: ${edit.atUs}us }`;
    case 'rule':
      return `{ ${Object.entries(edit.fields).map(fieldYaml).join(', ')} }`;
    default: {
      const { deed, message, from, to, nth, byMs } = edit;
      const by = byMs === undefined ? '' : `, by: ${byMs}ms`;
      const which = nth === undefined ? '' : `, nth: ${nth}`;
      return `{ ${deed}: ${quoted(message)}${by}, from: ${quoted(from)}, to: ${quoted(to)}${which} }`;
    }
  }
}

/** Numbers are numbers, two times are a list; all else is text, whatever was typed. */
function fieldYaml([name, value]: readonly [string, string]): string {
  if (name === 'between')
    return `${name}: [${value
      .split(',')
      .map((time) => quoted(time.trim()))
      .join(', ')}]`;
  return `${name}: ${/^\d{1,15}$/.test(value) ? value : quoted(value)}`;
}

/** All links are those that the scenario names, and the one for those that it doesn't. */
function setsOf({ link, parameter, value }: NetworkEdit): readonly string[] {
  const at = (place: string): string => `network.links${place}.${parameter}=${value}`;
  if (link === allLinks) return [at('.default'), at('[*]')];
  return [link === 'default' ? at('.default') : at(`["${link}"]`)];
}

function isNetwork(edit: FaultEdit): edit is NetworkEdit {
  return edit.deed === 'network';
}

export function isRule(edit: FaultEdit): edit is FaultRuleEdit {
  return edit.deed !== 'network' && edit.deed !== 'text';
}

const quoted = (text: string): string => JSON.stringify(text);
