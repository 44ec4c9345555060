import { isSip, isTel, parseUri } from '../../../core/sip/uri.ts';
import { numbered } from '../members.ts';
import { LATER_ACTS, notBuiltYet } from '../not-built-yet.ts';
import type { Act, PullAct, PushAct, SenderAgent, WantedFilePlan } from '../scenario.ts';
import type { ActFile, PullFile, PushFile } from '../schema/timeline.ts';
import { shown } from '../units.ts';
import { pushOptions } from './agents.ts';
import { rangeOf, resolveFiles, resolveMessages } from './content.ts';
import type { Context, NamedHost } from './context.ts';
import type { Path } from './document.ts';

type Kind = NamedHost['kind'];
type BuiltAct = Exclude<ActFile, { readonly do: (typeof LATER_ACTS)[number] }>;

/** Who can do what. */
const ROLES: Readonly<Record<BuiltAct['do'], readonly Kind[]>> = {
  register: ['push-sender', 'push-receiver'],
  unregister: ['push-sender', 'push-receiver'],
  push: ['push-sender'],
  pull: ['push-receiver'],
  resume: ['push-sender', 'push-receiver'],
  cancel: ['push-sender', 'push-receiver'],
  release: ['push-sender', 'push-receiver'],
  abort: ['push-sender', 'push-receiver'],
  answer: ['push-receiver'],
  request: ['push-sender', 'push-receiver'],
  restart: ['push-sender', 'push-receiver', 'core'],
};

const EXPIRES_S = 3600;

/** The acts by time; those of one instant stay in the order of the file. */
export function resolveTimeline(
  acts: readonly ActFile[],
  agents: ReadonlyMap<string, { readonly expiresS: number }>,
  senders: ReadonlyMap<string, SenderAgent>,
  context: Context,
): Act[] {
  const pushes = pushNames(acts, context);
  const resolved = acts.flatMap((act, index): Act[] => {
    const path = ['timeline', index];
    if (!isBuilt(act)) {
      context.fail([...path, 'do'], notBuiltYet(`the act ${act.do}`));
      return [];
    }
    const by = actor(act, path, context);
    const base = { atUs: act.at, by: act.by, place: context.place(path) };
    switch (act.do) {
      case 'register':
        return [
          { ...base, do: 'register', expiresS: act.expires ?? agents.get(by ?? '')?.expiresS ?? EXPIRES_S },
        ];
      case 'push':
        return [{ ...base, ...resolvePush(act, senders.get(by ?? ''), path, context) }];
      case 'pull':
        return [{ ...base, ...resolvePull(act, path, context) }];
      case 'resume':
      case 'cancel':
      case 'release':
      case 'abort':
        if (act.push !== undefined) checkPushName(act.push, pushes, [...path, 'push'], context);
        return [{ ...base, do: act.do, ...named('push', act.push), ...fileOf(act) }];
      case 'answer':
        return [{ ...base, do: 'answer', with: act.with ?? 'accept' }];
      case 'request':
        checkTarget(act, [...path, 'to'], context);
        return [
          { ...base, do: 'request', method: act.method, to: act.to, headers: fieldsOf(act.headers ?? []) },
        ];
      default:
        return [{ ...base, do: act.do }];
    }
  });
  return resolved.toSorted((one, other) => one.atUs - other.atUs);
}

function isBuilt(act: ActFile): act is BuiltAct {
  return !LATER_ACTS.some((later) => later === act.do);
}

/** `Event: presence` as name and value. */
function fieldsOf(lines: readonly string[]): { readonly name: string; readonly value: string }[] {
  return lines.map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
  });
}

function fileOf(act: BuiltAct): { readonly file?: string } {
  return act.do === 'abort' ? named('file', act.file) : {};
}

function named<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };
}

/** The name of the agent or group that acts; an error where there is none, or where it cannot do that. */
function actor(act: BuiltAct, path: Path, context: Context): string | undefined {
  const host = context.host(act.by, [...path, 'by']);
  if (host === undefined) return undefined;
  if (!ROLES[act.do].includes(host.kind)) {
    const what = host.kind === 'core' ? 'the core' : `a ${host.kind}`;
    context.fail([...path, 'by'], `${shown(act.by)} is ${what}, which cannot ${act.do}`);
  }
  return host.name;
}

