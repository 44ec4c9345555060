// A push of 1 GiB within 512 MiB: made, sent, received, hashed at both ends and traced as it streams. It runs in a process of its own, so that
// what it needs at most is known.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadScenario } from '../../scenarios/lab/load.ts';
import { runScenario } from '../../scenarios/lab/run.ts';
import type { Measured } from './measure.ts';

const mostMiB = 512;
const self = fileURLToPath(import.meta.url);

interface Told {
  readonly seconds: number;
  readonly maxRssMiB: number;
  readonly records: number;
  readonly wrong: readonly string[];
}

/** `held`: the file arrived as its hash says, and the process stayed below the limit. */
export function gigabyteBench(): { readonly rows: Measured[]; readonly held: boolean } {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', self], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const { seconds, maxRssMiB, records, wrong } = JSON.parse(stdout) as Told;
  const row = (name: string, value: number, unit: string): Measured => ({ name, value, unit, ratioTo: {} });
  return {
    rows: [
      row('a push of 1 GiB, with its trace', seconds, 's'),
      row('the same, octets of the file', 1024 / seconds, 'MiB/s'),
      row('the same, memory at most', maxRssMiB, `MiB of ${mostMiB}`),
      row('the same, records', records, 'records'),
    ],
    held: wrong.length === 0 && maxRssMiB <= mostMiB,
  };
}

function push(): Told {
  const name = 'agents/large-file.yaml';
  const text = readFileSync(new URL(`../../scenarios/${name}`, import.meta.url), 'utf8');
  const { scenario, errors } = loadScenario(text, name, ['timeline.1.files.0.size=1GiB']);
  if (scenario === undefined) throw new Error(errors[0]?.text);
  const begun = performance.now();
  const { verdict, records } = runScenario(scenario, { readFile: () => undefined });
  return {
    seconds: (performance.now() - begun) / 1000,
    maxRssMiB: process.resourceUsage().maxRSS / 1024,
    records: records.length,
    wrong: verdict.lines.filter(({ ok }) => !ok).map((line) => line.text),
  };
}

if (process.argv[1] === self) process.stdout.write(`${JSON.stringify(push())}\n`);
