// `npm run bench`: what the lab does in a second, beside others where there are others. `-- --json FILE` writes the rows, `-- NAME` runs one part.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { codecBench } from './codec.bench.ts';
import { coreBench } from './core.bench.ts';
import { gigabyteBench } from './gigabyte.bench.ts';
import { kernelBench } from './kernel.bench.ts';
import { longRunBench } from './long-run.bench.ts';
import type { Measured } from './measure.ts';
import { pageBench } from './page.bench.ts';
import { pushBench } from './push.bench.ts';
import { shapesBench } from './shapes.bench.ts';
import { statechartBench } from './statechart.bench.ts';

const parts: Readonly<Record<string, () => Measured[] | Promise<Measured[]>>> = {
  kernel: kernelBench,
  statechart: statechartBench,
  codec: codecBench,
  push: pushBench,
  'long-run': longRunBench,
  page: pageBench,
  core() {
    const { rows, held } = coreBench();
    if (!held) process.exitCode = 1;
    return rows;
  },
  gigabyte: () => holding(gigabyteBench()),
  shapes: () => holding(shapesBench()),
};

/** A part that has a limit of its own: beyond it the bench fails. */
function holding({ rows, held }: { readonly rows: Measured[]; readonly held: boolean }): Measured[] {
  if (!held) process.exitCode = 1;
  return rows;
}

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const unknown = positionals.find((name) => !(name in parts));
if (unknown !== undefined) {
  process.stderr.write(`no part named ${unknown}: the parts are ${Object.keys(parts).join(', ')}\n`);
  process.exit(2);
}
const rows: Measured[] = [];
for (const [name, part] of Object.entries(parts)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const measured = await part();
  rows.push(...measured);
  for (const row of measured) process.stdout.write(`${line(row)}\n`);
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);

function line({ name, value, unit, ratioTo, held }: Measured): string {
  const number = value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
  const ratios = Object.entries(ratioTo).map(([other, ratio]) => `${ratio.toFixed(2)}x ${other}`);
  const verdict = held === undefined ? '' : held ? '  held' : '  NOT HELD';
  return `${name.padEnd(64)} ${number.padStart(12)} ${unit.padEnd(14)} ${ratios.join('  ')}${verdict}`;
}
