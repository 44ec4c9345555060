import { describe, expect, it } from 'vitest';
import { editYaml } from '../../ui/web/model/edit-rules.ts';
import { editFor } from '../../ui/web/model/fault-edit.ts';
import { webRun } from '../support/web-run.ts';
import { useSite } from './site.ts';

// What each fault looks like wherever the page shows it: on the arrow, in the gutter, over the histogram, on the minimap, in the list (T9).

const site = useSite({ height: 1800 });

const key = 'bob>core/sender.1/200 INVITE/1/0';
const atOk = `#v1&s=figure-1&sel=${key}`;

/** What the page shows of faults, whatever they are. */
function shown() {
  return site.page.evaluate((key) => {
    const arrows = [...document.querySelectorAll('#pane .arrow')];
    const keyOf = (node: Element): string =>
      (node as unknown as { __data__: { arrow: { key: string } } }).__data__.arrow.key;
    const texts = (selector: string): string[] =>
      [...document.querySelectorAll(selector)].map((one) => one.textContent ?? '');
    const arrow = arrows.find((one) => keyOf(one) === key);
    return {
      classes: [...(arrow?.classList ?? [])],
      parts: ['cross', 'never', 'copy', 'badge', 'late-dot', 'broken'].filter(
        (part) => arrow?.querySelector(`.${part}`) != null,
      ),
      lost: arrows.filter((one) => one.matches('.lost')).map(keyOf),
      labels: texts('#pane .label text'),
      gutter: texts('#pane .note.bad text'),
      flags: texts('#scrubber .flag text'),
      list: texts('.rail .fault b'),
      matched: document.querySelector('.no-match') === null,
    };
  }, key);
}

/** The rows of the minimap's near edge that a square stands on, as shares of its height. */
function squares(): Promise<number[]> {
  return site.page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('#minimap canvas')!;
    const ratio = canvas.width / canvas.clientWidth;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(Math.round(2 * ratio), 0, 1, canvas.height);
    const full = Array.from({ length: canvas.height }, (_, row) => data[row * 4 + 3]! > 200);
    const edge = 6 * ratio;
    return full.flatMap((on, row) => {
      if (!on || full[row - 1]) return [];
      return [(row + full.indexOf(false, row) - 2 * edge) / 2 / (canvas.height - 2 * edge)];
    });
  });
}

/** Where the notes of faults stand, as shares of the ladder's height. */
function notes(): Promise<number[]> {
  return site.page.evaluate(() => {
    const stage = document.getElementById('ladder')!;
    const top = stage.getBoundingClientRect().top + 66 - stage.scrollTop;
    return [...document.querySelectorAll('#pane .note.bad')]
      .filter((note) => /F\d/.test(note.textContent ?? ''))
      .map((note) => {
        const { y, height } = note.querySelector('rect')!.getBoundingClientRect();
        return (y + height / 2 - 9 - top) / (document.getElementById('world')!.clientHeight - 66);
      });
  });
}

async function make(title: string, act: () => Promise<void>): Promise<Awaited<ReturnType<typeof shown>>> {
  await site.open(atOk);
  await act();
  await site.page.waitForSelector(`.rail .fault:has-text("${title}")`);
  await site.page.waitForSelector('.runs');
  await site.page.waitForSelector('#pane .note.bad');
  await site.page.waitForSelector('#scrubber .flag');
  await site.atRest();
  return shown();
}

const further = (text: string) => async (): Promise<void> => {
  await site.page.click('.further summary');
  await site.page.click(`.further button:has-text("${text}")`);
};
const press = (name: string) => async (): Promise<void> => {
  await site.page.focus('#ladder');
  await site.page.keyboard.press(name);
};

