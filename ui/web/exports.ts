// What can be taken home. Everything is written from the trace, so it equals what is on the screen.
import { recordLine } from '../../sim/trace/ndjson.ts';
import { mermaid } from '../views/mermaid.ts';
import { svgLadder } from '../views/svg-ladder.ts';
import { textLadder } from '../views/text-ladder.ts';
import type { RunModel } from './model/run-model.ts';
import type { Actions } from './state/actions.ts';
import type { OwnScenario } from './state/page-state.ts';
import type { Store } from './state/store.ts';
import type { SimulationClient } from './worker/client.ts';

export interface Exports {
  svg(): void;
  text(): void;
  ndjson(): void;
  mermaid(): void;
  pcapng(): void;
  scenario(scenario: OwnScenario): void;
}

export function createExports(store: Store, actions: Actions, client: SimulationClient): Exports {
  const withRun = (write: (run: RunModel) => void) => (): void => {
    if (store.run.value !== undefined) write(store.run.value);
  };
  return {
    svg: withRun((run) => save(name(run, 'svg'), svgLadder(run.ladder, run.data.verdict), 'image/svg+xml')),
    text: withRun((run) =>
      save(
        name(run, 'txt'),
        `${textLadder(run.ladder, { width: 100, unicode: true, color: false, verdict: run.data.verdict })}\n`,
        'text/plain',
      ),
    ),
    ndjson: withRun((run) =>
      save(name(run, 'ndjson'), `${run.data.records.map(recordLine).join('\n')}\n`, 'application/x-ndjson'),
    ),
    mermaid: withRun((run) => save(name(run, 'mmd'), mermaid(run.ladder), 'text/plain')),
    scenario: ({ name, text }) => save(fileNameOf(name), text, 'text/yaml'),
    pcapng: withRun((run) => void saveCapture(run)),
  };

  async function saveCapture(run: RunModel): Promise<void> {
    const request = actions.request();
    const bytes = request === undefined ? undefined : await client.capture(request);
    if (bytes === undefined) store.toast.value = 'This run left no packets to save.';
    else save(name(run, 'pcapng'), bytes, 'application/octet-stream');
  }

  /** `figure-1_seed-1_b294c82c.svg`: the scenario, its seed, the fingerprint. */
  function name(run: RunModel, ending: string): string {
    const scenario = store.scenario.value.replaceAll('/', '-');
    const seed = run.data.seed.replace(/[^\w-]+/g, '-').slice(0, 40);
    return `${scenario}_seed-${seed}_${run.data.fingerprint.slice(0, 8)}.${ending}`;
  }
}

/** `core-digest.yaml` of `core/digest`. */
function fileNameOf(scenario: string): string {
  return `${scenario.replace(/\.ya?ml$/i, '').replaceAll('/', '-')}.yaml`;
}

export function save(name: string, content: string | Uint8Array<ArrayBuffer>, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
