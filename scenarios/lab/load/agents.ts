import { mediaSets } from '../../../agents/media-sets.ts';
import { parseUri } from '../../../core/sip/uri.ts';
import { numbered } from '../members.ts';
import { isHostName } from '../names.ts';
import { LATER_METHODS, notBuiltYet } from '../not-built-yet.ts';
import type { AgentPlan, CoreHost, Feature, PushOptions, ReceiverAgent, SenderAgent } from '../scenario.ts';
import type { ReceiverFile, SenderFile } from '../schema/agents.ts';
import type { PushFile } from '../schema/timeline.ts';
import { shown } from '../units.ts';
import { resolveFiles } from './content.ts';
import { type Context, groupOf } from './context.ts';
import { EXPECTED_NAME } from './core.ts';
import type { Path } from './document.ts';

type AgentFile = SenderFile | ReceiverFile;
export type AgentsFile = Readonly<Record<string, AgentFile>>;

const RESERVED = 'default';
const SERVICE: Feature = { name: '+g.oma.lcsi.sip-push' };

/** Makes the agents known, before anything names them. */
export function addAgents(agents: AgentsFile, context: Context): void {
  for (const [name, { role, count = 1 }] of Object.entries(agents)) {
    if (!isHostName(name) || name === RESERVED) context.fail(['agents', name], EXPECTED_NAME(name), 'key');
    else context.addHost({ name, kind: role, count }, ['agents', name]);
  }
  for (const name of Object.keys(agents)) {
    const group = groupOf(context.hosts, name);
    if (group === undefined) continue;
    context.fail(
      ['agents', name],
      `${shown(name)} is a member of the group ${shown(group.name)} already`,
      'key',
    );
  }
}

/** The domains of the agents' URIs, each once, in lower case. */
export function agentDomains(agents: AgentsFile): string[] {
  const hosts = Object.values(agents).flatMap(({ uri }) => {
    const read = parseUri(numbered(uri, 1));
    return read.ok && 'host' in read.value ? [read.value.host.toLowerCase()] : [];
  });
  return [...new Set(hosts)];
}

export function resolveSender(
  name: string,
  read: SenderFile,
  core: readonly CoreHost[],
  context: Context,
): SenderAgent {
  const path = ['agents', name];
  const push = pushOptions(read, undefined, path, context);
  return {
    role: 'push-sender',
    ...resolveAgent(name, read, core, context),
    push,
    has: resolveFiles(read.has ?? [], push, [...path, 'has'], context),
    ...(read.misbehave === undefined ? {} : { misbehave: read.misbehave }),
  };
}

export function resolveReceiver(
  name: string,
  read: ReceiverFile,
  core: readonly CoreHost[],
  context: Context,
): ReceiverAgent {
  const { answer = 'accept', think = 0, reports = 'end' } = read;
  const movedTo = read['moved-to'];
  if ((answer === 'moved') !== (movedTo !== undefined))
    context.fail(['agents', name], 'expected answer: moved and moved-to together', 'key');
  checkEarlyAnswer(name, read, context);
  return {
    role: 'push-receiver',
    knowsMultipart: read.multipart ?? true,
    ...resolveAgent(name, read, core, context),
    policy: {
      answer,
      ...(movedTo === undefined ? {} : { movedTo }),
      thinkUs: think,
      ...ringing(read),
      acceptTypes: mediaTypes(read['accept-types'] ?? ['*'], ['agents', name, 'accept-types'], context),
      ...(read['max-size'] === undefined ? {} : { maxSizeBytes: read['max-size'] }),
      files: { accept: read.files?.accept ?? ['*'], decline: read.files?.decline ?? [] },
      reports,
      knownFiles: read['known-files'] ?? 'accept',
      ...(read['answer-flags'] === undefined ? {} : { flags: read['answer-flags'] }),
    },
    ...(read.misbehave === undefined ? {} : { misbehave: read.misbehave }),
  };
}

function ringing({ ring = false, 'early-answer': early = false }: ReceiverFile) {
  return {
    ring: ring !== false,
    ...(typeof ring === 'object' && { ringAgainUs: ring.again }),
    ...(early && { answersEarly: early }),
  };
}

/** "The UAS MAY generate an answer in a reliable provisional response" (RFC 3262 §5): in no other one. */
function checkEarlyAnswer(name: string, read: ReceiverFile, context: Context): void {
  const { ring = false, reliable = 'never', 'early-answer': early = false } = read;
  if (early && (ring === false || reliable === 'never'))
    context.fail(['agents', name, 'early-answer'], 'expected early-answer together with ring and reliable');
}

/** The names of sets in a list of media types unfolded, each type once. */
function mediaTypes(read: readonly string[], path: Path, context: Context): string[] {
  const types = read.flatMap((word) => {
    if (!word.startsWith('ts-26.141')) return word;
    const set = mediaSets.get(word);
    if (set === undefined)
      context.fail(path, `there is no set ${shown(word)}: the sets are ${[...mediaSets.keys()].join(', ')}`);
    return set ?? [];
  });
  return [...new Set(types)];
}

