import type { FaultRule, MessageFaultRule, MessageMatcher } from '../../../sim/faults/fault-rule.ts';
import { isMsrp, type LinkName, readMessageName } from '../names.ts';
import type { NetworkPlan, PlacedFault, Scenario, TransportChoice } from '../scenario.ts';
import type { FaultFile } from '../schema/faults.ts';
import type { Context } from './context.ts';
import type { Path } from './document.ts';
import { faultText } from './fault-text.ts';
import { parametersOf } from './network.ts';

/** What is known of the roads that messages take, before the run. */
export interface Roads {
  readonly network: NetworkPlan;
  /** The transports that hosts and groups insist on. */
  readonly insists: ReadonlyMap<string, TransportChoice | undefined>;
}

/** By every host or group, senders first, then the core, then receivers. */
export function roadsOf({
  network,
  senders,
  core,
  receivers,
}: Pick<Scenario, 'network' | 'senders' | 'core' | 'receivers'>): Roads {
  const all = [...senders, ...core, ...receivers];
  return { network, insists: new Map(all.map((host) => [host.name, host.transport])) };
}

/** `first` is the number of the first of them in the scenario's list. */
export function resolveFaults(
  faults: readonly FaultFile[],
  roads: Roads,
  context: Context,
  first = 0,
): PlacedFault[] {
  return faults.flatMap((read, index): PlacedFault[] => {
    const path = ['faults', first + index];
    const rule = ruleOf(read, path, context);
    if (rule === undefined) return [];
    if ('message' in rule) checkMessage(rule, roads, path, context);
    return [{ rule, text: faultText(rule), place: context.place(path) }];
  });
}

function ruleOf(read: FaultFile, path: Path, context: Context): FaultRule | undefined {
  // `set` first: its link parameters bring `duplicate` and `reorder` along.
  if ('set' in read) return setRule(read, path, context);
  if ('drop' in read) return { ...matcher(read.drop, read), fault: 'drop' };
  if ('delay' in read) return { ...matcher(read.delay, read), fault: 'delay', byUs: read.by };
  if ('duplicate' in read) {
    return {
      ...matcher(read.duplicate, read),
      fault: 'duplicate',
      ...(read.by === undefined ? {} : { byUs: read.by }),
    };
  }
  if ('reorder' in read) {
    return {
      ...matcher(read.reorder, read),
      fault: 'reorder',
      ...(read.after === undefined ? {} : { after: read.after }),
    };
  }
  if ('corrupt' in read) {
    return {
      ...matcher(read.corrupt, read),
      fault: 'corrupt',
      ...(read.octets === undefined ? {} : { octets: read.octets }),
    };
  }
  if ('partition' in read) return { ...between(read.partition, read, path, context), fault: 'partition' };
  if ('hold' in read) return { ...between(read.hold, read, path, context), fault: 'hold' };
  if ('crash' in read) return hostRule('crash', read.crash, read.at, path, context);
  if ('restart' in read) return hostRule('restart', read.restart, read.at, path, context);
  return streamRule(read, path, context);
}

type StreamFile = Extract<
  FaultFile,
  { readonly stall: unknown } | { readonly reset: unknown } | { readonly refuse: unknown }
>;

function streamRule(read: StreamFile, path: Path, context: Context): FaultRule {
  if ('refuse' in read) {
    const { a, b, fromUs, ...end } = between(read.refuse, read, path, context);
    return { a, b, fromUs, ...untilOf(end), fault: 'refuse streams' };
  }
  if ('stall' in read) {
    if ('by' in read) return { ...matcher(read.stall, read), fault: 'stall', byUs: read.by };
    const { a, b, fromUs, ...end } = between(read.stall, read, path, context);
    return { a, b, fromUs, ...untilOf(end), fault: 'stall streams' };
  }
  if ('at' in read) {
    checkEnds(read.reset, [...path, 'reset'], context);
    return { a: read.reset.a, b: read.reset.b, fault: 'reset streams', atUs: read.at };
  }
  return { ...matcher(read.reset, read), fault: 'reset' };
}

