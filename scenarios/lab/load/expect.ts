import type {
  CountExpectation,
  Expectations,
  LadderStep,
  RequirementExpectation,
  StateExpectation,
  StoreExpectation,
  TimerExpectation,
} from '../expect/expectations.ts';
import { timerKey } from '../expect/timers.ts';
import { stateNames, timerNames } from '../machine-names.ts';
import { readCounted, type StepName } from '../names.ts';
import { didYouMean } from '../nearest.ts';
import type { Act } from '../scenario.ts';
import type { ScenarioFile } from '../schema/scenario.ts';
import { shown } from '../units.ts';
import type { Context } from './context.ts';
import type { Path } from './document.ts';
import { resolveOutcomes } from './outcomes.ts';

type ExpectFile = NonNullable<ScenarioFile['expect']>;

export function resolveExpectations(
  read: ExpectFile = {},
  timeline: readonly Act[],
  context: Context,
): Expectations {
  const ladder = ladderOf(read, context);
  return {
    ...(ladder === undefined ? {} : { ladder }),
    requirements: requirementsOf(read, context),
    timers: (read.timers ?? []).map((timer, index) => timerOf(timer, ['expect', 'timers', index], context)),
    states: (read.states ?? []).map((state, index) => stateOf(state, ['expect', 'states', index], context)),
    stores: storesOf(read, context),
    outcomes: resolveOutcomes(read.outcome, timeline, context),
    counts: countsOf(read, context),
    ...(read.ends === undefined
      ? {}
      : { ends: { reason: read.ends, place: context.place(['expect', 'ends']) } }),
  };
}

function ladderOf(read: ExpectFile, context: Context): Expectations['ladder'] {
  const { ladder } = read;
  if (ladder === undefined) {
    if (read.exactly !== undefined)
      context.fail(['expect', 'exactly'], 'exactly what? a ladder is missing', 'key');
    return undefined;
  }
  const isList = Array.isArray(ladder);
  const path: Path = ['expect', 'ladder'];
  const steps = (isList ? ladder : ladder.steps).map((step, index) =>
    stepOf(step, [...path, ...(isList ? [] : ['steps']), index], context),
  );
  const exactly = read.exactly ?? (isList ? false : (ladder.exactly ?? false));
  return { exactly, steps, place: context.place(path) };
}

function stepOf(step: StepName, path: Path, context: Context): LadderStep {
  context.host(step.from, path);
  context.host(step.to, path);
  return { ...step, text: stepText(step), place: context.place(path) };
}

function stepText({ from, to, summary, lost, duplicate, retransmission }: StepName): string {
  const marks = [
    ...(retransmission === undefined ? [] : [`(retransmission ${retransmission})`]),
    ...(duplicate ? ['(duplicate)'] : []),
    ...(lost ? ['(lost)'] : []),
  ];
  return [`${from} -> ${to}: ${summary}`, ...marks].join(' ');
}

function requirementsOf(read: ExpectFile, context: Context): RequirementExpectation[] {
  const seen = new Set<string>();
  return (['held', 'violated'] as const).flatMap((outcome) =>
    (read.requirements?.[outcome] ?? []).map((requirement, index) => {
      const path: Path = ['expect', 'requirements', outcome, index];
      if (seen.has(requirement)) context.fail(path, `${requirement} stands here a second time`);
      seen.add(requirement);
      return { requirement, outcome, place: context.place(path) };
    }),
  );
}

type TimerFile = NonNullable<ExpectFile['timers']>[number];

function timerOf(read: TimerFile, path: Path, context: Context): TimerExpectation {
  const { on, at, times } = read;
  if (on !== undefined) context.host(on, [...path, 'on']);
  const [change, timer] =
    'fired' in read
      ? (['fired', read.fired] as const)
      : 'set' in read
        ? (['set', read.set] as const)
        : (['cleared', read.cleared] as const);
  if (!timerNames.some((name) => timerKey(name) === timerKey(timer)))
    context.fail([...path, change], `no machine has a timer ${shown(timer)}${didYouMean(timer, timerNames)}`);
  return {
    change,
    timer,
    ...(on === undefined ? {} : { on }),
    ...(at === undefined ? {} : { atUs: at }),
    ...(times === undefined ? {} : { times }),
    place: context.place(path),
  };
}

function stateOf(
  read: NonNullable<ExpectFile['states']>[number],
  path: Path,
  context: Context,
): StateExpectation {
  const { machine, on, is, reached } = read;
  if (on !== undefined) context.host(on, [...path, 'on']);
  if ((is === undefined) === (reached === undefined)) {
    context.fail(path, 'expected either is (the state at the end) or reached (a state at some time)');
  }
  const states = stateNames.get(machine);
  if (states === undefined)
    context.fail(
      [...path, 'machine'],
      `there is no machine ${shown(machine)}${didYouMean(machine, stateNames.keys())}`,
    );
  for (const [key, state] of Object.entries({ is, reached }))
    if (states !== undefined && state !== undefined && !states.includes(state))
      context.fail([...path, key], `${machine} has no state ${shown(state)}${didYouMean(state, states)}`);
  return {
    machine,
    ...(on === undefined ? {} : { on }),
    ...(is === undefined ? {} : { is }),
    ...(reached === undefined ? {} : { reached }),
    place: context.place(path),
  };
}

function storesOf(read: ExpectFile, context: Context): StoreExpectation[] {
  return (read.stores ?? []).map(({ on, what, value }, index) => {
    const path: Path = ['expect', 'stores', index];
    context.host(on, [...path, 'on']);
    return { on, what, ...(value === undefined ? {} : { value }), place: context.place(path) };
  });
}

function countsOf(read: ExpectFile, context: Context): CountExpectation[] {
  return Object.entries(read.counts ?? {}).flatMap(([key, times]) => {
    const path: Path = ['expect', 'counts', key];
    const counted = readCounted(key);
    if ('error' in counted) {
      context.fail(path, counted.error, 'key');
      return [];
    }
    const { from, to } = counted.value;
    for (const name of [from, to]) if (name !== undefined) context.host(name, path, 'key');
    return [{ ...counted.value, times, place: context.place(path) }];
  });
}