function resolveAgent(name: string, read: AgentFile, core: readonly CoreHost[], context: Context): AgentPlan {
  const path: Path = ['agents', name];
  const domain = checkAgentUri(read.uri, [...path, 'uri'], context);
  return {
    name,
    count: read.count ?? 1,
    uri: read.uri,
    ...(read['display-name'] === undefined ? {} : { displayName: read['display-name'] }),
    features: read.features ?? [],
    ...(read.q === undefined ? {} : { q: read.q }),
    vary: read.vary ?? [],
    ...(read.password === undefined ? {} : { password: read.password }),
    identity: read.identity ?? {},
    expiresS: read.expires ?? 3600,
    ...(read.transport === undefined ? {} : { transport: read.transport }),
    via: viaOf(read, domain, core, path, context),
    service: read.service ?? SERVICE,
    ...(read.application === undefined ? {} : { application: read.application }),
    sessionExpiresS: read['session-expires'] ?? 1800,
    minSeS: read['min-se'] ?? 90,
    refresher: read.refresher ?? 'uac',
    knowsUpdate: read.update ?? true,
    ...(read.reliable === undefined ? {} : { reliable: read.reliable }),
    ...(read.patience === undefined ? {} : { patienceUs: read.patience }),
    setup: read.setup ?? 'actpass',
    place: context.place(path),
  };
}

/** Returns the URI's domain. */
function checkAgentUri(uri: string, path: Path, context: Context): string | undefined {
  const expected = 'expected a SIP URI such as sip:bob@example.com';
  const read = parseUri(numbered(uri, 1));
  if (!read.ok) context.fail(path, `${expected}, not ${shown(uri)} (${read.rule})`);
  else if (read.value.scheme === 'sips') context.fail(path, notBuiltYet('a sips URI (it needs TLS)'));
  else if (!('host' in read.value) || read.value.user === undefined) {
    context.fail(path, `${expected}, not ${shown(uri)}`);
  } else return read.value.host.toLowerCase();
  return undefined;
}

/** The core host that it talks to: as said, or the proxy of its domain, or the first proxy. */
function viaOf(
  { via }: AgentFile,
  domain: string | undefined,
  core: readonly CoreHost[],
  path: Path,
  context: Context,
): string {
  if (via !== undefined && !core.some((host) => host.name === via)) {
    context.fail([...path, 'via'], `expected the name of a core host, not ${shown(via)}`);
  }
  const proxies = core.filter((host) => host.role !== 'registrar');
  const home = proxies.find((host) => domain !== undefined && host.domains.includes(domain));
  return via ?? (home ?? proxies[0] ?? core[0])?.name ?? 'core';
}

/** What a push is like: what the act says, else what its sender says (`before`), else the defaults. */
export function pushOptions(
  read: SenderFile | PushFile,
  before: PushOptions | undefined,
  path: Path,
  context: Context,
): PushOptions {
  if (LATER_METHODS.some((method) => method === read.method)) {
    context.fail([...path, 'method'], notBuiltYet(`a push by ${read.method}`));
  }
  const application = read.application ?? before?.application;
  const description = read.description ?? before?.description;
  return {
    require: read.require ?? before?.require ?? false,
    explicit: read.explicit ?? before?.explicit ?? false,
    successReport: read['success-report'] ?? before?.successReport ?? 'no',
    failureReport: read['failure-report'] ?? before?.failureReport ?? 'yes',
    chunking: chunkingOf(read.chunking) ?? before?.chunking ?? { strategy: 'pieces', sizeBytes: 2048 },
    lingerUs: read.linger ?? before?.lingerUs ?? 0,
    recoveries: read.recover ?? before?.recoveries ?? 0,
    order: read.order ?? before?.order ?? 'together',
    ...((read.offer ?? before?.offer) === 'callee' && { offer: 'callee' as const }),
    closeAfter: read['close-after'] ?? before?.closeAfter ?? 'report',
    sessionExpiresS: read['session-expires'] ?? before?.sessionExpiresS ?? 1800,
    service: read.service ?? before?.service ?? SERVICE,
    ...(application === undefined ? {} : { application }),
    disposition: read.disposition ?? before?.disposition ?? 'render',
    ...(description === undefined ? {} : { description }),
    rejectContact: read['reject-contact'] ?? before?.rejectContact ?? [],
    requestDisposition: read['request-disposition'] ?? before?.requestDisposition ?? [],
  };
}

function chunkingOf(read: SenderFile['chunking']): PushOptions['chunking'] | undefined {
  if (read === undefined) return undefined;
  if (typeof read === 'string') return { strategy: read, sizeBytes: 2048 };
  const { strategy, size = 2048, slice } = read;
  return { strategy, sizeBytes: size, ...(slice === undefined ? {} : { sliceBytes: slice }) };
}
