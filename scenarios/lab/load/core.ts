import { isHostName } from '../names.ts';
import { LATER_CORES, notBuiltYet } from '../not-built-yet.ts';
import type { CoreHost } from '../scenario.ts';
import type { CoreHostFile } from '../schema/core.ts';
import type { ScenarioFile } from '../schema/scenario.ts';
import { shown } from '../units.ts';
import type { Context } from './context.ts';
import type { Path } from './document.ts';

type CoreFile = ScenarioFile['core'];
interface Plan {
  readonly name: string;
  readonly path: Path;
  readonly read: CoreHostFile;
}

/** The core's hosts as they stand in the file, one or several. */
function plans(core: CoreFile): Plan[] {
  if (typeof core.kind === 'string') return [{ name: 'core', path: ['core'], read: core as CoreHostFile }];
  return Object.entries(core as Record<string, CoreHostFile>).map(([name, read]) => ({
    name,
    path: ['core', name],
    read,
  }));
}

const MOST_HOSTS = 100;

/** Makes the core's hosts known, before anything names them. */
export function addCoreHosts(core: CoreFile, context: Context): void {
  for (const { name, path } of plans(core)) {
    if (!isHostName(name)) context.fail(path, EXPECTED_NAME(name), 'key');
    else context.addHost({ name, kind: 'core', count: 1 }, path);
  }
  const count = plans(core).length;
  if (count === 0) context.fail(['core'], 'expected at least one core host');
  if (count > MOST_HOSTS) context.fail(['core'], `expected at most ${MOST_HOSTS} core hosts, not ${count}`);
}

export const EXPECTED_NAME = (name: string) =>
  `expected a name of letters, digits, - and _ that begins with a letter, not ${shown(name)}`;

/** `domains`: those of all agents. */
export function resolveCore(core: CoreFile, domains: readonly string[], context: Context): CoreHost[] {
  const all = plans(core).slice(0, MOST_HOSTS);
  const claimed = new Set(
    all.flatMap(({ read }) => (read.domain ?? []).map((domain) => domain.toLowerCase())),
  );
  const unclaimed = domains.filter((domain) => !claimed.has(domain));
  const silent = all.filter(({ read }) => read.role !== 'proxy' && read.domain === undefined);
  for (const { name, path } of silent.slice(1)) {
    context.fail(path, `core host ${shown(name)} needs a domain: ${shown(silent[0]?.name)} has none either`);
  }
  return all.map((plan) => {
    const domain = plan.read.domain?.map((text) => text.toLowerCase());
    return resolveHost(plan, domain ?? (plan === silent[0] ? unclaimed : []), all, context);
  });
}

function resolveHost(
  { name, path, read }: Plan,
  domains: readonly string[],
  all: readonly Plan[],
  context: Context,
): CoreHost {
  if (LATER_CORES.some((kind) => kind === read.kind)) {
    context.fail([...path, 'kind'], notBuiltYet(`a core of kind ${read.kind}`));
  }
  for (const [index, domain] of domains.entries()) {
    if (!isDomain(domain)) {
      const single = read.domain?.length === 1;
      context.fail(
        [...path, 'domain', ...(single ? [] : [index])],
        `expected a domain such as example.com, not ${shown(domain)}`,
      );
    }
  }
  if (read.next !== undefined && (read.next === name || !all.some((host) => host.name === read.next))) {
    context.fail([...path, 'next'], `expected the name of another core host, not ${shown(read.next)}`);
  }
  const trusts = read.trusts ?? all.map((host) => host.name);
  for (const [index, trusted] of (read.trusts ?? []).entries()) {
    context.host(trusted, [...path, 'trusts', index]);
  }
  return {
    name,
    kind: 'sip',
    role: read.role ?? 'both',
    domains,
    ...(read.next === undefined ? {} : { next: read.next }),
    trusts,
    ...(read.transport === undefined ? {} : { transport: read.transport }),
    recordRoute: read['record-route'] ?? true,
    expiresS: grants(read, path, context),
    bindings: read.bindings ?? 'lost',
    digest: {
      algorithms: read.digest?.algorithms ?? ['SHA-256', 'MD5'],
      ...(read.digest?.qop !== undefined && { qualities: read.digest.qop }),
      nonceUs: read.digest?.nonce ?? 60_000_000,
      ...(read.digest?.['in-dialog'] === true && { inDialog: true }),
    },
    ...(read.capacity === undefined
      ? {}
      : {
          capacity: {
            requests: read.capacity.requests,
            retryAfterS: read.capacity['retry-after'] ?? 10,
          },
        }),
    ...interval(read, path, context),
    ...(read.misbehave === undefined ? {} : { misbehave: read.misbehave }),
    place: context.place(path),
  };
}

/** RFC 4028 §8.1: "That minimum MUST NOT be lower than 90 seconds", and what it asks for itself must pass it. */
function interval(read: CoreHostFile, path: Path, context: Context): Pick<CoreHost, 'interval'> {
  const { 'session-expires': intervalS, 'min-se': leastS = 90 } = read;
  if (intervalS === undefined && read['min-se'] === undefined) return {};
  if (leastS < 90) context.fail([...path, 'min-se'], 'expected at least 90 s (RFC 4028 §8.1)');
  if (intervalS !== undefined && intervalS < leastS) {
    context.fail(
      [...path, 'session-expires'],
      `expected min-se <= session-expires, not ${leastS}, ${intervalS} s`,
    );
  }
  return { interval: { leastS, ...(intervalS !== undefined && { intervalS }) } };
}

function grants(read: CoreHostFile, path: Path, context: Context): CoreHost['expiresS'] {
  const { min = 60, default: usual = 3600, max = 604_800 } = read.expires ?? {};
  // RFC 3261 §10.3: "a registrar MAY return 423 … only if … less than one hour".
  if (min > 3600) context.fail([...path, 'expires', 'min'], 'expected at most 3600 s (RFC 3261 §10.3)');
  if (min > usual || usual > max) {
    context.fail([...path, 'expires'], `expected min <= default <= max, not ${min}, ${usual}, ${max} s`);
  }
  return { min, default: usual, max };
}

/** RFC 1034 §3.5, and addresses. */
function isDomain(text: string): boolean {
  return /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(text) && !text.includes('..');
}
