// `expect.outcome`: what pushes and pulls came to, or each of their files, where the timeline has such files.
import type { OutcomeExpectation } from '../expect/expectations.ts';
import { didYouMean } from '../nearest.ts';
import type { Act, PullAct, PushAct } from '../scenario.ts';
import type { ScenarioFile } from '../schema/scenario.ts';
import { shown } from '../units.ts';
import { type Context, groupOf } from './context.ts';
import type { Path } from './document.ts';

type OutcomeFile = NonNullable<ScenarioFile['expect']>['outcome'];

/** `outcome: { sender: delivered }`, `outcome: { sender: { a.jpg: delivered } }`. */
export function resolveOutcomes(
  read: OutcomeFile,
  timeline: readonly Act[],
  context: Context,
): OutcomeExpectation[] {
  return Object.entries(read ?? {}).flatMap(([on, outcomes]) => {
    const path: Path = ['expect', 'outcome', on];
    const host = context.host(on, path, 'key');
    if (host?.kind === 'core') {
      context.fail(path, `"${on}" is the core: no push or pull of its own could end so`, 'key');
    }
    if (Array.isArray(outcomes)) return { on, outcomes, place: context.place(path) };
    const acts = timeline.filter((act) => act.do === 'push' || act.do === 'pull').filter(isBy(on, context));
    return Object.entries(outcomes).map(([file, ended]) => {
      if (host !== undefined && host.kind !== 'core') checkFile(on, file, acts, [...path, file], context);
      return { on, file, outcomes: ended, place: context.place([...path, file]) };
    });
  });
}

/** An act by the agent itself, by its group or by one of its members. */
function isBy(on: string, { hosts }: Context) {
  return ({ by }: Act): boolean =>
    by === on || groupOf(hosts, on)?.name === by || groupOf(hosts, by)?.name === on;
}

/** What is recorded of a push or a pull names its files where there are several; messages have no names there, and a file that is asked for without one any. */
function checkFile(
  on: string,
  file: string,
  acts: readonly (PushAct | PullAct)[],
  path: Path,
  context: Context,
): void {
  const named = acts.filter((act) => act.do === 'pull' || act.asFiles);
  const filesOf = (some: readonly (PushAct | PullAct)[]) =>
    some.flatMap(({ files }) => files.map(({ name }) => name));
  const among = filesOf(named.filter(({ files }) => files.length > 1));
  if (among.includes(file) || among.includes(undefined)) return;
  const names = filesOf(named).filter((name) => name !== undefined);
  if (names.includes(file))
    return context.fail(
      path,
      `${shown(file)} of ${shown(on)} is nowhere one of several files: what came of it is what came of its push, outcome: { ${on}: … }`,
      'key',
    );
  const hint =
    didYouMean(file, names) || (names.length > 0 ? `: its files are ${names.slice(0, 12).join(', ')}` : '');
  context.fail(path, `${shown(on)} has no file ${shown(file)} in the timeline${hint}`, 'key');
}