function untilOf(end: { readonly untilUs?: number }): { readonly untilUs?: number } {
  return end.untilUs === undefined ? {} : { untilUs: end.untilUs };
}

function hostRule(
  fault: 'crash' | 'restart',
  host: string,
  atUs: number,
  path: Path,
  context: Context,
): FaultRule {
  context.host(host, [...path, fault]);
  return { fault, host, atUs };
}

type SetFile = Extract<FaultFile, { readonly set: LinkName }>;

function setRule(read: SetFile, path: Path, context: Context): FaultRule {
  const { set, from, until, ...parameters } = read;
  const changed = parametersOf(parameters);
  if (Object.keys(changed).length === 0) {
    context.fail(path, 'expected what to set, such as loss: 30%, beside the link');
  }
  return { ...between(set, { from, until }, path, context), fault: 'set', parameters: changed };
}

interface Which {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly nth?: number | undefined;
  readonly transmission?: number | undefined;
  readonly between?: readonly [number, number] | undefined;
}

function matcher(message: string, { from, to, nth, transmission, between }: Which): MessageMatcher {
  return {
    message,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(nth === undefined ? {} : { nth }),
    ...(transmission === undefined ? {} : { transmission }),
    ...(between === undefined ? {} : { between }),
  };
}

/** Two hosts and a span of time. */
function between(
  link: LinkName,
  { from = 0, until }: { readonly from?: number | undefined; readonly until?: number | undefined },
  path: Path,
  context: Context,
) {
  checkEnds(link, path, context);
  if (until !== undefined && until <= from) {
    context.fail([...path, 'until'], 'expected an end that is later than the beginning');
  }
  return { ...link, fromUs: from, ...(until === undefined ? {} : { untilUs: until }) };
}

function checkEnds({ a, b }: LinkName, path: Path, context: Context): void {
  context.host(a, path);
  if (b !== a) context.host(b, path);
}

const DATAGRAM_FAULTS = ['drop', 'duplicate', 'reorder', 'corrupt'];

/** "A `drop` of a message that goes by TCP is an error": what is certain before the run is said before the run. */
function checkMessage(rule: MessageFaultRule, roads: Roads, path: Path, context: Context): void {
  if (rule.from !== undefined) context.host(rule.from, [...path, 'from']);
  if (rule.to !== undefined) context.host(rule.to, [...path, 'to']);
  if (rule.fault === 'reorder' && typeof rule.after === 'string') {
    const read = readMessageName(rule.after);
    if ('error' in read) context.fail([...path, 'after'], read.error);
  }
  const name = `${rule.message} goes by`;
  if (DATAGRAM_FAULTS.includes(rule.fault)) {
    const why = isMsrp(rule.message)
      ? `${name} TCP always`
      : alwaysBy('tcp', rule, roads)
        ? `${name} TCP here`
        : undefined;
    const advice = 'TCP loses nothing while the connection stands; use stall, reset or refuse';
    if (why !== undefined) context.fail(path, `${rule.fault} is for datagrams, and ${why}: ${advice}`);
  } else if (rule.fault !== 'delay' && !isMsrp(rule.message) && alwaysBy('udp', rule, roads)) {
    context.fail(path, `${rule.fault} is for connections, and ${name} UDP here: use drop or delay`);
  }
}

/** Whether all that the rule may be about is certain to go by this transport. A host's own setting goes before its links'. */
function alwaysBy(transport: 'udp' | 'tcp', rule: MessageMatcher, { network, insists }: Roads): boolean {
  const sender = rule.from === undefined ? undefined : insists.get(rule.from);
  if (sender !== undefined) return sender === transport;
  if (
    rule.from === undefined &&
    [...insists.values()].some((choice) => choice !== undefined && choice !== transport)
  ) {
    return false;
  }
  const fits = network.links.filter(({ from, to }) => (rule.from ?? from) === from && (rule.to ?? to) === to);
  const exact = rule.from !== undefined && rule.to !== undefined && fits.length > 0;
  const links = exact
    ? fits.map(({ parameters }) => parameters)
    : [network.default, ...fits.map(({ parameters }) => parameters)];
  return links.every((link) => link.transport === transport);
}
