// Machines made up by chance, all within the subset: nested states, guards on counters, assigns, emits, timers, `always`, re-entry,
// wildcards, final states.
import fc from 'fast-check';
import { type AnyStateMachine, and, assign, emit, not, or, type StateValue, setup, stateIn } from 'xstate';
import type { Happening, Story } from './both-runners.ts';

interface Context {
  readonly a: number;
  readonly b: number;
  readonly said: string;
}
type Event = { readonly type: string; readonly n?: number };
type Config = Record<string, unknown>;

type MachineConfigOf<S extends { createMachine(config: never): unknown }> = Parameters<S['createMachine']>[0];

/** A machine as data: `build` makes it, as often as one likes. */
export interface RandomMachine {
  readonly config: Config;
  build(options?: { readonly maxIterations: number }): AnyStateMachine;
}

const events = ['go', 'stay', 'tick.slow', 'tick.fast', 'tick', 'ticker', 'other'] as const;
const descriptors = [...events, 'tick.*', '*'];

const kit = setup({
  types: { context: {} as Context, events: {} as Event, input: {} as { readonly a: number } },
  guards: {
    aIsEven: ({ context }) => context.a % 2 === 0,
    bIsSmall: ({ context }) => context.b < 6,
    eventIsLarge: ({ event }) => (event.n ?? 0) > 4,
    isBelow: ({ context }, params: { readonly limit: number }) => context.a < params.limit,
    burns: ({ context }) => {
      if (context.a % 32 === 31) throw new Error('burnt');
      return true;
    },
    hasFuel: ({ context }) => context.a + context.b < 20,
    both: and(['aIsEven', not('bIsSmall')]),
  },
  actions: {
    countA: assign({ a: ({ context }) => context.a + 1 }),
    addB: assign(({ context, event }, { more }: { readonly more: number }) => ({
      b: context.b + more + (event.n ?? 0),
    })),
    swap: assign({ a: ({ context }) => context.b % 16, b: ({ context }) => context.a }),
    note: assign(({ context, event }) => ({ said: `${context.said} ${event.type}`.slice(-200) })),
    keep: assign({}),
    tell: emit(({ context, event }) => ({ type: 'told', a: context.a, b: context.b, on: event })),
    say: emit((_, params: { readonly word: unknown }) => ({ type: 'said', word: params.word })),
    beep: emit({ type: 'beep' }),
  },
  delays: {
    atOnce: 0,
    soon: 1000,
    later: ({ context }) => 500 * (1 + (context.a % 4)),
    byEvent: ({ event }) => 700 + event.type.length,
    wrong: ({ context }) => (context.a % 32 === 30 ? -1 : 1500),
  },
});

const guardName = fc.constantFrom<unknown>('aIsEven', 'bIsSmall', 'eventIsLarge', 'both', {
  type: 'isBelow',
  params: ({ context }: { context: Context }) => ({ limit: context.b }),
});
const plainGuard = fc.oneof(
  { weight: 6, arbitrary: guardName },
  {
    weight: 3,
    arbitrary: fc.nat(8).map((limit): unknown => ({ type: 'isBelow', params: { limit } })),
  },
  { weight: 1, arbitrary: fc.constant<unknown>('burns') },
);
const action = fc.oneof(
  fc.constantFrom<unknown>('countA', 'swap', 'note', 'keep', 'tell', 'tell', 'beep'),
  fc.nat(3).map((more): unknown => ({ type: 'addB', params: { more } })),
  fc.constantFrom<unknown>(
    { type: 'say', params: { word: 'fixed' } },
    {
      type: 'say',
      params: ({ context, event }: { context: Context; event: Event }) => ({ word: [context.a, event] }),
    },
  ),
);
const actions = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 3, arbitrary: fc.array(action, { maxLength: 3 }) },
  { weight: 1, arbitrary: action },
);

/** The names of states, one within the other. */
interface Shape {
  readonly inner: readonly Shape[];
}
const shape: fc.Arbitrary<Shape> = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.record({
    inner: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'nesting' },
      fc.constant([]),
      fc.array(tie('shape'), { minLength: 1, maxLength: 3 }),
    ),
  }),
})).shape;

function pathsIn({ inner }: Shape, path: readonly string[] = []): string[][] {
  return [[...path], ...inner.flatMap((each, i) => pathsIn(each, [...path, `s${i}`]))];
}

/** All that a shape is filled with. */
class Filling {
  readonly #paths: string[][];
  readonly #guard: fc.Arbitrary<unknown>;

