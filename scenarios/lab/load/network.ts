import { DEFAULT_LINK, type LinkParameters } from '../../../sim/net/link-parameters.ts';
import { type LinkName, readLink } from '../names.ts';
import type { NetworkPlan, PlacedLink } from '../scenario.ts';
import type { ScenarioFile } from '../schema/scenario.ts';
import type { Context } from './context.ts';
import type { Path } from './document.ts';

type LinksFile = NonNullable<NonNullable<ScenarioFile['network']>['links']>;
type LinkFile = LinksFile[string];

/** Parameters as they stand in a file, without those that it leaves out. */
export function parametersOf(read: LinkFile): Partial<LinkParameters> {
  const entries = Object.entries(read).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<LinkParameters>;
}

export function resolveNetwork(links: LinksFile = {}, context: Context): NetworkPlan {
  const common: LinkParameters = { ...DEFAULT_LINK, ...parametersOf(links.default ?? {}) };
  const named = Object.entries(links)
    .filter(([key]) => key !== 'default')
    .flatMap(([key, read]) => {
      const name = linkNamed(key, ['network', 'links', key], context);
      return name === undefined ? [] : [{ key, name, read }];
    });
  const directed = new Map<string, PlacedLink & { readonly both: boolean }>();
  // Both directions first: one direction by itself says it more exactly.
  for (const { key, name, read } of named.toSorted(
    (one, other) => Number(other.name.both) - Number(one.name.both),
  )) {
    const path: Path = ['network', 'links', key];
    const { a, b, both } = name;
    for (const [from, to] of both ? [[a, b] as const, [b, a] as const] : [[a, b] as const]) {
      const before = directed.get(`${from}>${to}`);
      if (before?.both === both && a !== b) {
        context.fail(path, `the link from ${from} to ${to} stands here a second time`, 'key');
      }
      const parameters = { ...(before?.parameters ?? common), ...parametersOf(read) };
      directed.set(`${from}>${to}`, { from, to, parameters, place: context.place(path), both });
    }
  }
  checkQueues(links, common, context);
  return {
    default: common,
    links: [...directed.values()].map(({ from, to, parameters, place }) => ({ from, to, parameters, place })),
  };
}

/** The link that a key names, with its hosts looked up. */
function linkNamed(key: string, path: Path, context: Context): LinkName | undefined {
  const read = readLink(key);
  if ('error' in read) {
    context.fail(path, `${read.error}; default is the one for all`, 'key');
    return undefined;
  }
  const known = [read.value.a, read.value.b].map((name) => context.host(name, path, 'key'));
  return known.includes(undefined) ? undefined : read.value;
}

/** Without a rate nothing waits, and a queue would be a rule that never acts. */
function checkQueues(links: LinksFile, common: LinkParameters, context: Context): void {
  for (const [key, read] of Object.entries(links)) {
    if (read.queue !== undefined && read.rate === undefined && common.rate === undefined) {
      context.fail(
        ['network', 'links', key, 'queue'],
        'a queue needs a rate: without one nothing waits',
        'key',
      );
    }
  }
}