function pushNames(acts: readonly ActFile[], context: Context): Set<string> {
  const names = new Set<string>();
  for (const [index, act] of acts.entries()) {
    if (!isBuilt(act) || (act.do !== 'push' && act.do !== 'pull') || act.name === undefined) continue;
    if (names.has(act.name)) {
      context.fail(['timeline', index, 'name'], `two pushes are called ${shown(act.name)}`);
    }
    names.add(act.name);
  }
  return names;
}

function checkPushName(name: string, known: ReadonlySet<string>, path: Path, context: Context): void {
  if (known.has(name)) return;
  const others =
    known.size === 0 ? 'no push has a name' : `the pushes are ${[...known].slice(0, 12).join(', ')}`;
  context.fail(path, `there is no push ${shown(name)}: ${others}`);
}

function resolvePush(act: PushFile, sender: SenderAgent | undefined, path: Path, context: Context): PushAct {
  checkTarget(act, [...path, 'to'], context);
  const { files, message } = act;
  if ((files === undefined) === (message === undefined)) {
    context.fail(path, 'expected either files: [{ name, type, size }] or message: { text }');
  }
  const options = pushOptions(act, sender?.push, path, context);
  if (options.offer === 'callee') checkUntold(files ?? [], path, context);
  return {
    do: 'push',
    ...named('name', act.name),
    to: act.to,
    asFiles: files !== undefined && options.offer !== 'callee',
    files:
      files !== undefined
        ? resolveFiles(files, options, [...path, 'files'], context)
        : resolveMessages(message ?? [], options, [...path, 'message'], context),
    options,
  };
}

/** What only the sender's own offer can tell of a file has no place where the callee makes it. */
function checkUntold(files: NonNullable<PushFile['files']>, path: Path, context: Context): void {
  files.forEach((file, index) => {
    for (const key of ['icon', 'range'] as const)
      if (file[key] !== undefined)
        context.fail(
          [...path, 'files', index, key],
          `${key} stands in an offer of the sender, and offer: callee leaves it to the other side`,
          'key',
        );
  });
}

function resolvePull(act: PullFile, path: Path, context: Context): PullAct {
  checkTarget(act, [...path, 'to'], context);
  const files = act.files.map((file, index): WantedFilePlan => {
    const here = [...path, 'files', index];
    const { name, type, size, hash, range } = file;
    if ([name, type, size, hash].every((selector) => selector === undefined))
      context.fail(here, 'expected at least one of name, type, size and hash (RFC 5547 §8.2.2)');
    return {
      ...(name === undefined ? {} : { name }),
      ...(type === undefined ? {} : { type }),
      ...(size === undefined ? {} : { sizeBytes: size }),
      ...(hash === undefined ? {} : { sha1: hash.replaceAll(':', '').toUpperCase() }),
      ...(range === undefined ? {} : { range: rangeOf(range, size, [...here, 'range'], context) }),
      place: context.place(here),
    };
  });
  return { do: 'pull', ...named('name', act.name), to: act.to, files };
}

/** `to` may be anybody; but it has to be a URI. */
function checkTarget(act: { readonly to: string }, path: Path, context: Context): void {
  const read = parseUri(numbered(act.to, 1));
  const isAddress = read.ok && (isSip(read.value) || isTel(read.value));
  // RFC 3261 §19.1.1, table 1: header fields in a Request-URI are not allowed.
  const hasHeaders = isAddress && act.to.includes('?');
  if (isAddress && !hasHeaders) return;
  const rule = read.ok
    ? hasHeaders
      ? ' (RFC 3261 §19.1.1: a Request-URI has no header fields)'
      : ''
    : ` (${read.rule})`;
  context.fail(path, `expected a SIP URI such as sip:bob@example.com, not ${shown(act.to)}${rule}`);
}
