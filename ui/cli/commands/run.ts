import { createCapture } from '../../../sim/capture/pcapng.ts';
import { recordLine } from '../../../sim/trace/ndjson.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { laneOrder } from '../../views/lanes.ts';
import { svgOfRun } from '../../web/picture/of-run.ts';
import { type Call, type Command, Complaint } from '../command.ts';
import { writeFile, writeLines } from '../output.ts';
import { version } from '../package-root.ts';
import { checkShowFlags, show, showFlags, statusOf } from '../run-output.ts';
import { runFlags, type Simulation, simulate } from '../simulate.ts';
import { checkTwice } from '../twice.ts';

export const command: Command = {
  usage: 'FILE|NAME [options]',
  help: 'Runs a scenario, from a file or by the name under which it ships, and prints its ladder and verdict.',
  flags: {
    ...runFlags,
    trace: { type: 'string', value: 'F', help: 'writes the trace as NDJSON' },
    pcap: { type: 'string', value: 'F', help: 'writes the packets as pcapng, for Wireshark' },
    'pcap-at': {
      type: 'string',
      value: 'HOST',
      help: 'captures what this host sends and receives; without it, what all send',
    },
    packets: { type: 'boolean', help: 'records packets in the trace as well' },
    svg: { type: 'string', value: 'F', help: 'draws the ladder as SVG' },
    ...showFlags,
    check: { type: 'boolean', help: 'runs it twice more, in two processes, and compares the traces' },
  },
  async run(call) {
    const [name, ...others] = call.positionals;
    if (name === undefined || others.length > 0)
      throw new Complaint('expected one scenario: a file or a name');
    checkShowFlags(call);
    if (call.text('pcap-at') !== undefined && call.text('pcap') === undefined)
      throw new Complaint('--pcap-at goes with --pcap');
    if (call.has('check')) {
      const differs = await checkTwice(call, name);
      if (differs !== undefined) return differs;
    }
    return runAndShow(call, name);
  },
};

/** Runs, writes the files that were asked for, prints, and answers the exit status. */
export async function runAndShow(call: Call, name: string): Promise<number> {
  const { simulation, capture } = simulateWithCapture(call, name);
  const { records } = simulation.result;
  const { pcap, trace, svg } = { pcap: call.text('pcap'), trace: call.text('trace'), svg: call.text('svg') };
  if (pcap !== undefined && capture !== undefined) writeFile(pcap, capture());
  if (trace !== undefined) writeLines(trace, lines(records));
  if (svg !== undefined) writeFile(svg, svgOfRun(records, simulation.verdict));
  await show(call, simulation);
  return statusOf(simulation);
}

/** Packets are watched only where a capture of them was asked for. */
function simulateWithCapture(
  call: Call,
  name: string,
): { readonly simulation: Simulation; readonly capture?: () => Uint8Array } {
  if (call.text('pcap') === undefined) return { simulation: simulate(call, name) };
  const at = call.text('pcap-at');
  const names = new Map<string, string[]>();
  let bytes = (): Uint8Array => new Uint8Array();
  const simulation = simulate(call, name, ({ epochMs }) => {
    const capture = createCapture({
      epochUs: epochMs * 1000,
      names: () => names,
      application: `siplab ${version()}`,
      at,
    });
    bytes = () => capture.bytes();
    return capture;
  });
  for (const [address, node] of simulation.result.names) names.set(address, [node]);
  if (at !== undefined && !laneOrder(simulation.result.records).includes(at))
    throw new Complaint(`--pcap-at: no host called "${at}" in this run`);
  return { simulation, capture: bytes };
}

function* lines(records: readonly TraceRecord[]): Generator<string> {
  for (const record of records) yield recordLine(record);
}
