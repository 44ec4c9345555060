// What the links of a run are like, in the numbers that the sliders of the network show.
import type { TraceRecord } from '../../../sim/trace/records.ts';
import type { Arrow } from './arrows.ts';
import { allLinks, type FaultEdit, type NetworkEdit, type NetworkParameter } from './fault-edit.ts';
import { columnsOf } from './message-columns.ts';

export type SliderParameter = Exclude<NetworkParameter, 'transport'>;

/** What a slider shows: ms of a constant latency or jitter, else per cent. Undefined where a distribution stands there. */
export function sliderValue(
  parameter: SliderParameter,
  link: string,
  edits: readonly FaultEdit[],
  records: readonly TraceRecord[],
): number | undefined {
  const edit = editOf(parameter, link, edits);
  if (edit !== undefined) return Number.parseFloat(edit.value);
  if (link !== allLinks) return shippedValue(parameter, parametersOf(link, records));
  const values = allParameters(records).map((one) => shippedValue(parameter, one));
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

/** `auto`, `udp` or `tcp`; `varies` where links differ. */
export function transportNow(
  link: string,
  edits: readonly FaultEdit[],
  records: readonly TraceRecord[],
): string {
  const edit = editOf('transport', link, edits);
  if (edit !== undefined) return edit.value;
  const of = link === allLinks ? allParameters(records) : [parametersOf(link, records)];
  const values = new Set(of.map((one) => String(member(one, 'transport') ?? 'auto')));
  return values.size === 1 ? [...values][0]! : 'varies';
}

/**
 * The links by the names that a scenario gives them. Its own come first: `a<>b` where both directions are alike, else `a>b`; then the
 * pairs of hosts that speak to one another without a link of their own.
 */
export function linkNames(arrows: readonly Arrow[], records: readonly TraceRecord[]): readonly string[] {
  const own = ownLinks(records);
  const names = new Set<string>();
  const paired = new Set<string>();
  for (const { from, to, parameters } of own) {
    paired.add(`${from}<>${to}`).add(`${to}<>${from}`);
    const back = own.find((other) => other.from === to && other.to === from);
    const alike = back !== undefined && JSON.stringify(back.parameters) === JSON.stringify(parameters);
    if (!alike) names.add(`${from}>${to}`);
    else if (!names.has(`${to}<>${from}`)) names.add(`${from}<>${to}`);
  }
  for (const { from, to } of columnsOf(arrows).hops)
    if (!paired.has(`${from}<>${to}`) && !names.has(`${to}<>${from}`)) names.add(`${from}<>${to}`);
  return [...names];
}

/** Whether the scenario says of any link what that one is like. */
export function namesLinks(records: readonly TraceRecord[]): boolean {
  return ownLinks(records).length > 0;
}

/** The edits with this one instead of what it overrides: the same parameter of the same link, or of every one. */
export function withNetwork(edits: readonly FaultEdit[], edit: NetworkEdit): readonly FaultEdit[] {
  const overrides = (one: FaultEdit): boolean =>
    one.deed === 'network' &&
    one.parameter === edit.parameter &&
    !one.off &&
    (edit.link === allLinks || one.link === edit.link);
  return [...edits.filter((one) => !overrides(one)), edit];
}

function editOf(
  parameter: NetworkParameter,
  link: string,
  edits: readonly FaultEdit[],
): NetworkEdit | undefined {
  return edits.findLast(
    (one): one is NetworkEdit =>
      one.deed === 'network' &&
      !one.off &&
      one.parameter === parameter &&
      (one.link === link || one.link === allLinks),
  );
}

function networkOf(records: readonly TraceRecord[]): unknown {
  const first = records[0];
  return first?.type === 'run' ? member(first.parameters, 'network') : undefined;
}

interface OwnLink {
  readonly from: string;
  readonly to: string;
  readonly parameters: unknown;
}

function ownLinks(records: readonly TraceRecord[]): readonly OwnLink[] {
  const links = member(networkOf(records), 'links');
  if (!Array.isArray(links)) return [];
  return links.map((link: unknown) => ({
    from: String(member(link, 'from')),
    to: String(member(link, 'to')),
    parameters: member(link, 'parameters'),
  }));
}

/** Of every link that the scenario names, and of those that it doesn't. */
function allParameters(records: readonly TraceRecord[]): readonly unknown[] {
  return [member(networkOf(records), 'default'), ...ownLinks(records).map(({ parameters }) => parameters)];
}

/** What the scenario says of a link; of one that it doesn't name, what it says of all. */
function parametersOf(link: string, records: readonly TraceRecord[]): unknown {
  const [from, to] = link.split(/<?>/);
  const own = ownLinks(records).find((one) => one.from === from && one.to === to);
  return own?.parameters ?? member(networkOf(records), 'default');
}

function shippedValue(parameter: SliderParameter, link: unknown): number | undefined {
  const value = member(link, parameter);
  if (value === undefined) return 0;
  if (parameter === 'latency' || parameter === 'jitter') {
    const us = member(value, 'value');
    return member(value, 'kind') === 'constant' && typeof us === 'number' ? us / 1000 : undefined;
  }
  const share = parameter === 'loss' ? value : member(value, 'share');
  return typeof share === 'number' ? Math.round(share * 1e5) / 1e3 : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
