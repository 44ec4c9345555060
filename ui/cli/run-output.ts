import { recordLine } from '../../sim/trace/ndjson.ts';
import type { TraceRecord } from '../../sim/trace/records.ts';
import { buildLadder, type LadderOptions } from '../views/build-ladder.ts';
import { runJson } from '../views/json.ts';
import { laneOrder } from '../views/lanes.ts';
import { mermaid } from '../views/mermaid.ts';
import { plantuml } from '../views/plantuml.ts';
import { lanesThatFit } from '../views/text/layout.ts';
import { ladderLines } from '../views/text-ladder.ts';
import { type Call, Complaint, type Flag, status } from './command.ts';
import { routingLines } from './explain-routing.ts';
import { print, printLines } from './output.ts';
import type { Simulation } from './simulate.ts';
import { terminal } from './terminal.ts';

/** The flags that say how a run is shown. */
export const showFlags = {
  format: { type: 'string', value: 'F', help: 'ladder (default), ndjson, json, mermaid or plantuml' },
  detail: { type: 'string', value: 'D', help: 'brief, normal (default) or full: how much the ladder tells' },
  lanes: {
    type: 'string',
    value: 'A,B,…',
    help: 'the hosts to draw, from left to right; the rest share a lane',
  },
  ascii: { type: 'boolean', help: 'draws the ladder in pure ASCII' },
  explain: {
    type: 'string',
    value: 'WHAT',
    help: 'routing: the scores of each decision, beneath the ladder',
  },
  width: { type: 'string', value: 'N', help: "columns; default the terminal's width" },
} as const satisfies Record<string, Flag>;

/** Says what is wrong with the flags before a run that may take long. */
export function checkShowFlags(call: Call): void {
  formatOf(call);
  detailOf(call);
  explains(call);
  terminal(call.text('width'));
}

/** Writes a run to standard output as it was asked for. */
export async function show(call: Call, { result, verdict }: Simulation): Promise<void> {
  const { records } = result;
  const format = formatOf(call);
  if (format === 'ndjson') return printLines(lines(records));
  if (format === 'json') return print(runJson(records, verdict));
  const detail = detailOf(call);
  const hosts = laneOrder(records);
  const chosen = chosenLanes(call, hosts);
  if (format === 'mermaid') return print(mermaid(buildLadder(records, { detail, ...chosen })));
  if (format === 'plantuml') return print(plantuml(buildLadder(records, { detail, ...chosen })));
  const { width, color } = terminal(call.text('width'));
  const room = lanesThatFit(width);
  const fitting = hosts.length > room ? { lanes: hosts.slice(0, room - 1) } : {};
  const ladder = buildLadder(records, { detail, ...fitting, ...chosen });
  const options = { width, color, unicode: !call.has('ascii'), all: detail === 'full', verdict };
  await printLines(ladderLines(ladder, options));
  if (explains(call)) await printLines(routingLines(records, width));
}

/** 0 when all that was expected held and the run came to its end; 1 otherwise. */
export function statusOf({ result, verdict }: Simulation): number {
  const ended = result.reason === 'idle' || result.reason === 'until';
  return verdict.ok && ended ? status.held : status.violated;
}

/** The lanes of `--lanes`, each of which must be a host of the run. */
function chosenLanes(call: Call, hosts: readonly string[]): Pick<LadderOptions, 'lanes'> {
  const lanes = call
    .text('lanes')
    ?.split(',')
    .map((name) => name.trim());
  const unknown = lanes?.find((name) => !hosts.includes(name));
  if (unknown !== undefined) throw new Complaint(`--lanes: no host called "${unknown}" in this run`);
  return lanes === undefined ? {} : { lanes: [...new Set(lanes)] };
}

/** Whether the routing is to be explained. */
function explains(call: Call): boolean {
  const what = call.text('explain');
  return what !== undefined && oneOf('explain', ['routing'], what) === 'routing';
}

const formats = ['ladder', 'ndjson', 'json', 'mermaid', 'plantuml'] as const;
const details = ['brief', 'normal', 'full'] as const;

function formatOf(call: Call): (typeof formats)[number] {
  return oneOf('format', formats, call.text('format') ?? 'ladder');
}

function detailOf(call: Call): (typeof details)[number] {
  return oneOf('detail', details, call.text('detail') ?? 'normal');
}

function oneOf<const W extends string>(flag: string, words: readonly W[], word: string): W {
  const found = words.find((one) => one === word);
  if (found === undefined) throw new Complaint(`--${flag} ${word}: expected ${words.join(', ')}`);
  return found;
}

function* lines(records: readonly TraceRecord[]): Generator<string> {
  for (const record of records) yield recordLine(record);
}
