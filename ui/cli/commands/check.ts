import {
  type JudgedRun,
  judgeRun,
  type Matrix,
  matrixOf,
} from '../../../scenarios/lab/conformance/matrix.ts';
import { matrixHtml } from '../../views/matrix/html.ts';
import { matrixJson } from '../../views/matrix/json.ts';
import { matrixJunit } from '../../views/matrix/junit.ts';
import { matrixText } from '../../views/matrix/text.ts';
import { type Call, type Command, status } from '../command.ts';
import { print, writeFile } from '../output.ts';
import { shippedScenarios } from '../shipped.ts';
import { runFlags, simulate } from '../simulate.ts';
import { terminal } from '../terminal.ts';
import { isTrace, recordsIn } from '../trace-file.ts';

export const command: Command = {
  usage: '[FILE|NAME…] [options]',
  help: 'Runs scenarios, or reads traces (.ndjson), and prints which requirements of the change request and which rules of the RFCs were\nheld, violated or not exercised. Without a file: all positive scenarios that ship. Exit status 1: something was violated that no\nscenario expects, or another expectation was not met.',
  flags: {
    seed: runFlags.seed,
    set: runFlags.set,
    until: runFlags.until,
    json: { type: 'string', value: 'F', help: 'writes the matrix as JSON' },
    junit: { type: 'string', value: 'F', help: 'writes it as JUnit XML' },
    html: { type: 'string', value: 'F', help: 'writes it as one HTML page, with the records that prove it' },
    width: { type: 'string', value: 'N', help: "columns; default the terminal's width" },
  },
  async run(call) {
    const options = terminal(call.text('width'));
    const checked = filesOf(call).map((file) => checkOne(call, file));
    const matrix = matrixOf(checked.map(({ run }) => run));
    writeWhatWasAsked(call, matrix);
    await print(matrixText(matrix, options));
    const unmet = checked.filter(({ ok }) => !ok).map(({ run }) => run.name);
    if (unmet.length > 0) process.stderr.write(`expectations not met: ${unmet.join(', ')}\n`);
    const violated = matrix.rows.some(({ outcome }) => outcome === 'violated');
    return violated || unmet.length > 0 ? status.violated : status.held;
  },
};

/** What is to be checked, named so that two scenarios of one name in different folders are told apart. */
function filesOf({ positionals }: Call): readonly string[] {
  if (positionals.length > 0) return positionals;
  return shippedScenarios()
    .filter(({ folder }) => folder.split('/')[0] !== 'negative')
    .map(({ folder, name }) => (folder === '' ? name : `${folder}/${name}`));
}

interface Checked {
  readonly run: JudgedRun;
  /** Its scenario's expectations were met; of a trace only what is said about requirements can be known. */
  readonly ok: boolean;
}

function checkOne(call: Call, file: string): Checked {
  if (isTrace(file)) return { run: judgeRun(file, recordsIn(file)), ok: true };
  const { result, verdict } = simulate(call, file);
  const ended = result.reason === 'idle' || result.reason === 'until';
  return { run: judgeRun(file, result.records), ok: verdict.ok && ended };
}

function writeWhatWasAsked(call: Call, matrix: Matrix): void {
  const written = [
    ['json', matrixJson],
    ['junit', matrixJunit],
    ['html', matrixHtml],
  ] as const;
  for (const [flag, text] of written) {
    const path = call.text(flag);
    if (path !== undefined) writeFile(path, text(matrix));
  }
}
