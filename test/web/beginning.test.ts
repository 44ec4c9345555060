import { describe, expect, it } from 'vitest';
import { openScenario } from '../../scenarios/lab/further-faults.ts';
import { type RunResult, runScenario } from '../../scenarios/lab/run.ts';
import { rulesOf } from '../../ui/web/model/edit-rules.ts';
import { editFor } from '../../ui/web/model/fault-edit.ts';
import { traceData } from '../../ui/web/model/opened-trace.ts';
import { createRunModel } from '../../ui/web/model/run-model.ts';
import { push, story } from '../scenarios/runs/lab.ts';
import { dropFile } from './drop-file.ts';
import { useSite } from './site.ts';

// Whoever breaks a run late has its beginning from the run that the page has already.

const site = useSite();

const pushes = Array.from({ length: 60 }, (_, n) => push.replace('at: 1s', `at: ${n + 1}s`));
const text = story({ acts: pushes });
const { arrows } = createRunModel(traceData('many.ndjson', simulated([]).records));
/** The changes of who drops the last message, and then the first. */
const edits = [editFor('drop', arrows.at(-1)!, arrows), editFor('drop', arrows[0]!, arrows)];

/** As Node has them with none of the changes, with the first, with both. */
const runs = [0, 1, 2].map((count) => simulated(rulesOf(edits.slice(0, count)).faults));
const fingerprints = runs.map(({ fingerprint }) => fingerprint);

function simulated(rules: readonly string[]): RunResult {
  const { scenario } = openScenario(text, 'many.yaml').withFaults(rules);
  return runScenario(scenario!, { readFile: () => undefined });
}

const shows = (fingerprint: string): Promise<unknown> =>
  site.page.waitForFunction(
    (wanted) => document.querySelector('.fingerprint .mono')?.textContent === wanted,
    fingerprint,
  );

describe('a fault late in a run', () => {
  it('makes the run that Node makes, and so does one before it, undone and done again', async () => {
    const { page } = site;
    await site.open('');
    await dropFile(page, 'many.yaml', text);
    await shows(fingerprints[0]!);
    await page.focus('#ladder');
    for (const [done, key] of ['End', 'Home'].entries()) {
      await page.keyboard.press(key);
      await page.keyboard.press('d');
      await shows(fingerprints[done + 1]!);
      await site.atRest();
      const { counts } = createRunModel(traceData('many.ndjson', runs[done + 1]!.records));
      const said = (await page.textContent('#tool-bar'))!;
      expect(said).toContain(`${counts.messages} messages`);
      expect(said).toContain(`${counts.lost} lost`);
    }
    await page.keyboard.press('Control+z');
    await shows(fingerprints[1]!);
    await page.keyboard.press('Control+z');
    await shows(fingerprints[0]!);
    await page.keyboard.press('Control+Shift+z');
    await shows(fingerprints[1]!);
    expect(site.complaints).toEqual([]);
  });
});
