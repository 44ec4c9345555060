import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './support/sources.ts';

// Everything that must pass, one step after the other; the last line says how many did: `N passed, N failed`.

interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

const started = Date.now();
const outcomes = [
  step('types', 'tsc', ['--noEmit']),
  step('style', 'biome', ['check', '--error-on-warnings', '.']),
  step('unused code', 'knip', []),
  tests(),
];
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
console.log(`\nin ${Math.round((Date.now() - started) / 1000)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** A check that holds or doesn't: it counts as one. */
function step(name: string, program: string, args: readonly string[]): Outcome {
  return run(name, program, args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The tests, counted by vitest itself; a file that can't be loaded counts as one that failed. */
function tests(): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'siplab-'));
  const report = join(folder, 'report.json');
  const ok = run('tests', 'vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const counts = countsIn(report);
  rmSync(folder, { recursive: true });
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function countsIn(report: string): Outcome {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    ) as Report;
    const broken = testResults.filter(({ status, assertionResults }) => {
      return status === 'failed' && !assertionResults.some((one) => one.status === 'failed');
    });
    return { passed: numPassedTests, failed: numFailedTests + broken.length };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

function run(name: string, program: string, args: readonly string[]): boolean {
  console.log(`\n── ${name}: ${[program, ...args].join(' ')}`);
  const { status, error } = spawnSync(join(root, 'node_modules', '.bin', program), args, {
    cwd: root,
    stdio: 'inherit',
  });
  if (error !== undefined) console.error(error.message);
  console.log(`── ${name}: ${status === 0 ? 'passed' : 'FAILED'}`);
  return status === 0;
}
