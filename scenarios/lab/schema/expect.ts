// `expect`: what the trace is held against.
import { z } from 'zod';
import type { Json } from '../../../sim/trace/records.ts';
import { catalogue } from '../../conformance/catalogue.ts';
import { EXPECTED_STEP, readStep, type StepName } from '../names.ts';
import { didYouMean } from '../nearest.ts';
import { shown } from '../units.ts';
import {
  duration,
  flag,
  integer,
  list,
  mapping,
  named,
  oneOf,
  oneOrMore,
  suggested,
  text,
  word,
} from './kit.ts';
import {
  agentKey,
  countedKey,
  fileKey,
  hopKey,
  hostName,
  kind,
  machineName,
  markedMessage,
  timerName,
} from './names.ts';

/** YAML reads `bob -> core: INVITE` as a mapping with one key. */
const step = z
  .union(
    [
      z.string().meta({ pattern: '^.+->.+:.+$' }),
      z.record(hopKey, markedMessage).meta({ minProperties: 1, maxProperties: 1 }),
    ],
    { error: `expected ${EXPECTED_STEP}` },
  )
  .transform((input, context): StepName => {
    const entries = typeof input === 'string' ? [] : Object.entries(input);
    const written = typeof input === 'string' ? input : entries.map((entry) => entry.join(': ')).join(', ');
    const read = entries.length > 1 ? { error: `expected ${EXPECTED_STEP}, one an item` } : readStep(written);
    if ('value' in read) return read.value;
    context.issues.push({ code: 'custom', message: read.error, input });
    return z.NEVER;
  })
  .meta({
    id: 'step',
    description:
      '`from -> to: MESSAGE`, with `(lost)`, `(duplicate)` or `(retransmission n)` where that matters.',
  });

const steps = () => list('steps such as "bob -> core: 200 INVITE (lost)"', step);

const ladder = z.union(
  [
    steps(),
    mapping('a ladder', {
      exactly: flag()
        .optional()
        .describe('These messages and no others. Default false: others may lie between.'),
      steps: steps().describe('The messages in this order.'),
    }),
  ],
  { error: 'expected a list of steps such as "bob -> core: 200 INVITE (lost)"' },
);

/** A row of the change request, or a rule of an RFC by its section: `RFC3261-17.1.1.2`. */
const ids = catalogue.map(({ id }) => id) as [string, ...string[]];

const requirement = z
  .enum(ids, {
    error: ({ input }) => {
      if (typeof input !== 'string')
        return 'expected the id of a requirement such as PSA-EST-01 or RFC3261-9.1';
      return `there is no requirement ${shown(input)}${didYouMean(input, ids) || ' (siplab check lists them)'}`;
    },
  })
  .meta({
    id: 'requirement',
    anyOf: catalogue.map(({ id, says, section }) => ({ const: id, description: `${says} (${section}).` })),
  });

const on = () => hostName.optional().describe('The host or group. Default: any.');
const timerShape = {
  on: on(),
  at: duration().optional().describe('At exactly this instant.'),
  times: integer(0, 1_000_000_000).optional().describe('Exactly so often; 0: never. Default: at least once.'),
};

const timer = z.union(
  [
    mapping('a timer', { fired: timerName.describe('This timer fired.'), ...timerShape }),
    mapping('a timer', { set: timerName.describe('This timer was set.'), ...timerShape }),
    mapping('a timer', {
      cleared: timerName.describe('This timer was cleared before it fired.'),
      ...timerShape,
    }),
  ],
  { error: 'expected a timer such as { fired: timerB, on: sender }' },
);

const state = kind(
  'machineState',
  'A state of a machine.',
  mapping('a state', {
    machine: machineName.describe('The state machine, as in the trace.'),
    on: on(),
    is: text('a state', 128).optional().describe('The state that one of them is in at the end.'),
    reached: text('a state', 128).optional().describe('A state that one of them was in at some time.'),
  }),
);

const json: z.ZodType<Json> = z.json().meta({ id: 'json', description: 'Any value.' });

/** What agents store under names of their own. */
export const STORES = [
  'allowed methods',
  'answer',
  'application reference',
  'file',
  'icon',
  'known file',
  'not given',
  'part',
  'part missing',
  'pull',
  'push',
  'session identity',
  'too large',
  'transfer',
  'type not taken',
  'unconfirmed',
] as const;

const store = mapping('something stored', {
  on: hostName.describe('The host or group.'),
  what: suggested(text('what was stored', 128), STORES).describe('What it stored, as in the trace.'),
  value: json.optional().describe('Equal to this; of a mapping, only the keys given here.'),
});

export const ENDS = ['idle', 'until', 'limit of events', 'limit of virtual time'] as const;
export const OUTCOMES = ['delivered', 'failed', 'declined', 'cancelled', 'aborted'] as const;

/** What is wrong with a word that is none of them; what is wrong with a list or a mapping is told at its place. */
function outcomeWanted({ input }: { readonly input?: unknown }): string {
  const hint = typeof input === 'string' ? didYouMean(input, OUTCOMES) : '';
  return `expected ${oneOf(OUTCOMES)}${hint}, a list of them, or one for each file`;
}

/** Flat: what is wrong with one of its kinds is then told at its place. */
const outcomes = z
  .union(
    [
      word(OUTCOMES),
      list('outcomes', word(OUTCOMES)),
      named('outcomes by file', oneOrMore('outcomes', word(OUTCOMES)), fileKey),
    ],
    { error: outcomeWanted },
  )
  .transform((read) => (typeof read === 'string' ? [read] : read));

export const expect = mapping('the expectations', {
  ladder: ladder
    .optional()
    .describe(
      'Messages in the order in which they are sent; others may lie between, unless `exactly` forbids it.',
    ),
  exactly: flag().optional().describe('The ladder’s messages and no others.'),
  requirements: mapping('requirements', {
    held: oneOrMore('requirements', requirement).optional().describe('Requirements that hold.'),
    violated: oneOrMore('requirements', requirement)
      .optional()
      .describe('Requirements that are violated, as this scenario wants to show.'),
  })
    .optional()
    .describe(
      'How the requirements of the change request are judged. A violation that is not listed fails the run.',
    ),
  outcome: named('outcomes by agent', outcomes, agentKey)
    .optional()
    .describe(
      'How the pushes of a sender, or the pulls of a receiver, ended: `{ sender: delivered }` is about all of them, a list about each in the order in which they ended. One of several files has come to what the worst of them came to; `{ sender: { a.jpg: delivered, b.txt: declined } }` tells what came of each.',
    ),
  timers: list('timers', timer)
    .optional()
    .describe('Timers that were set, fired or cleared: `{ fired: timerB, on: sender }`.'),
  states: list('states', state).optional().describe('States that machines reach or end in.'),
  stores: list('things stored', store).optional().describe('What agents stored.'),
  counts: named('counts by message', integer(0, 1_000_000_000), countedKey)
    .optional()
    .describe('How often messages were sent: `{ INVITE: 7, "core -> bob: INVITE": 3 }`.'),
  ends: word(ENDS).optional().describe('Why the run ends. A limit that is not expected fails it.'),
});
