// The machine around a change, small: where it was, where it is, which way it went.

import type { MachineOutline } from '../../../sim/statechart/outline.ts';
import { drawBegin, frameOf, head, smooth } from '../charts/draw-chart.ts';
import { type ChartLayout, layOut } from '../charts/layout/chart-layout.ts';
import { type SVGTemplateResult, svg } from '../template.ts';
import { takenTransition } from './taken-transition.ts';

export interface Change {
  readonly from: string;
  readonly to: string;
  readonly on: string;
}

/** The inspector's width in pixels; a wider chart is drawn smaller. */
const room = 350;

export function miniChart(outline: MachineOutline, change: Change): SVGTemplateResult {
  const { size, states, dots, bundles } = layoutOf(outline);
  const taken = takenTransition(outline, change);
  const lookOf = (path: string): string =>
    path === change.to
      ? 'now'
      : path === change.from
        ? 'before'
        : change.to.startsWith(`${path}.`)
          ? 'around'
          : '';
  const before = change.from === '' ? 'began in' : `was in ${change.from}, is in`;
  return svg`<svg class="chart mini" width=${Math.min(room, size.width)} viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${outline.id} ${before} ${change.to}">
    ${states.map(
      ({
        state,
        box,
      }) => svg`<g class="state ${state.children.length > 0 ? 'outer' : ''} ${lookOf(state.path)}">
        ${frameOf(state.outline.final, box)}
        <text class="name" x=${box.x + 12} y=${box.y + 16.5}>${state.name}</text>
      </g>`,
    )}
    ${dots.map(({ box, line }) => drawBegin(box.x + box.width / 2, box.y + box.height / 2, line))}
    ${bundles.map(
      ({
        bundle,
        lines,
      }) => svg`<g class="bundle ${taken !== undefined && bundle.transitions.includes(taken) ? 'taken' : ''}">
        ${lines.map((line) => svg`<path class="line" d=${smooth(line)}></path>`)}${head(lines.at(-1) ?? [])}
      </g>`,
    )}
  </svg>`;
}

const layouts = new WeakMap<MachineOutline, ChartLayout>();

function layoutOf(outline: MachineOutline): ChartLayout {
  const known = layouts.get(outline) ?? layOut(outline, 'mini');
  layouts.set(outline, known);
  return known;
}
