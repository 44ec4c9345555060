// The packets of a run, as a file.
import { openRun } from '../../../scenarios/lab/open-run.ts';
import { createCapture } from '../../../sim/capture/pcapng.ts';
import { atOnce } from '../../../sim/steps.ts';
import type { RunRequest } from './messages.ts';
import { type LoadedRun, optionsOf, type ReadFile } from './open-simulation.ts';

/** The run once more, its packets as a pcapng file, captured at a host or where they are sent; undefined where it doesn't run. */
export function capture(
  loaded: LoadedRun,
  request: RunRequest,
  readFile: ReadFile,
  at?: string,
): Uint8Array<ArrayBuffer> | undefined {
  if ('errors' in loaded) return undefined;
  const names = new Map<string, string[]>();
  const packets = createCapture({
    epochUs: loaded.scenario.epochMs * 1000,
    names: () => names,
    application: 'siplab',
    at,
  });
  try {
    const run = openRun(loaded.scenario, { ...optionsOf(request, readFile), tap: packets });
    run.advance(Number.POSITIVE_INFINITY);
    // Packets are the same however it is judged.
    for (const [address, node] of atOnce(run.finishing()).names) names.set(address, [node]);
    return new Uint8Array(packets.bytes());
  } catch {
    return undefined;
  }
}
