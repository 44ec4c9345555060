// Whole Figure-1 pushes: registration, INVITE through the core, two chunks, REPORT, BYE. With the trace, as people run it, and without.
import { readFileSync } from 'node:fs';
import { loadScenario } from '../../scenarios/lab/load.ts';
import { runScenario } from '../../scenarios/lab/run.ts';
import { compare, type Measured } from './measure.ts';

const folder = new URL('../../scenarios/', import.meta.url);

export function pushBench(): Measured[] {
  const { scenario, errors } = loadScenario(
    readFileSync(new URL('figure-1.yaml', folder), 'utf8'),
    'figure-1.yaml',
  );
  if (scenario === undefined) throw new Error(errors[0]?.text);
  const readFile = (path: string) => readFileSync(new URL(path, folder));
  return compare('pushes/s', [
    {
      name: 'Figure 1, without a trace',
      run: () => runScenario(scenario, { readFile, traceless: true }).events,
    },
    { name: 'Figure 1, with trace and fingerprint', run: () => runScenario(scenario, { readFile }).events },
  ]);
}
