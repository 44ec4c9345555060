// What the worker tells of machines and requirements: asked for when a view first wants it, kept while it holds.
import { signal } from '@preact/signals-core';
import type { SimulationClient } from '../worker/client.ts';
import type { RunRequest } from '../worker/messages.ts';
import type { Reference, Survey } from '../worker/survey-messages.ts';

export interface Surveys {
  /** The machines and the catalogue; undefined until they are there. */
  reference(): Reference | undefined;
  /** The survey of a run; undefined until it is there, or where it doesn't run. */
  of(request: RunRequest | undefined): Survey | undefined;
  /** Of all shipped scenarios, as far as they have been run; they go on being run while `wanted`. */
  all(): Progress;
}

export interface Progress {
  readonly surveys: readonly Survey[];
  readonly done: number;
  readonly total: number;
}

/** So many surveys are shown at once. */
const together = 6;

export function createSurveys(
  client: SimulationClient,
  names: readonly string[],
  wanted: () => boolean,
): Surveys {
  const reference = signal<Reference | undefined>(undefined);
  const ofRun = signal<{ readonly key: string; readonly survey: Survey | undefined } | undefined>(undefined);
  const progress = signal<Progress>({ surveys: [], done: 0, total: names.length });
  let asked = false;
  let askedRun = '';
  let running = false;
  const fresh: Survey[] = [];

  async function runAll(): Promise<void> {
    running = true;
    for (let now = progress.peek(); wanted() && now.done < now.total; now = progress.peek()) {
      const found = await client.survey({ name: names[now.done]!, faults: [] });
      if (found !== undefined) fresh.push(found);
      const done = now.done + 1;
      // Whoever draws them all draws less often than they come.
      const tell = done % together === 0 || done === now.total;
      progress.value = { ...now, done, surveys: tell ? [...now.surveys, ...fresh.splice(0)] : now.surveys };
    }
    running = false;
  }

  return {
    reference() {
      if (!asked) {
        asked = true;
        void client.reference().then((found) => {
          reference.value = found;
          asked = found !== undefined;
        });
      }
      return reference.value;
    },
    of(request) {
      if (request === undefined) return undefined;
      const key = JSON.stringify(request);
      if (key !== askedRun) {
        askedRun = key;
        void client.survey(request).then((survey) => {
          if (key === askedRun) ofRun.value = { key, survey };
        });
      }
      return ofRun.value?.key === key ? ofRun.value.survey : undefined;
    },
    all() {
      if (!running && progress.value.done < progress.value.total) void runAll();
      return progress.value;
    },
  };
}
