// For a browser that lacks what the page needs: a plain sentence, and the run as text all the same.

import { textLadder } from '../../views/text-ladder.ts';
import { ladderOf } from '../export/ladder-of.ts';
import { save } from '../export/save.ts';
import { shipped } from '../library.ts';
import { createRunModel } from '../model/run-model.ts';
import { readAddress } from '../state/address.ts';
import { firstState } from '../state/page-state.ts';
import { html, render } from '../template.ts';

export function showUnsupported(host: HTMLElement, lack: string, hash: string): void {
  const { scenario } = readAddress(hash).state;
  render(
    html`<main class="unsupported">
      <h1>siplab</h1>
      <p>This browser is too old to show the ladder: it has no ${lack}. Any browser of the last years does.</p>
      <p><button class="button primary" @click=${() => void download(scenario)}>Download the run as text</button></p>
      <p>The command line shows the same: <code>siplab run ${scenario}</code></p>
    </main>`,
    host,
  );
}

/** The page itself simulates: it has nothing else to do. */
async function download(wanted: string): Promise<void> {
  const [{ simulate }, { filesBeside }, { shippedScenario }] = await Promise.all([
    import('../worker/simulate.ts'),
    import('../worker/shipped-files.ts'),
    import('../worker/shipped-scenarios.ts'),
  ]);
  const name = shipped(wanted)?.name ?? firstState.scenario;
  const { text } = await shippedScenario(name);
  const answer = simulate({ name, text, faults: [] }, filesBeside(name));
  if (!answer.ok) return;
  const { verdict } = answer.run;
  const ladder = ladderOf(createRunModel(answer.run));
  const lines = textLadder(ladder, { width: 100, unicode: true, color: false, verdict });
  save(`${name.replaceAll('/', '-')}.txt`, `${lines.join('\n')}\n`, 'text/plain');
}
