import { diffJson } from '../../views/compare/json.ts';
import { diffReport, type NamedTrace } from '../../views/compare/report.ts';
import { diffLines } from '../../views/compare/text.ts';
import { type Call, type Command, Complaint, status } from '../command.ts';
import { print, printLines } from '../output.ts';
import { runFlags, simulate } from '../simulate.ts';
import { terminal } from '../terminal.ts';
import { isTrace, recordsIn } from '../trace-file.ts';

/** Differences that are listed unless all are asked for. */
const most = 60;

export const command: Command = {
  usage: 'A [B] [options]',
  help: [
    'Two runs: the first record in which they differ, and what follows from it, message by message. A and B are traces (NDJSON) or',
    'scenarios, from a file or by the name under which they ship. Without B: A once more, with what --seed-b and --set-b change in it.',
    'Exit status 0: the same happened in both; 1: something differs.',
  ].join('\n'),
  flags: {
    ...runFlags,
    'seed-b': { type: 'string', value: 'S', help: "B's seed, where it is another one than A's" },
    'set-b': {
      type: 'string',
      multiple: true,
      value: 'PATH=VALUE',
      help: 'changes B alone: --set-b network.links.default.loss=5%',
    },
    all: { type: 'boolean', help: `lists every difference, not the first ${most}` },
    json: { type: 'boolean', help: 'as JSON, all of it' },
    ascii: { type: 'boolean', help: 'in pure ASCII' },
    width: { type: 'string', value: 'N', help: "columns; default the terminal's width" },
  },
  async run(call) {
    const { width, color } = terminal(call.text('width'));
    const [a, b] = namesOf(call);
    checkChanges(call, a, b);
    const report = diffReport(traceOf(call, 'A', a), traceOf(callForB(call), 'B', b));
    const list = {
      width,
      color,
      unicode: !call.has('ascii'),
      most: call.has('all') ? Number.POSITIVE_INFINITY : most,
    };
    await (call.has('json') ? print(diffJson(report)) : printLines(diffLines(report, list)));
    return report.divergence === undefined ? status.held : status.violated;
  },
};

function namesOf(call: Call): readonly [string, string] {
  const [a, b, ...others] = call.positionals;
  const changed = call.text('seed-b') !== undefined || call.texts('set-b').length > 0;
  if (a === undefined || others.length > 0 || (b === undefined && !changed))
    throw new Complaint(
      'expected two traces or scenarios, or one and what --seed-b or --set-b changes in it',
    );
  return [a, b ?? a];
}

/** A trace is not run again, so nothing of it can be changed. */
function checkChanges(call: Call, a: string, b: string): void {
  const given = (flag: string): boolean => call.texts(flag).length > 0;
  const ofB = ['seed-b', 'set-b'].find(given);
  if (ofB !== undefined && isTrace(b)) throw new Complaint(`--${ofB}: ${b} is a trace, and is not run again`);
  const ofBoth = ['seed', 'set', 'until', 'runner'].find(given);
  if (ofBoth !== undefined && isTrace(a) && isTrace(b))
    throw new Complaint(`--${ofBoth}: both are traces, and are not run again`);
}

function callForB(call: Call): Call {
  const seed = call.text('seed-b') ?? call.text('seed');
  return call.with({
    ...(seed !== undefined && { seed }),
    set: [...call.texts('set'), ...call.texts('set-b')],
  });
}

function traceOf(call: Call, letter: 'A' | 'B', name: string): NamedTrace {
  if (isTrace(name)) return { name, records: recordsIn(name) };
  const { result, verdict } = simulate(call, name);
  for (const warning of verdict.warnings ?? []) process.stderr.write(`${letter}: ${warning}\n`);
  return { name, records: result.records };
}
