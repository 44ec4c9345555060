import type { Command } from './command.ts';

const overview = `siplab: a simulated SIP/IP core lab. Real SIP, SDP and MSRP on a seeded virtual clock.

usage: siplab COMMAND …

  run FILE|NAME     runs a scenario and prints its ladder and verdict
  check [FILE…]     which requirements were held, violated or not exercised; without a file: all that ship
  parse FILE…       reads SIP, MSRP, SDP or CPIM text: what it is, its structure, every error
  match             RFC 3841 by itself: which contacts remain, and in which order
  diff A B          two runs or traces: the first divergence, and what follows from it
  list              the scenarios that ship
  schema            the JSON Schema of a scenario
  serve             the web page, on this machine alone unless told otherwise

  explore, sweep, shrink, replay: not built yet

siplab COMMAND --help tells more. --version prints the version.

Exit status: 0 all held; 1 an expectation or a requirement was violated, or a limit was hit;
2 the input or the call is wrong; 3 a defect of the lab itself.
NO_COLOR and FORCE_COLOR are honoured.
`;

export function programHelp(): string {
  return overview;
}

/** Usage, flags in a column, and the text of the command. */
export function commandHelp(name: string, command: Command): string {
  const flags = Object.entries(command.flags)
    .filter(([, { hidden }]) => hidden !== true)
    .map(
      ([flag, { value, help }]) => [`  --${flag}${value === undefined ? '' : ` ${value}`}`, help] as const,
    );
  const width = Math.max(0, ...flags.map(([left]) => left.length));
  const lines = flags.map(([left, help]) => `${left.padEnd(width)}   ${help}`);
  const table = lines.length === 0 ? [] : ['', ...lines];
  return [`usage: siplab ${name} ${command.usage}`.trimEnd(), '', command.help, ...table, ''].join('\n');
}
