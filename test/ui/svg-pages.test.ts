import { describe, expect, it } from 'vitest';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { buildLadder } from '../../ui/views/build-ladder.ts';
import { ladderSize, svgPages } from '../../ui/views/svg-pages.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';
import { troubles } from './fixtures/figure-1.ts';

function ladderOf(name: string) {
  const source = scenarioSource(name);
  const answer = simulate({ name, text: source.text, faults: [] }, source.readFile);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  return buildLadder(answer.run.records);
}

const verdict = { ok: true, lines: [] };
/** The keys of the messages that a drawing names, each once. */
const keysIn = (svg: string): Set<string> =>
  new Set(
    [
      ...svg.matchAll(/<g class="(?!timer|mark)[^"]*"><title>[^<]*<\/title><desc>[^<]*; ([^<]*)<\/desc>/g),
    ].map(([, key]) => key!.replaceAll('&gt;', '>')),
  );

describe('a ladder on pages', () => {
  it('is one page where there is room for it', () => {
    const ladder = buildLadder(troubles());
    const pages = svgPages(ladder, verdict, ladderSize(ladder).height);
    expect(pages).toHaveLength(1);
    expect(pages[0]).toMatchObject(ladderSize(ladder));
    expect(pages[0]!.svg).not.toContain(' of 1<');
  });

  it.each([300, 700, 2_000])(
    'of %i px: none is higher, each has its heads, every message is on one of them',
    (most) => {
      for (const name of ['lost-200-ok', 'core/two-answer-at-once', 'agents/three-files']) {
        const ladder = ladderOf(name);
        const messages = new Set(ladder.rows.flatMap((row) => (row.kind === 'message' ? [row.key] : [])));
        const pages = svgPages(ladder, verdict, most);
        expect(pages.length).toBeGreaterThanOrEqual(Math.ceil(ladderSize(ladder).height / most));
        const found = pages.map(({ svg }) => keysIn(svg));
        expect(new Set(found.flatMap((keys) => [...keys]))).toEqual(messages);
        // Only what is under way where a page ends is on two of them.
        const drawn = found.reduce((sum, keys) => sum + keys.size, 0);
        if (name === 'lost-200-ok') expect(drawn).toBeLessThan(messages.size * 1.5);
        pages.forEach(({ height, svg }, index) => {
          expect(height).toBeLessThanOrEqual(most);
          expect(svg.match(/class="plate"/g)).toHaveLength(ladder.lanes.length);
          expect(svg.includes(`${index + 1} of ${pages.length}<`)).toBe(pages.length > 1);
          expect(svg.includes('messages · seed')).toBe(index === pages.length - 1);
        });
        const onPages = pages.reduce((sum, { height }) => sum + height, 0) - 44 * (pages.length - 1);
        expect(onPages).toBeCloseTo(ladderSize(ladder).height, 3);
      }
    },
  );
});
