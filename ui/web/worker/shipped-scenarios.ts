// A scenario that ships: its text, and what the build has read in it, so that a visit needs no reader of YAML for it.
import type { Scenario } from '../../../scenarios/lab/scenario.ts';

/** As it lies beside the page, `figure-1.json` in the folder of this build. */
export interface ShippedScenario {
  readonly text: string;
  /** Absent where the text has not been read yet. */
  readonly scenario?: Scenario;
}

/** Who runs a scenario often wants its text too. */
let last: { readonly name: string; readonly found: Promise<ShippedScenario> } | undefined;

/** Rejects where none of this name ships, or it can't be fetched. */
export function shippedScenario(name: string): Promise<ShippedScenario> {
  if (last?.name !== name) {
    const asked = { name, found: fetched(name) };
    asked.found.catch(() => {
      if (last === asked) last = undefined;
    });
    last = asked;
  }
  return last.found;
}

async function fetched(name: string): Promise<ShippedScenario> {
  const folder = import.meta.env.SCENARIOS_FOLDER;
  if (folder) {
    // The folder lies beside this script, be it the worker's or the page's.
    const { url } = import.meta;
    const answer = await fetch(new URL(`${folder}/${name}.json`, url));
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    return (await answer.json()) as ShippedScenario;
  }
  const { shippedText } = await import('./shipped-texts.ts');
  const text = shippedText(name);
  if (text === undefined) throw new Error('no scenario of this name ships');
  return { text };
}
