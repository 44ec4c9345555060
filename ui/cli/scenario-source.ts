import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { Complaint } from './command.ts';
import { reasonOf } from './output.ts';
import { scenariosFolder, shippedNamed } from './shipped.ts';

/** The text of a scenario and what it may read beside it. */
export interface ScenarioSource {
  /** As errors name it: the path as it was given, or `figure-1`. */
  readonly name: string;
  readonly text: string;
  /** A file that the scenario pushes; undefined when it can't be read, or lies outside of what a scenario may read. */
  readFile(path: string): Uint8Array | undefined;
}

/** Finds a scenario by path, or by the name under which it ships. */
export function scenarioSource(fileOrName: string): ScenarioSource {
  const path = pathOf(fileOrName);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const why = error instanceof TypeError ? 'not UTF-8 text' : `can't be read (${reasonOf(error)})`;
    throw new Complaint(`${fileOrName}:1:1: ${why}`);
  }
  return { name: fileOrName, text, readFile: (wanted) => readBeside(path, wanted) };
}

function pathOf(fileOrName: string): string {
  if (existsSync(fileOrName) && statSync(fileOrName).isFile()) return fileOrName;
  const shipped = shippedNamed(fileOrName);
  if (shipped !== undefined) return shipped.path;
  throw new Complaint(
    `${fileOrName}:1:1: no such file, and no scenario of this name ships; siplab list names them`,
  );
}

/**
 * Scenarios written by strangers are run, so they read only what lies in their own folder or, for those that ship, among the lab's
 * scenarios, links followed.
 */
function readBeside(scenario: string, wanted: string): Uint8Array | undefined {
  try {
    const folder = realpathSync(dirname(scenario));
    const path = realpathSync(resolve(folder, wanted));
    const shipped = realpathSync(scenariosFolder());
    if (!isWithin(folder, path) && !(isWithin(shipped, folder) && isWithin(shipped, path))) return undefined;
    return statSync(path).isFile() ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path;
}
