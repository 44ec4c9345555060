import type { TraceRecord } from '../../sim/trace/records.ts';
import type { Mark } from './ladder-model.ts';
import { brief, duration } from './words.ts';

/** How much a ladder tells beside its messages. */
export type Detail = 'brief' | 'normal' | 'full';

interface MarkText {
  readonly mark: Mark;
  readonly text: string;
  readonly detail: string;
}

/** What a record says in one line of a ladder; undefined for records that are not marks, or not told at this level of detail. */
export function markOf(record: TraceRecord, detail: Detail): MarkText | undefined {
  if (record.type === 'fault') {
    const text = `fault ${record.rule}: ${record.fault} ${record.on}`;
    return { mark: 'fault', text: text.trimEnd(), detail: record.detail ?? '' };
  }
  if (detail === 'brief') return undefined;
  return usualMark(record) ?? (detail === 'full' ? fullMark(record) : undefined);
}

function usualMark(record: TraceRecord): MarkText | undefined {
  switch (record.type) {
    case 'act':
      return { mark: 'act', text: record.act, detail: brief(record.detail) };
    case 'note':
      return { mark: 'note', text: record.text, detail: '' };
    case 'binding': {
      const expiry =
        record.change === 'added' || record.change === 'refreshed'
          ? `, ${duration(record.expiresS * 1e6)}`
          : '';
      const text = `binding ${record.change}: ${record.aor.replace(/^sips?:/, '')}${expiry}`;
      return { mark: 'binding', text, detail: `${record.contact} ${record.features.join(' ')}`.trimEnd() };
    }
    default:
      return undefined;
  }
}

function fullMark(record: TraceRecord): MarkText | undefined {
  switch (record.type) {
    case 'score':
      return {
        mark: 'score',
        text: `${record.contact}: ${record.score}, ${record.outcome}`,
        detail: `q ${record.q} rank ${record.rank} ${brief(record.because)}`.trimEnd(),
      };
    case 'store':
      return { mark: 'store', text: `stores ${record.what}`, detail: brief(record.value) };
    case 'state': {
      const change = record.from === '' ? `→ ${record.to}` : `${record.from} → ${record.to}`;
      return { mark: 'state', text: `${record.machine} ${change}`, detail: `on ${record.on}, ${record.id}` };
    }
    case 'event.ignored':
      return {
        mark: 'ignored',
        text: `${record.machine} ignores ${record.event}`,
        detail: `in ${record.state}`,
      };
    default:
      return undefined;
  }
}
