// From a scenario's text to what it means, or to what is wrong with it. CONTRACT.md, "Scenario files".
import { isMap, isScalar } from 'yaml';
import { addAgents, agentDomains, resolveReceiver, resolveSender } from './load/agents.ts';
import { type Context, createContext, type NamedHost } from './load/context.ts';
import { addCoreHosts, resolveCore } from './load/core.ts';
import { readDocument, type ScenarioDocument, type ScenarioError } from './load/document.ts';
import { resolveExpectations } from './load/expect.ts';
import { resolveFaults, roadsOf } from './load/faults.ts';
import { errorsOf } from './load/issues.ts';
import { resolveNetwork } from './load/network.ts';
import { plainValue } from './load/plain.ts';
import { resolveTimeline } from './load/timeline.ts';
import { resolveTimers } from './load/timers.ts';
import type { ReceiverAgent, Scenario, SenderAgent } from './scenario.ts';
import { type ScenarioFile, scenarioFile } from './schema/scenario.ts';
import { applySet } from './set.ts';

export type { ScenarioError } from './load/document.ts';

export interface Loaded {
  /** There exactly when there are no errors. */
  readonly scenario?: Scenario;
  /** In the order of the file. */
  readonly errors: readonly ScenarioError[];
}

/**
 * Reads a scenario. `name` stands in its errors as the file; `sets` are `path=value` changes, made in their order before anything is
 * checked. Never throws, whatever the text is.
 */
export function loadScenario(text: string, name: string, sets: readonly string[] = []): Loaded {
  return loadWithHosts(text, name, sets).loaded;
}

/** What was loaded, with the hosts that a rule which is added to it may name. */
export interface LoadedWithHosts {
  readonly loaded: Loaded;
  readonly hosts: ReadonlyMap<string, NamedHost>;
}

/** The same as `loadScenario`, for whoever reads on (`further-faults.ts`). */
export function loadWithHosts(text: string, name: string, sets: readonly string[]): LoadedWithHosts {
  const document = readDocument(text, name);
  if ('message' in document) return refused([document]);
  for (const argument of sets) {
    const error = applySet(document, argument);
    if (error !== undefined) return refused([error]);
  }
  digitsOfSeed(document);
  const plain = plainValue(document);
  if ('message' in plain) return refused([plain]);
  const read = scenarioFile.safeParse(plain.value);
  if (!read.success) return refused(errorsOf(read.error.issues, plain.value, document));
  const context = createContext(document);
  const scenario = resolve(read.data, name, context);
  if (context.errors.length > 0) return refused(context.errors);
  return { loaded: { scenario, errors: [] }, hosts: context.hosts };
}

function refused(errors: readonly ScenarioError[]): LoadedWithHosts {
  return { loaded: { errors: inOrder(errors) }, hosts: new Map() };
}

/** "A number in YAML counts as its digits": `seed: 007` is the text 007. */
function digitsOfSeed({ yaml }: ScenarioDocument): void {
  const seed: unknown = isMap(yaml.contents) ? yaml.contents.get('seed', true) : undefined;
  if (isScalar(seed) && typeof seed.value === 'number' && seed.source !== undefined) seed.value = seed.source;
}

/** By place; each error once. */
function inOrder(errors: readonly ScenarioError[]): ScenarioError[] {
  const seen = new Set<string>();
  return errors
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .filter(({ text }) => !seen.has(text) && seen.add(text));
}

const DAY_US = 86_400_000_000;
const DEFAULT_EPOCH = '2026-01-01T00:00:00Z';

function resolve(file: ScenarioFile, name: string, context: Context): Scenario {
  const agents = file.agents ?? {};
  addCoreHosts(file.core, context);
  addAgents(agents, context);
  const core = resolveCore(file.core, agentDomains(agents), context);
  const senders: SenderAgent[] = [];
  const receivers: ReceiverAgent[] = [];
  for (const [agent, read] of Object.entries(agents)) {
    if (read.role === 'push-sender') senders.push(resolveSender(agent, read, core, context));
    else receivers.push(resolveReceiver(agent, read, core, context));
  }
  const network = resolveNetwork(file.network?.links, context);
  const roads = roadsOf({ network, senders, core, receivers });
  const byName = new Map([...senders, ...receivers].map((agent) => [agent.name, agent]));
  const pushers = new Map(senders.map((sender) => [sender.name, sender]));
  const timeline = resolveTimeline(file.timeline ?? [], byName, pushers, context);
  const epochMs = Date.parse(file.epoch ?? DEFAULT_EPOCH);
  return {
    file: name,
    title: file.title,
    description: file.description ?? '',
    topic: file.topic ?? '',
    seed: file.seed ?? '1',
    epoch: new Date(epochMs).toISOString(),
    epochMs,
    dialect: file.dialect ?? 'rfc',
    timers: resolveTimers(file.timers),
    limits: {
      events: file.limits?.events ?? 10_000_000,
      timeUs: file.limits?.time ?? Math.max(DAY_US, file.until ?? 0),
    },
    ...(file['large-from'] === undefined ? {} : { largeFromBytes: file['large-from'] }),
    ...(file.until === undefined ? {} : { untilUs: file.until }),
    network,
    core,
    senders,
    receivers,
    order: [...roads.insists.keys()],
    timeline,
    faults: resolveFaults(file.faults ?? [], roads, context),
    expect: resolveExpectations(file.expect, timeline, context),
  };
}
