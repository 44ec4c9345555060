// The ladder for those who don't see it: a grid of messages, of which only the rows in view exist.
import { html, nothing, render } from 'lit-html';
import { duration, seconds } from '../../views/words.ts';
import type { Arrow, Instant } from '../model/arrows.ts';
import { isBeyond } from '../model/moments.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Selection } from '../state/store.ts';
import type { LadderView } from './ladder.ts';

export interface GridHosts {
  /** The element of role `grid`, which has the focus. */
  readonly grid: HTMLElement;
  readonly rowsHost: HTMLElement;
}

/** Draws the rows in view into the grid, and marks the selected one as the active. */
export function drawGrid(
  { grid, rowsHost }: GridHosts,
  view: LadderView,
  selection: Selection | undefined,
  limit: Instant | undefined,
): void {
  const current = view.current();
  if (current === undefined) return;
  const { model } = current.scene;
  const selected = selection?.kind === 'arrow' ? model.arrowByKey.get(selection.key) : undefined;
  const rows = current.rows.filter(({ sent }) => !isBeyond(sent, limit));
  if (selected !== undefined && !rows.includes(selected)) rows.push(selected);
  rows.sort((a, b) => a.index - b.index);
  grid.setAttribute('aria-rowcount', String(model.arrows.length + 1));
  if (selected === undefined) grid.removeAttribute('aria-activedescendant');
  else grid.setAttribute('aria-activedescendant', `row-${selected.index}`);
  render(
    html`<div role="row" aria-rowindex="1">
        ${['Time', 'Message', 'From', 'To', 'Outcome'].map((name) => html`<span role="columnheader">${name}</span>`)}
      </div>
      ${rows.map((arrow) => rowOf(arrow, model, arrow === selected))}`,
    rowsHost,
  );
}

function rowOf(arrow: Arrow, model: RunModel, selected: boolean) {
  const title = (node: string): string => model.lanes[model.laneOf.get(node) ?? 0]?.title ?? node;
  const { fromNode, toNode, atUs } = arrow.message;
  return html`<div
    role="row"
    id="row-${arrow.index}"
    aria-rowindex=${arrow.index + 2}
    aria-selected=${selected ? 'true' : 'false'}
  >
    <span role="gridcell">${seconds(atUs)} seconds</span>
    <span role="gridcell">${spoken(arrow)}</span>
    <span role="gridcell">${title(fromNode)}</span>
    <span role="gridcell">${title(toNode)}</span>
    <span role="gridcell">${outcome(arrow) ?? nothing}</span>
  </div>`;
}

/** `INVITE, retransmission 1`. */
function spoken({ message, label }: Arrow): string {
  return message.transmission > 0 ? `${message.summary}, retransmission ${message.transmission}` : label;
}

export function outcome({ message, end, copy }: Arrow): string {
  if (message.lost !== undefined) return `lost: ${message.lost.reason}`;
  if (end === undefined) return 'under way at the end';
  const twice = copy === undefined ? '' : ', and a copy of it';
  return `arrived after ${duration(end.atUs - message.atUs)}${twice}`;
}