  constructor(paths: string[][]) {
    this.#paths = paths;
    const inState = fc
      .constantFrom(...paths.filter((path) => path.length > 0))
      .chain((path) =>
        fc.constantFrom<unknown>(
          stateIn(`#m.${path.join('.')}`),
          stateIn(path.reduceRight<StateValue>((value, key) => (value === '' ? key : { [key]: value }), '')),
        ),
      );
    const simple = fc.oneof({ weight: 4, arbitrary: plainGuard }, { weight: 1, arbitrary: inState });
    const pair = fc.tuple(simple, simple) as fc.Arbitrary<[string, string]>;
    this.#guard = fc.oneof(
      { weight: 4, arbitrary: simple },
      { weight: 1, arbitrary: simple.map((guard) => not(guard as string)) },
      { weight: 1, arbitrary: pair.map((guards): unknown => and(guards)) },
      { weight: 1, arbitrary: pair.map(([one, other]): unknown => or([one, not(other)])) },
    );
  }

  state(shape: Shape, isRoot: boolean): fc.Arbitrary<Config> {
    const { inner } = shape;
    if (inner.length === 0) return fc.oneof(this.#leaf(false), this.#leaf(false), this.#leaf(true));
    return fc
      .tuple(
        this.#common(isRoot),
        fc.tuple(...inner.map((each) => this.state(each, false))),
        fc.nat(),
        actions,
      )
      .chain(([common, states, first, initial]) => {
        const target = `s${first % inner.length}`;
        return this.#optional('onDone', isRoot ? fc.constant([]) : this.#transitions()).map((onDone) => ({
          ...common,
          ...onDone,
          initial: first % 3 === 0 ? { target, actions: initial } : target,
          states: Object.fromEntries(states.map((state, i) => [`s${i}`, state])),
        }));
      });
  }

  #leaf(final: boolean): fc.Arbitrary<Config> {
    if (!final) return this.#common(false);
    return fc.tuple(this.#common(false), fc.nat(2)).map(([common, output]) => ({
      ...common,
      type: 'final',
      ...(output === 1 && { output: ({ context }: { context: Context }) => ({ b: context.b }) }),
      ...(output === 2 && { output: 7 }),
    }));
  }

  #common(isRoot: boolean): fc.Arbitrary<Config> {
    const timers = fc.constantFrom('atOnce', 'soon', 'later', 'byEvent', 'soon', 'later', 'wrong');
    return fc
      .tuple(
        this.#optional('entry', actions),
        this.#optional('exit', actions),
        fc.dictionary(fc.constantFrom(...descriptors), this.#transitions(), { maxKeys: isRoot ? 2 : 4 }),
        this.#optional('after', fc.dictionary(timers, this.#transitions(), { minKeys: 1, maxKeys: 2 })),
        this.#optional('always', fc.array(this.#transition(true), { minLength: 1, maxLength: 2 })),
      )
      .map(([entry, exit, on, after, always]) => ({ ...entry, ...exit, on, ...after, ...always }));
  }

  #optional(key: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Config> {
    return fc.oneof(
      { weight: 2, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: value.map((given) => ({ [key]: given })) },
    );
  }

  #transitions(): fc.Arbitrary<unknown> {
    return fc.oneof(
      { weight: 4, arbitrary: this.#transition(false) },
      { weight: 1, arbitrary: fc.array(this.#transition(false), { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constant({}) },
    );
  }

  /** An `always` nearly always has a guard; a target that is the root is re-entered. */
  #transition(guarded: boolean): fc.Arbitrary<Config> {
    const target = fc.option(fc.constantFrom(...this.#paths), { freq: 4, nil: undefined });
    const guard = fc.option(this.#guard, { freq: guarded ? 20 : 1, nil: undefined });
    return fc.tuple(target, guard, actions, fc.nat(3)).map(([path, given, acts, n]) => ({
      ...(path !== undefined && { target: `#${['m', ...path].join('.')}` }),
      ...(given !== undefined && { guard: guarded ? and([given as string, 'hasFuel']) : given }),
      actions: guarded && n < 3 ? ['countA', ...[acts].flat()] : acts,
      ...((n === 0 || path?.length === 0) && { reenter: true }),
    }));
  }
}

export const randomMachine: fc.Arbitrary<RandomMachine> = shape
  .filter(({ inner }) => inner.length > 0)
  .chain((root) => new Filling(pathsIn(root)).state(root, true))
  .map((state) => {
    const config = {
      ...state,
      id: 'm',
      context: ({ input }: { input: { a: number } }) => ({ a: input.a, b: 0, said: '' }),
      output: ({ context, event }: { context: Context; event: unknown }) => ({ a: context.a, event }),
    };
    const build: RandomMachine['build'] = (options) =>
      kit.createMachine({ ...config, ...(options && { options }) } as unknown as MachineConfigOf<typeof kit>);
    return { config, build };
  });

const event = fc.record({ type: fc.constantFrom(...events), n: fc.nat(9) }, { requiredKeys: ['type'] });

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 24, arbitrary: event.map((send) => ({ send })) },
  { weight: 16, arbitrary: fc.constantFrom(0, 1, 499, 500, 700, 1000, 2500).map((waitUs) => ({ waitUs })) },
  { weight: 1, arbitrary: fc.constant('stop' as const) },
);

export const randomStory: fc.Arbitrary<Story> = fc.record({
  input: fc.record({ a: fc.nat(8) }),
  background: fc.subarray(['soon', 'later']),
  happenings: fc.array(happening, { maxLength: 30 }),
  answers: fc.array(event, { maxLength: 3 }),
});
