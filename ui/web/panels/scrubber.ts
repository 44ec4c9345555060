// When things happened: a histogram over the whole run, and a slider to go there.
import { type Selection, select } from 'd3';
import { atOnce } from '../../../sim/steps.ts';
import { duration, seconds } from '../../views/words.ts';
import { breath } from '../breath.ts';
import { createChanges } from '../ladder/changes.ts';
import { comingLater } from '../later.ts';
import type { RunModel } from '../model/run-model.ts';
import { isLong } from '../state/sight.ts';
import { inSlices } from '../state/slices.ts';
import type { Store } from '../state/store.ts';
import { type LogScale, logScale, roundTimes } from './log-scale.ts';
import { type Counted, counting, kinds } from './scrubber-count.ts';
import { drawFlags, flagsAt } from './scrubber-flags.ts';

export interface Scrubber {
  /** Draws the run and the playhead. */
  draw(): void;
}

const pad = 18;
const belowCaptions = 17;

/** `range` is a native slider laid over the drawing; its value counts thousandths of the width. */
export function createScrubber(
  host: HTMLElement,
  range: HTMLInputElement,
  store: Store,
  to: (us: number) => void,
): Scrubber {
  const svg = select(host).insert('svg', 'input').attr('aria-hidden', 'true');
  const [bars, tracks, marks, flags, front] = ['bars', 'tracks', 'marks', 'flags', 'front'].map((name) =>
    svg.append('g').attr('class', name),
  );
  svg.append('g').attr('class', 'captions').call(drawCaptions);

  // Asked for in the midst of a frame, the size would be computed anew each time.
  let box = host.getBoundingClientRect();
  new ResizeObserver(() => {
    box = host.getBoundingClientRect();
    draw();
  }).observe(host);
  const scaleOf = ({ endUs }: RunModel, width: number): LogScale =>
    logScale(Math.max(1, endUs), Math.max(1, endUs / 12), [pad, width - pad]);

  range.addEventListener('input', () => {
    const run = store.run.value;
    if (run === undefined) return;
    const { width } = box;
    const x = pad + (Number(range.value) / 1000) * (width - 2 * pad);
    to(Number(range.value) >= 1000 ? run.endUs : scaleOf(run, width).invert(x));
  });

  /** What was drawn last stays for as long as it is of this run, in this width and height. */
  const changed = createChanges();
  let turn = 0;

  /** A long run is counted piece by piece; until that is done what was drawn last stays. */
  function drawRun(run: RunModel, x: LogScale): void {
    const { width, height } = box;
    if (!changed(run, width, height)) return;
    const mine = ++turn;
    const steps = counting(run, x, [pad, width - pad]);
    if (!isLong(run)) drawCounted(atOnce(steps), run, x, box);
    else
      void comingLater(async () => {
        await breath();
        const counted = await inSlices(steps, () => mine === turn);
        if (counted !== undefined) drawCounted(counted, run, x, { width, height });
      });
  }

  function drawCounted(
    counted: Counted,
    run: RunModel,
    x: LogScale,
    { width, height }: Pick<DOMRect, 'width' | 'height'>,
  ): void {
    const base = height - 38;
    svg.attr('width', width).attr('height', height);
    bars!
      .selectAll('path')
      .data(barsOf(counted, width, base))
      .join('path')
      .attr('class', ({ kind }) => kind)
      .attr('d', ({ outline }) => outline);
    const ticks = roundTimes(run.endUs, x);
    marks!
      .selectAll<SVGTextElement, number>('text')
      .data(ticks)
      .join('text')
      .attr('x', (us) => x(us))
      .attr('y', base + 25)
      .text((us) => (us === 0 ? '0' : duration(us)));
    marks!
      .selectAll<SVGPathElement, number>('path')
      .data(counted.losses)
      .join('path')
      .attr('d', (us) => `M${x(us) - 3},${flagsAt - 3}l6,6m0,-6l-6,6M${x(us)},${flagsAt + 7}V${base}`);
    drawFlags(flags!, counted.flags, x, base);
    flags!
      .selectAll('.violation')
      .data(counted.violations)
      .join('path')
      .attr('class', 'violation')
      .attr('d', (us) => `M${x(us)},${base}l5,5l-5,5l-5,-5z`);
    svg.classed('violating', counted.violations.length > 0);
  }

  function draw(): void {
    const run = store.run.value;
    if (run === undefined) return;
    const { width, height } = box;
    const x = scaleOf(run, width);
    const base = height - 38;
    drawRun(run, x);
    const now = Math.min(store.now.value.atUs, run.endUs);
    const ends: readonly [number, string][] = [
      [x(run.endUs), 'track'],
      [x(now), 'track done'],
    ];
    tracks!
      .selectAll('line')
      .data(ends)
      .join('line')
      .attr('class', ([, name]) => name)
      .attr('x1', pad)
      .attr('x2', ([end]) => end)
      .attr('y1', base + 5)
      .attr('y2', base + 5);
    front!
      .selectAll('line')
      .data([x(now)])
      .join('line')
      .attr('x1', (at) => at)
      .attr('x2', (at) => at)
      .attr('y1', belowCaptions)
      .attr('y2', base + 5);
    front!
      .selectAll('circle')
      .data([x(now)])
      .join('circle')
      .attr('cx', (at) => at)
      .attr('cy', base + 5)
      .attr('r', 8);
    range.value = String(Math.round(((x(now) - pad) / (width - 2 * pad)) * 1000));
    const event = run.steps.upTo(store.now.value);
    range.setAttribute(
      'aria-valuetext',
      `${seconds(Math.round(now))} s, event ${event} of ${run.steps.length}`,
    );
  }

  return { draw };
}

