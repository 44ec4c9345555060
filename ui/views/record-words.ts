// One record of a trace in one line of words, for those who read causes and differences.
import type { TraceRecord } from '../../sim/trace/records.ts';
import { brief, duration, plain, seconds } from './words.ts';

/** `200 INVITE arrives at core`, `core: Timer A fires`. Safe for one line of a terminal. */
export function recordWords(record: TraceRecord): string {
  return plain(words(record)).trimEnd();
}

function words(record: TraceRecord): string {
  switch (record.type) {
    case 'run':
      return `the run begins: ${record.title}`;
    case 'end':
      return `the run ends: ${record.reason}, after ${record.events} events`;
    case 'message.sent':
      return `${record.from} sends ${record.summary} to ${record.to}`;
    case 'message.received':
      return `${record.summary} arrives at ${record.to}`;
    case 'message.dropped':
    case 'message.delayed':
    case 'message.duplicated':
      return fateWords(record);
    case 'packet.sent':
    case 'packet.received':
    case 'packet.dropped':
      return `packet ${record.packet} from ${record.from} to ${record.to}: ${record.type.slice(7)}, ${record.bytes} bytes`;
    case 'timer.fired':
      return `${record.node}: ${timerTitle(record.name)} fires`;
    case 'timer.set':
      return `${record.node}: ${timerTitle(record.name)} is set for ${duration(record.due - record.at)}`;
    case 'timer.cleared':
      return `${record.node}: ${timerTitle(record.name)} is cleared`;
    default:
      return lesserWords(record);
  }
}

/** What happens within a host, and what was judged. */
function lesserWords(record: TraceRecord): string {
  switch (record.type) {
    case 'state': {
      const from = record.from === '' ? '' : `${record.from} `;
      return `${record.node}: ${record.machine} ${from}→ ${record.to} on ${record.on}`;
    }
    case 'event.ignored':
      return `${record.node}: ${record.machine} ignores ${record.event} in ${record.state}`;
    case 'act':
      return `the scenario: ${record.node} ${record.act} ${brief(record.detail)}`;
    case 'fault':
      return `fault ${record.rule}: ${record.fault} ${record.on}`;
    case 'binding':
      return `${record.node}: binding ${record.change}, ${record.aor} at ${record.contact}`;
    case 'score':
      return `${record.node}: ${record.contact} scores ${record.score}, ${record.outcome}`;
    case 'store':
      return `${record.node} stores ${record.what}: ${brief(record.value)}`;
    case 'verdict':
      return `${record.requirement} is ${record.outcome}`;
    case 'note':
      return `${record.node}: ${record.text}`;
    default:
      return record.type;
  }
}

type FateRecord = Extract<
  TraceRecord,
  { type: 'message.dropped' | 'message.delayed' | 'message.duplicated' }
>;

/** `200 INVITE from bob to core is lost: fault 1`. */
function fateWords({ type, key, link, reason, byUs }: FateRecord): string {
  const [from, to] = link.split('>');
  const name = key.split('/')[2] ?? key;
  const what = { 'message.dropped': 'lost', 'message.delayed': 'held up', 'message.duplicated': 'doubled' }[
    type
  ];
  const by = byUs === undefined ? '' : ` by ${duration(byUs)}`;
  return `${name} from ${from} to ${to} is ${what}${by}: ${reason}`;
}

/** `timerA` → `Timer A`; our own timers keep their names. */
export function timerTitle(name: string): string {
  return /^timer(?=[A-Z0-9])/.test(name) ? `Timer ${name.slice(5)}` : `timer ${name}`;
}

/** `1.040 s`. */
export function when({ at }: TraceRecord): string {
  return `${seconds(at)} s`;
}
