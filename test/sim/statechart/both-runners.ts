import type { AnyEventObject, AnyStateMachine } from 'xstate';
import type { RunnerName } from '../../../sim/statechart/runners.ts';
import { statesOf } from '../../../sim/statechart/transitions.ts';
import { recordLine } from '../../../sim/trace/ndjson.ts';
import { createBench } from './bench.ts';

/** What happens to a machine: it hears an event, or one of those that it waits for where it is, or time passes, or it is stopped. */
export type Happening =
  | { readonly send: AnyEventObject }
  | { readonly pick: number; readonly payload: object }
  | { readonly waitUs: number }
  | 'stop';

export interface Story {
  readonly input: unknown;
  readonly background: readonly string[];
  readonly happenings: readonly Happening[];
  /** What the machine hears in answer to what it emits, as long as there is some. */
  readonly answers?: readonly AnyEventObject[];
}

/** All that can be seen of a machine that lived through a story: its trace, and where it was after each happening. */
export interface Account {
  readonly trace: string[];
  readonly seen: unknown[];
  readonly emitted: unknown[];
  readonly transitions: string[];
  readonly error: string | undefined;
}

/** Lets a machine live through a story in one of the two runners. */
export function live(machine: AnyStateMachine, story: Story, runner: RunnerName): Account {
  const transitions: string[] = [];
  const bench = createBench({ runner, onTransition: (...names) => transitions.push(names.join('|')) });
  const emitted: unknown[] = [];
  const seen: unknown[] = [];
  const answers = [...(story.answers ?? [])];
  let error: string | undefined;
  try {
    const running = bench.runner.now(() => {
      const started = bench.runner.start(machine, {
        machine: 'random',
        id: 'random 1',
        input: story.input,
        background: story.background,
        perform(effect) {
          emitted.push([bench.kernel.nowUs, started.state, structuredClone(effect)]);
          const answer = answers.shift();
          if (answer !== undefined) started.send(answer);
        },
        ended: () => bench.trace.record({ type: 'note', node: 'a', text: 'ended' }),
      });
      return started;
    });
    const look = () => {
      const { state, done, context } = running;
      seen.push([state, done, structuredClone(context), bench.kernel.pending, bench.runner.live]);
    };
    look();
    for (const happening of story.happenings) {
      if (happening === 'stop') running.stop();
      else if ('send' in happening) running.send(happening.send);
      else if ('pick' in happening) running.send(picked(machine, running.state, happening));
      else {
        // A timer of zero that sets itself again goes on for ever at one instant.
        const { events, nowUs } = bench.kernel;
        bench.kernel.run({ maxEvents: events + 40, maxUs: 1e12, untilUs: nowUs + happening.waitUs });
      }
      look();
    }
    bench.runner.stopAll();
    seen.push(bench.kernel.pending);
  } catch (thrown) {
    error = String(thrown);
    seen.push([bench.kernel.pending, bench.runner.live]);
  }
  return { trace: bench.records.map(recordLine), seen, emitted, transitions, error };
}

function picked(machine: AnyStateMachine, state: string, { pick, payload }: PickedHappening): AnyEventObject {
  const types = typesHeard(machine).filter(({ path }) => path === '' || `${state}.`.startsWith(`${path}.`));
  return { type: types[pick % Math.max(1, types.length)]?.type ?? 'of no machine', ...payload };
}

type PickedHappening = Extract<Happening, { pick: number }>;

/** The events that a machine's states have transitions for. */
export function typesHeard(machine: AnyStateMachine): { readonly path: string; readonly type: string }[] {
  return statesOf(machine.root).flatMap(({ path, transitions }) =>
    [...transitions.keys()]
      .filter((type) => !type.startsWith('xstate.'))
      .map((type) => ({ path: path.join('.'), type })),
  );
}
