// What a scenario pushes, as octets: made by a rule, written in the scenario, or read from a file.
import { numberedLines, scrambled, zeros } from '../../agents/content.ts';
import { type ContentSource, contentOf } from '../../agents/msrp/chunking.ts';
import type { PushedFile } from '../../agents/push-options.ts';
import type { Chance } from '../../sim/chance.ts';
import type { Content, FilePlan, Place } from './scenario.ts';

/** Gives the bytes of a file beside the scenario, or undefined when it can't be read. */
export type ReadFile = (path: string) => Uint8Array | undefined;

/** What only running could show to be wrong with a scenario: exit status 2. `message` says where. */
export class ScenarioFault extends Error {
  override readonly name = 'ScenarioFault';
}

export function scenarioFault(file: string, place: Place, text: string): ScenarioFault {
  return new ScenarioFault(`${file}:${place.line}:${place.column}: ${text}`);
}

/** Makes the contents of one scenario; `key` names one so that random octets differ from content to content. */
export class Contents {
  readonly #file: string;
  readonly #readFile: ReadFile;
  readonly #chance: Chance;

  constructor(file: string, readFile: ReadFile, chance: Chance) {
    this.#file = file;
    this.#readFile = readFile;
    this.#chance = chance;
  }

  pushed(plan: FilePlan, key: string): PushedFile {
    const { icon } = plan;
    return {
      ...(plan.name !== undefined && { name: plan.name }),
      type: plan.type,
      content: this.#content(plan.content, plan.sizeBytes, plan.place, key),
      disposition: plan.disposition,
      ...(plan.description !== undefined && { description: plan.description }),
      ...(plan.dates !== undefined && { dates: plan.dates }),
      ...(plan.range !== undefined && { range: plan.range }),
      ...(icon !== undefined && {
        icon: {
          type: icon.type,
          content: this.#content(icon.content, icon.sizeBytes, plan.place, `${key}/icon`),
        },
      }),
    };
  }

  #content(content: Content, sizeBytes: number | undefined, place: Place, key: string): ContentSource {
    switch (content.kind) {
      case 'file':
        return this.#fromFile(content.path, sizeBytes, place);
      case 'literal':
        return contentOf(new TextEncoder().encode(content.text));
      case 'zeros':
        return zeros(sizeBytes ?? 0);
      case 'text':
        return numberedLines(sizeBytes ?? 0);
      case 'random':
        return scrambled(sizeBytes ?? 0, this.#chance.integer(`content/${key}`, 2 ** 32));
    }
  }

  #fromFile(path: string, sizeBytes: number | undefined, place: Place): ContentSource {
    const bytes = this.#readFile(path);
    if (bytes === undefined) throw scenarioFault(this.#file, place, `cannot read the file ${path}`);
    if (sizeBytes !== undefined && sizeBytes !== bytes.length) {
      throw scenarioFault(this.#file, place, `${path} has ${bytes.length} bytes, not ${sizeBytes}`);
    }
    return contentOf(bytes);
  }
}
