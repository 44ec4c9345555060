import { Complaint } from './command.ts';

/** What the terminal at standard output can show. */
export interface Terminal {
  readonly width: number;
  readonly color: boolean;
}

/** `--width` before the terminal's own width before COLUMNS; 80 where nothing is known. NO_COLOR and FORCE_COLOR as people expect. */
export function terminal(asked: string | undefined, env: NodeJS.ProcessEnv = process.env): Terminal {
  return { width: widthOf(asked, env), color: colorOf(env) };
}

function widthOf(asked: string | undefined, env: NodeJS.ProcessEnv): number {
  if (asked !== undefined) {
    const width = Number(asked);
    if (!Number.isInteger(width) || width < 60 || width > 400) {
      throw new Complaint(`--width ${asked}: expected a whole number from 60 to 400`);
    }
    return width;
  }
  const columns = process.stdout.columns ?? Number(env.COLUMNS);
  return Number.isInteger(columns) && columns > 0 ? columns : 80;
}

function colorOf(env: NodeJS.ProcessEnv): boolean {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if ((env.NO_COLOR ?? '') !== '') return false;
  return process.stdout.isTTY === true && env.TERM !== 'dumb';
}
