// `stores` and `outcome`: what agents stored.
import type { Json, TraceRecord } from '../../../sim/trace/records.ts';
import type { OutcomeExpectation, StoreExpectation } from './expectations.ts';
import { type JudgedLine, line, type Names } from './verdict.ts';

type StoreRecord = Extract<TraceRecord, { readonly type: 'store' }>;

export function judgeStore(
  expected: StoreExpectation,
  records: readonly TraceRecord[],
  names: Names,
): JudgedLine {
  const { on, what, value, place } = expected;
  const all = storesOf(records, on, what, names);
  const found = value === undefined ? all : all.filter((record) => contains(record.value, value));
  const shown = value === undefined ? '' : `: ${shortened(value)}`;
  const instead = all.length === 0 ? '' : `, but ${shortened(all.at(-1)?.value ?? null)}`;
  const ok = found.length > 0;
  const text = ok ? `${on} stored ${what}${shown}` : `${on} never stored ${what}${shown}${instead}`;
  return line(
    ok,
    text,
    (ok ? found : all).map(({ seq }) => seq),
    place,
  );
}

/** The names under which a sender stores how a push ended, and a receiver how a pull did: `{ push, outcome, files }`, the last of several. */
const ENDED = ['push', 'pull'];

export function judgeOutcome(
  { on, file, outcomes, place }: OutcomeExpectation,
  records: readonly TraceRecord[],
  names: Names,
): JudgedLine {
  const stores = records.filter(
    (record): record is StoreRecord =>
      record.type === 'store' && ENDED.includes(record.what) && names(record.node, on),
  );
  const ended = stores.flatMap(({ value }) => (isMapping(value) ? endedAs(value, file) : []));
  const wanted = outcomes.length === 1 ? ended.map(() => outcomes[0]!) : outcomes;
  const ok =
    ended.length > 0 && ended.length === wanted.length && ended.every((word, i) => word === wanted[i]);
  const what = file === undefined ? '' : ` with ${file} among several files`;
  const told = file === undefined ? `pushes of ${on}` : `${file} of ${on}`;
  const was = ended.length === 0 ? `no push of ${on}${what} ended` : `${told}: ${listed(ended)}`;
  return line(
    ok,
    `${was}${ok ? '' : `, not ${listed(outcomes)}`}`,
    stores.map(({ seq }) => seq),
    place,
  );
}

/** What a push, or of it one file among several, came to. */
function endedAs(value: { readonly [key: string]: Json }, file: string | undefined): string[] {
  const { files } = value;
  const told = file === undefined ? [value] : Array.isArray(files) ? (files as readonly Json[]) : [];
  return told.flatMap((one: Json) => {
    if (!isMapping(one) || (file !== undefined && one.name !== file)) return [];
    return typeof one.outcome === 'string' ? [one.outcome] : [];
  });
}

function storesOf(records: readonly TraceRecord[], on: string, what: string, names: Names): StoreRecord[] {
  return records.filter(
    (record): record is StoreRecord =>
      record.type === 'store' && record.what === what && names(record.node, on),
  );
}

/** Equal; of a mapping, equal in the keys that the expectation gives. */
function contains(actual: Json | undefined, wanted: Json): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      actual.length === wanted.length &&
      wanted.every((item: Json, i) => contains(actual[i], item))
    );
  }
  if (isMapping(wanted)) {
    return isMapping(actual) && Object.entries(wanted).every(([key, value]) => contains(actual[key], value));
  }
  return actual === wanted;
}

function isMapping(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `outcome delivered, files 2`; what is within is JSON. */
function shortened(value: Json): string {
  const text = isMapping(value)
    ? Object.entries(value)
        .map(([key, one]) => `${key} ${typeof one === 'string' ? one : JSON.stringify(one)}`)
        .join(', ')
    : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function listed(words: readonly string[]): string {
  const most = words.slice(0, 8).join(', ');
  return words.length > 8 ? `${most} and ${words.length - 8} more` : most;
}