interface Bars {
  readonly kind: string;
  readonly outline: string;
}

const captions = [
  { text: 'Events', at: 0 },
  { text: 'SIP', at: 54, kind: 'sip' },
  { text: 'MSRP', at: 92, kind: 'msrp' },
  { text: 'timers', at: 142, kind: 'timer' },
  { text: 'clause violated', at: 194, kind: 'violation' },
] as const;

/** What the colours of the bars mean. */
function drawCaptions(host: Selection<SVGGElement, unknown, null, undefined>): void {
  for (const one of captions) {
    const group = host.append('g').attr('transform', `translate(${pad + one.at},0)`);
    if ('kind' in one && one.kind === 'violation')
      group
        .attr('class', 'caption-violation')
        .append('path')
        .attr('class', one.kind)
        .attr('d', 'M-7,4l4.5,4.5l-4.5,4.5l-4.5,-4.5z');
    else if ('kind' in one)
      group
        .append('rect')
        .attr('class', one.kind)
        .attr('x', -11)
        .attr('y', 5)
        .attr('width', 7)
        .attr('height', 7)
        .attr('rx', 1.5);
    group.append('text').attr('y', 12).text(one.text);
  }
}

/** Stacked bars, those of a kind as one path. */
function barsOf({ bins }: Counted, width: number, base: number): Bars[] {
  const most = Math.max(1, ...bins.map((bin) => bin.reduce((sum, n) => sum + n, 0)));
  const unit = Math.min(7, (base - flagsAt - 9) / most);
  const step = (width - 2 * pad) / bins.length;
  const outlines = kinds.map(() => '');
  for (const [index, bin] of bins.entries()) {
    let y = base;
    for (const [kind, n] of bin.entries()) {
      if (n === 0) continue;
      y -= n * unit;
      const size = [Math.max(1, step - 1.2), Math.max(1, n * unit - 0.8)] as const;
      outlines[kind] += rounded(pad + index * step + 0.6, y, ...size);
    }
  }
  return kinds.map((kind, index) => ({ kind, outline: outlines[index]! }));
}

/** A bar with corners of 1 px. */
function rounded(x: number, y: number, width: number, height: number): string {
  const round = Math.min(1, width / 2, height / 2);
  const corner = (across: number, down: number): string => `a${round},${round} 0 0 1 ${across},${down}`;
  const [flat, steep] = [width - 2 * round, height - 2 * round];
  const top = `M${x + round},${y}h${flat}${corner(round, round)}v${steep}`;
  return `${top}${corner(-round, round)}h${-flat}${corner(-round, -round)}v${-steep}${corner(round, -round)}z`;
}
