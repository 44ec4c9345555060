import { describe, expect, it } from 'vitest';
import { atOnce } from '../../sim/steps.ts';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import type { PictureContent } from '../../ui/web/picture/lay-out.ts';
import { contentOfRun } from '../../ui/web/picture/of-run.ts';
import { drawingPages, drawingPicture, pictureSize } from '../../ui/web/picture/pictures.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';
import { longTrace } from './long-trace.ts';

function contentOf(name: string): PictureContent {
  const source = scenarioSource(name);
  const answer = simulate({ name, text: source.text, faults: [] }, source.readFile);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  return contentOfRun(answer.run.records, answer.run.verdict);
}

const longContent = (messages: number): PictureContent =>
  contentOfRun(longTrace({ messages, atOnce: 10 }) as never, { ok: true, lines: [] });

interface Drawn {
  readonly key: string;
  readonly fromY: number;
  readonly toY: number;
}

/** The messages that a drawing has, with where their lines begin and end. */
function messagesIn(svg: string): Drawn[] {
  return [
    ...svg.matchAll(/<g class="arrow[^"]*"><title>[^<]*<\/title><desc>[^<]*; ([^<]*)<\/desc>(.*?)<\/g>/g),
  ].map(([, key, inside]) => {
    const ys = [
      ...inside!.matchAll(/class="(?:shaft|never)"[^>]* y1="([-\d.]+)"[^>]* y2="([-\d.]+)"/g),
    ].flatMap(([, from, to]) => [Number(from), Number(to)]);
    return { key: key!.replaceAll('&gt;', '>'), fromY: Math.min(...ys), toY: Math.max(...ys) };
  });
}

/** Where heads of lanes stand in a drawing, within its own heights. */
function headsIn(svg: string): number[] {
  return [...svg.matchAll(/<g class="heads" transform="translate\(0,([-\d.]+)\)">/g)].map(([, y]) =>
    Number(y),
  );
}

/** What had better not be covered, and at which height its middle stands. */
function marksIn(svg: string): { readonly what: string; readonly y: number }[] {
  const plates =
    /<g class="(pill|timer-tag)[^"]*"><rect x="[-\d.]+" y="([-\d.]+)" width="[\d.]+" height="([\d.]+)"/g;
  // A filled head begins at its point, an open one a stroke before.
  const heads = /<path class="(head)[^"]*" d="M[-\d.]+,([-\d.]+)/g;
  const labels = /<g class="(label)[^"]*"><text transform="translate\([-\d.]+,([-\d.]+)\)/g;
  return [...svg.matchAll(plates), ...svg.matchAll(heads), ...svg.matchAll(labels)].map(
    ([, what, y, height = 0]) => ({
      what: what!,
      y: Number(y) + Number(height) / 2,
    }),
  );
}

const keysOf = ({ model }: PictureContent): string[] => model.arrows.map(({ key }) => key);

describe('a picture', () => {
  it('is the same to the byte each time, and needs nothing else', () => {
    const { svg } = atOnce(drawingPicture(contentOf('lossy-link')));
    expect(atOnce(drawingPicture(contentOf('lossy-link'))).svg).toBe(svg);
    expect(svg).not.toMatch(/href|url\(|@import|var\(|NaN|undefined/);
    expect(svg.match(/https?:[^"<\s]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  });

  it('of a long run has every message once, and the heads of the lanes at least every 2,000 px', () => {
    const content = longContent(1_000);
    const { svg, height } = atOnce(drawingPicture(content));
    expect(messagesIn(svg).map(({ key }) => key)).toEqual(keysOf(content));
    const heads = headsIn(svg).sort((a, b) => a - b);
    expect(heads.length).toBeGreaterThan(10);
    for (const [index, y] of [...heads, height].entries())
      expect(y - (heads[index - 1] ?? 0)).toBeLessThanOrEqual(2_000);
  });

  it('takes time and room in proportion to the run, however long', () => {
    const octetsOf = (messages: number): number => atOnce(drawingPicture(longContent(messages))).svg.length;
    const [some, many] = [octetsOf(1_000), octetsOf(4_000)];
    expect(many / some).toBeLessThan(4.4);
    expect(many / 4_000).toBeLessThan(1_500);
  });
});

describe('a picture on pages', () => {
  it('is one page where there is room for it', () => {
    const content = contentOf('figure-1');
    const pages = atOnce(drawingPages(content, pictureSize(content).height));
    expect(pages).toHaveLength(1);
    expect(pages[0]).toMatchObject(pictureSize(content));
    expect(pages[0]!.svg).not.toContain(' of 1<');
  });

  it.each([500, 700, 2_000])(
    'of %i px: none is higher, each has its heads, every message is on one of them',
    (most) => {
      for (const name of ['lost-200-ok', 'core/two-answer-at-once', 'agents/three-files']) {
        const content = contentOf(name);
        const pages = atOnce(drawingPages(content, most));
        const found = pages.map(({ svg }) => messagesIn(svg).map(({ key }) => key));
        expect(new Set(found.flat())).toEqual(new Set(keysOf(content)));
        pages.forEach(({ height, svg }, index) => {
          expect(height).toBeLessThanOrEqual(most);
          expect(svg.match(/class="plate"/g)).toHaveLength(content.model.lanes.length);
          expect(svg.includes(`${index + 1} of ${pages.length}<`)).toBe(pages.length > 1);
          expect(svg.includes(' · fingerprint ')).toBe(index === pages.length - 1);
        });
      }
    },
  );

  it('cuts no message where there is a place that cuts none', () => {
    const content = contentOf('lossy-link');
    const pages = atOnce(drawingPages(content, 700));
    expect(pages.length).toBeGreaterThan(1);
    const found = pages.flatMap(({ svg }) => messagesIn(svg).map(({ key }) => key));
    expect(found).toHaveLength(content.model.arrows.length);
    // States, timers and what runs on.
    const all = pages.map(({ svg }) => svg).join('');
    expect(all.match(/class="pill /g)!.length).toBe(content.model.pills.length);
    expect(all.match(/class="timer fired"/g)!.length).toBeGreaterThanOrEqual(
      content.timers.filter(({ outcome }) => outcome === 'fired').length,
    );
  });

  it.each([500, 700])(
    'of %i px has no label, state, timer’s letter or head of a message behind the heads of lanes',
    (most) => {
      const met = new Set<string>();
      for (const name of ['lossy-link', 'core/three-devices', 'agents/three-files', 'core/edge-and-home']) {
        for (const { svg } of atOnce(drawingPages(contentOf(name), most)).slice(1)) {
          const [top] = headsIn(svg);
          const marks = marksIn(svg);
          for (const { what } of marks) met.add(what);
          expect(
            marks.filter(({ y }) => y > top! - 6 && y < top! + 66),
            name,
          ).toEqual([]);
        }
      }
      expect(met).toEqual(new Set(['pill', 'timer-tag', 'label', 'head']));
    },
  );

  it('of what takes longer than a page has a part on each', () => {
    const content = contentOf('lossy-link');
    const pages = atOnce(drawingPages(content, 500));
    const timers = pages.map(({ svg }) => svg.match(/class="timer [^"]*"/g)?.length ?? 0);
    expect(timers.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(content.timers.length);
  });
});
