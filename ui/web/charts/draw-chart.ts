// A laid out statechart as SVG. Lines are as strong as they were often taken; what was never taken is dashed.

import type { TransitionOutline } from '../../../sim/statechart/outline.ts';
import { nothing, type SVGTemplateResult, svg } from '../template.ts';
import type { ChartLayout, PlacedBundle, PlacedState } from './layout/chart-layout.ts';
import { herePlace } from './layout/here-place.ts';
import { innerText, labelText } from './layout/label-text.ts';
import type { Point } from './layout/route.ts';
import { lineHeight, titleHeight } from './layout/sizes.ts';
import { keyOf, type Tally, warmth } from './tally.ts';
import './charts.css';

export interface ChartLooks {
  readonly tally: Tally;
  /** The key of the transition that is pointed at. */
  readonly lit?: string | undefined;
  /** By state, on which hosts a machine is in it where the playhead stands. */
  readonly active: ReadonlyMap<string, readonly string[]>;
  readonly point: (transition: TransitionOutline | undefined) => void;
  /** To the moments at which it was taken. */
  readonly go: (transition: TransitionOutline) => void;
}

const round = 7;

export function drawChart(layout: ChartLayout, title: string, looks: ChartLooks): SVGTemplateResult {
  const { width, height } = layout.size;
  return svg`<svg class="chart" width=${width} height=${height} style="--wide: ${width}px" viewBox="0 0 ${width} ${height}" role="img" aria-label=${title}>
    ${layout.states.map((placed) => drawState(placed, layout, looks))}
    ${layout.dots.map(({ box, line }) => drawBegin(box.x + box.width / 2, box.y + box.height / 2, line))}
    ${layout.bundles.map((bundle) => drawBundle(bundle, looks))}
  </svg>`;
}

/** The dot from which a level begins, with its arrow. */
export function drawBegin(x: number, y: number, line: readonly Point[]): SVGTemplateResult {
  return svg`<g class="begin"><circle cx=${x} cy=${y} r="4.5"></circle><path class="line" d=${smooth(line)}></path>${head(line)}</g>`;
}

function drawState({ state, box }: PlacedState, layout: ChartLayout, looks: ChartLooks): SVGTemplateResult {
  const { entry } = state.outline;
  const onEntry = entry.length === 0 ? [] : [`entry / ${entry.join(', ')}`];
  const lineAt = (index: number): number => box.y + titleHeight.full + 11 + index * lineHeight;
  const here = looks.active.get(state.path) ?? [];
  const around = [...looks.active.keys()].some((path) => path.startsWith(`${state.path}.`));
  return svg`<g class="state ${state.children.length > 0 ? 'outer' : ''} ${here.length > 0 ? 'now' : around ? 'around' : ''}">
    ${frameOf(state.outline.final, box)}
    ${here.length === 0 ? nothing : drawHere(here, herePlace(box, layout))}
    <text class="name" x=${box.x + 12} y=${box.y + 16.5}>${state.name}</text>
    ${onEntry.map((text, index) => svg`<text class="entry" x=${box.x + 12} y=${lineAt(index)}>${text}</text>`)}
    ${state.inner.map((one, index) => drawTransition(one, innerText(one), box.x, lineAt(onEntry.length + index), box.width, looks))}
  </g>`;
}

/** A mark on the border of a state that machines are in now, with how many where they are several. */
function drawHere(hosts: readonly string[], [x, y]: Point): SVGTemplateResult {
  const several = hosts.length > 1;
  return svg`<g class="here"><title>Now: ${hosts.join(', ')}</title>
    <circle cx=${x} cy=${y} r=${several ? 8 : 5.5}></circle>
    ${several ? svg`<text x=${x} y=${y + 3.6}>${hosts.length}</text>` : nothing}
  </g>`;
}

/** A state's border, of a final one twice. */
export function frameOf(final: boolean, { x, y, width, height }: PlacedState['box']): SVGTemplateResult {
  return svg`<rect class="frame" x=${x} y=${y} width=${width} height=${height} rx="9"></rect>
    ${final ? svg`<rect class="frame inner" x=${x + 3} y=${y + 3} width=${width - 6} height=${height - 6} rx="6"></rect>` : nothing}`;
}

function drawBundle({ bundle, label, lines }: PlacedBundle, looks: ChartLooks): SVGTemplateResult {
  const { transitions } = bundle;
  const count = transitions.reduce((sum, one) => sum + looks.tally.of(one), 0);
  // The lines stand in the middle of their label.
  const firstLine =
    label === undefined ? 0 : label.y + (label.height - transitions.length * lineHeight) / 2 + 11;
  const lit = transitions.some((one) => keyOf(one) === looks.lit);
  return svg`<g class="bundle ${count === 0 ? 'never' : ''} ${lit ? 'lit' : ''}" style="--warm: ${warmth(count, looks.tally.most).toFixed(2)}">
    ${lines.map((line) => svg`<path class="line" d=${smooth(line)}></path>`)}
    ${head(lines.at(-1) ?? [])}
    ${
      label === undefined
        ? nothing
        : svg`<rect class="label" x=${label.x} y=${label.y} width=${label.width} height=${label.height} rx="5"></rect>
      ${transitions.map((one, index) => drawTransition(one, labelText(one), label.x - 4, firstLine + index * lineHeight, label.width + 4, looks))}`
    }
  </g>`;
}

/** One transition's text with its count; its full words are its title. */
function drawTransition(
  transition: TransitionOutline,
  text: string,
  x: number,
  y: number,
  width: number,
  { tally, lit, point, go }: ChartLooks,
): SVGTemplateResult {
  const count = tally.of(transition);
  const key = keyOf(transition);
  return svg`<g
    class="transition ${count === 0 ? 'never' : ''} ${key === lit ? 'lit' : ''}"
    data-key=${key}
    @mouseenter=${() => point(transition)}
    @mouseleave=${() => point(undefined)}
    @click=${() => go(transition)}
  >
    <title>${key}</title>
    <rect class="ground" x=${x + 6} y=${y - 11} width=${width - 8} height=${lineHeight} rx="3"></rect>
    <text x=${x + 12} y=${y}>${text}</text>
    <text class="count" x=${x + width - 8} y=${y}>${count === 0 ? 'never' : `×${count}`}</text>
  </g>`;
}

/** A line with rounded corners. */
export function smooth(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  return rest.reduce((path, [x, y], index) => {
    const before = points[index]!;
    const after = rest[index + 1];
    if (after === undefined) return `${path}L${x} ${y}`;
    const near = towards([x, y], before);
    const far = towards([x, y], after);
    return `${path}L${near[0]} ${near[1]}Q${x} ${y} ${far[0]} ${far[1]}`;
  }, `M${first[0]} ${first[1]}`);
}

/** The point a corner's radius away, or half the way where the next one is nearer. */
function towards([x, y]: Point, [toX, toY]: Point): Point {
  const length = Math.abs(toX - x) + Math.abs(toY - y);
  const share = length === 0 ? 0 : Math.min(round, length / 2) / length;
  return [x + (toX - x) * share, y + (toY - y) * share];
}

/** The arrow's head, at the last point. */
export function head(points: readonly Point[]): SVGTemplateResult | typeof nothing {
  const to = points.at(-1);
  const from = points.at(-2);
  if (to === undefined || from === undefined) return nothing;
  const turn = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI;
  return svg`<path class="head" d="M0 0L-8 -4L-8 4Z" transform="translate(${to[0]} ${to[1]}) rotate(${turn})"></path>`;
}
