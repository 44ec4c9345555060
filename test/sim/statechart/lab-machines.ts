// Every machine of the lab, and lives made up for it: any of its events at any time, with all that any machine looks for in one.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { type AnyStateMachine, StateMachine } from 'xstate';
import { type Happening, type Story, typesHeard } from './both-runners.ts';

const root = join(import.meta.dirname, '../../..');

/** The files that hold a machine each, from the root of the project. */
export const machineFiles: readonly string[] = [
  'sim',
  'core',
  'agents',
  'scenarios',
  'test/sim/statechart',
].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.machine.ts'))
    .map((file) => join(folder, file)),
);

/** The machines that a file exports. */
export async function machinesIn(file: string): Promise<AnyStateMachine[]> {
  const exports: Record<string, unknown> = await import(pathToFileURL(join(root, file)).href);
  return Object.values(exports).filter((each): each is AnyStateMachine => each instanceof StateMachine);
}

const response = fc.record({
  status: fc.constantFrom(100, 180, 200, 302, 401, 404, 486, 503, 603),
  reason: fc.constant('as it says'),
  headers: fc.constant([]),
});

const sessionTimer = fc.record({
  intervalUs: fc.constantFrom(90_000_000, 1_800_000_000),
  refresher: fc.constantFrom('us', 'peer'),
});

const payload = fc.record({
  response,
  received: response,
  request: fc.constant({ method: 'ACK' }),
  flow: fc.constant({ local: 'a', remote: 'b' }),
  status: fc.constantFrom(200, 413, 480),
  because: fc.constantFrom('481', 'reset'),
  files: fc.nat(2),
  ok: fc.boolean(),
  branches: fc.nat(2),
  groups: fc.nat(2),
  expiresUs: fc.constantFrom(1_000_000, 3_600_000_000),
  refreshUs: fc.constantFrom(1_000_000, 3_000_000_000),
  waitUs: fc.constantFrom(0, 2_100_000),
  timer: fc.option(sessionTimer, { nil: undefined }),
});

const input = fc
  .record({
    reliable: fc.boolean(),
    t2Us: fc.constantFrom(1_000_000, 4_000_000),
    tryingUs: fc.constantFrom(0, 200_000),
    trying: response,
    invite: fc.boolean(),
    expiresUs: fc.constantFrom(0, 60_000_000),
    role: fc.constantFrom('active', 'passive'),
    failureReport: fc.constantFrom('yes', 'no', 'partial'),
    lingerUs: fc.constantFrom(0, 2_000_000),
    thinkUs: fc.constantFrom(0, 2_000_000),
    rings: fc.boolean(),
    decides: fc.constantFrom('by itself', 'manual', 'silent'),
    openS: fc.constant(1),
    patienceUs: fc.constantFrom(0, 32_000_000),
    againUs: fc.constantFrom(60_000_000, 150_000_000),
  })
  .map((given) => {
    const timers = { t1Us: 500_000, t2Us: given.t2Us, t4Us: 5_000_000, dUs: 32_000_000, cUs: 181_000_000 };
    const { tryingUs } = given;
    return {
      ...given,
      ...timers,
      timers: { ...timers, tryingUs },
      timerCUs: 181_000_000,
      guardUs: 32_000_000,
    };
  });

/** Lives for one machine. */
export function storyFor(machine: AnyStateMachine): fc.Arbitrary<Story> {
  const types = [...new Set(typesHeard(machine).map(({ type }) => type))];
  const event = fc
    .tuple(fc.constantFrom(...types, 'of no machine'), payload)
    .map(([type, rest]) => ({ type, ...rest }));
  const wait = fc.constantFrom(0, 200_000, 500_000, 1_500_000, 4_000_000, 32_000_000, 181_000_000);
  const happening: fc.Arbitrary<Happening> = fc.oneof(
    { weight: 24, arbitrary: fc.record({ pick: fc.nat(99), payload }) },
    { weight: 6, arbitrary: event.map((send) => ({ send })) },
    { weight: 12, arbitrary: wait.map((waitUs) => ({ waitUs })) },
    { weight: 1, arbitrary: fc.constant('stop' as const) },
  );
  return fc.record({
    input,
    background: fc.constantFrom([], ['expires', 'refresh', 'timerClose']),
    happenings: fc.array(happening, { maxLength: 20 }),
    answers: fc.array(event, { maxLength: 2 }),
  });
}