describe('a message that is', () => {
  it.each([
    {
      does: 'dropped',
      title: 'Drop 200 INVITE',
      act: press('d'),
      classes: ['lost'],
      parts: ['cross', 'never'],
    },
    {
      does: 'delayed',
      title: 'Delay 200 INVITE by 740 ms',
      act: press('l'),
      classes: ['late'],
      parts: ['late-dot'],
    },
    {
      does: 'duplicated',
      title: 'Duplicate 200 INVITE',
      act: press('u'),
      classes: [],
      parts: ['copy', 'badge'],
    },
    {
      does: 'corrupted',
      title: 'Corrupt 200 INVITE',
      act: further('Corrupt'),
      classes: ['corrupted'],
      parts: ['broken'],
    },
  ])(
    '$does says so in its shape, in the gutter, by a flag, on the minimap and in the list',
    async (fault) => {
      const found = await make(fault.title, fault.act);
      expect(found.classes.filter((name) => ['lost', 'late', 'corrupted'].includes(name))).toEqual(
        fault.classes,
      );
      expect(found.parts).toEqual(fault.parts);
      expect(found.list).toEqual([fault.title]);
      expect(found.flags).toEqual(['F1']);
      // Beside clauses that were judged there: `fault F1 +14`.
      expect(found.gutter).toContainEqual(expect.stringMatching(/^fault F1(?: \+\d+)?$/));
      expect(found.matched).toBe(true);
      if (fault.does === 'delayed') expect(found.labels.join()).toContain('200 OK · SDP late +740 ms');
      const [marks, places] = [await squares(), await notes()];
      expect(marks).toHaveLength(places.length);
      for (const [index, mark] of marks.entries()) expect(mark).toBeCloseTo(places[index]!, 1);
      expect(site.complaints).toEqual([]);
    },
  );

  it('sent where the way is parted is lost, and so is everything else between the two while it lasts', async () => {
    const found = await make('Partition bob and core', further('Partition'));
    const first = webRun('figure-1').arrowByKey.get(key)!.sent.atUs;
    const parted = webRun('figure-1', [
      `{ partition: "bob<>core", from: ${first}us, until: ${first + 2_000_000}us }`,
    ]);
    const lost = parted.arrows.filter(({ message }) => message.lost !== undefined);
    expect(lost.length).toBeGreaterThan(1);
    expect(found.lost).toEqual(lost.map((arrow) => arrow.key));
    for (const { message, sent } of lost) {
      expect([message.fromNode, message.toNode].sort()).toEqual(['bob', 'core']);
      expect(sent.atUs).toBeLessThan(first + 2_000_000);
    }
    expect(found).toMatchObject({ list: ['Partition bob and core'], flags: ['F1'], matched: true });
  });
});

describe('another seed', () => {
  it('leaves the change in the list, and says that it matches nothing where its message is no more', async () => {
    const name = 'lossy-link';
    const here = webRun(name);
    const repeated = here.arrows.filter(
      ({ message }) => message.transmission > 0 && message.transport === 'udp',
    );
    // A message sent again because of a loss that another seed doesn't have.
    const [edit, seed] = repeated
      .map((arrow) => editFor('drop', arrow, here.arrows))
      .flatMap((one) =>
        ['2', '3', '4', '5']
          .filter((other) => {
            const { unmatched, ownFaults } = webRun(name, [editYaml(one)], other).data;
            return unmatched.includes(ownFaults + 1);
          })
          .map((other) => [one, other] as const),
      )[0]!;
    await site.open(`#v1&s=${name}&f=x:${edit.from}>${edit.to}/${edit.message}/${edit.nth}`);
    await site.page.waitForSelector('.runs');
    await site.atRest();
    expect(await site.page.locator('.no-match').count()).toBe(0);
    await site.page.fill('.seed input', seed);
    await site.page.press('.seed input', 'Enter');
    await site.page.waitForSelector('.rail .no-match');
    expect(await site.page.textContent('.rail .fault:has(.no-match) b')).toBe(`Drop ${edit.message}`);
    await site.page.fill('.seed input', '1');
    await site.page.press('.seed input', 'Enter');
    await site.page.waitForSelector('.rail .no-match', { state: 'detached' });
    expect(await site.page.textContent('.rail .fault b')).toBeTruthy();
    expect(site.complaints).toEqual([]);
  });
});
