// The ladder for those who don't see it: a grid of messages, of which only the rows in view exist.

import { timerTitle } from '../../views/record-words.ts';
import { duration, seconds } from '../../views/words.ts';
import { comingLater } from '../later.ts';
import type { Arrow, Instant } from '../model/arrows.ts';
import { clauseName } from '../model/clauses.ts';
import { isBeyond } from '../model/moments.ts';
import { differenceOf } from '../model/run-comparison.ts';
import type { RunModel } from '../model/run-model.ts';
import { arrowUntil } from '../model/until.ts';
import type { LadderStore } from '../state/sight.ts';
import { html, nothing, render } from '../template.ts';
import type { LadderView } from './ladder.ts';

export interface GridHosts {
  /** The element of role `grid`, which has the focus. */
  readonly grid: HTMLElement;
  readonly rowsHost: HTMLElement;
}

type GridStore = Pick<LadderStore, 'selection' | 'limit' | 'compared' | 'chosen' | 'telling'>;

/** While the window moves the grid stands still, until it has rested for so long: whoever listens to it can't follow that fast. */
const restMs = 100;

/** To be called for each frame: draws the rows in view into the grid, when there are others or something else is told of them. */
export function createGrid(hosts: GridHosts, view: () => LadderView, store: GridStore): () => void {
  let drawn: readonly unknown[] = [];
  let last: readonly unknown[] = [];
  let resting: number | undefined;
  let over = (): void => undefined;
  function draw(): void {
    const current = view().current();
    if (current === undefined) return;
    drawn = [...toldOf(current, store), ...windowOf(current)];
    drawGrid(hosts, view(), store);
  }
  function rested(): void {
    resting = undefined;
    over();
    const current = view().current();
    if (current !== undefined && !sameAs([...toldOf(current, store), ...windowOf(current)], drawn)) draw();
  }
  return () => {
    const current = view().current();
    if (current === undefined) return;
    const [told, rows] = [toldOf(current, store), windowOf(current)];
    const toldAnew = !sameAs(told, drawn.slice(0, told.length));
    const moved = !sameAs(rows, last);
    // The first of several moves is drawn: it may be the only one.
    if (toldAnew || (moved && resting === undefined)) draw();
    last = rows;
    if (!moved) return;
    window.clearTimeout(resting);
    if (resting === undefined)
      void comingLater(
        () =>
          new Promise<void>((end) => {
            over = end;
          }),
      );
    resting = window.setTimeout(rested, restMs);
  };
}

type Current = NonNullable<ReturnType<LadderView['current']>>;

/** What is told of the rows. */
function toldOf({ scene }: Current, store: GridStore): readonly unknown[] {
  const { selection, limit, compared, chosen, telling } = store;
  return [scene.model, selection.value, limit.value, compared.value, chosen.value, telling.value];
}

/** Which rows. */
function windowOf({ rows }: Current): readonly unknown[] {
  return [rows[0], rows.at(-1), rows.length];
}

function sameAs(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value, index) => value === other[index]);
}

/** Draws the rows in view into the grid, and marks the selected one as the active. */
function drawGrid(
  { grid, rowsHost }: GridHosts,
  view: LadderView,
  { selection, limit, compared, chosen, telling }: GridStore,
): void {
  const current = view.current();
  if (current === undefined) return;
  const { model } = current.scene;
  const key = selection.value?.kind === 'arrow' ? selection.value.key : '';
  const selected = model.arrowByKey.get(key);
  const ghost = selected === undefined && grid.id === 'ladder' ? chosen.value?.arrow : undefined;
  const rows = current.rows.filter(({ sent }) => !isBeyond(sent, limit.value));
  if (selected !== undefined && !rows.includes(selected)) rows.push(selected);
  rows.sort((a, b) => a.index - b.index);
  grid.setAttribute('aria-rowcount', String(rowsOf(model)));
  const active = selected === undefined ? ghost && 'row-ghost' : rowId(grid, selected);
  if (active === undefined) grid.removeAttribute('aria-activedescendant');
  else grid.setAttribute('aria-activedescendant', active);
  const run = grid.id === 'ladder' ? 'b' : 'a';
  render(
    html`<div role="row" aria-rowindex="1">
        ${gridColumns.map((name) => html`<span role="columnheader">${name}</span>`)}
      </div>
      ${rows.map((arrow) => rowOf(arrowUntil(arrow, limit.value), model, { limit: limit.value, id: rowId(grid, arrow), selected: arrow === selected, differs: differenceTold(arrow, run, { compared, telling }) }))}
      ${ghost === undefined ? nothing : rowOf(ghost, model, { id: 'row-ghost', selected: true, differs: '; only in run A' })}`,
    rowsHost,
  );
}

/** How a message differs from the other run, where two are shown. */
export function differenceTold(
  { key }: Arrow,
  run: 'a' | 'b',
  { compared, telling }: Pick<GridStore, 'compared' | 'telling'>,
): string {
  const difference = differenceOf(compared.value, run, key);
  if (difference === undefined) return '';
  const words = telling.value?.differenceWords(difference) ?? difference.kind;
  return `; differs from run ${run === 'b' ? 'A' : 'B'}: ${words}`;
}

/** With its head. Rows keep their number where lanes are hidden, so the last that is shown may have one beyond how many are. */
function rowsOf({ arrows }: RunModel): number {
  return Math.max(arrows.length, (arrows.at(-1)?.index ?? -1) + 1) + 1;
}

interface RowLook {
  readonly id: string;
  readonly selected: boolean;
  /** Up to where a lesson tells the run. */
  readonly limit?: Instant | undefined;
  /** How it differs from the other run, where two are shown. */
  readonly differs: string;
  /** In a table that is seen: which row it is, what it looks like and where it lies. */
  readonly at?: number;
  readonly look?: string;
  readonly style?: string;
}

/** A row of the grid. */
export function rowOf(
  arrow: Arrow,
  model: RunModel,
  { id, selected, limit, differs, at, look, style }: RowLook,
) {
  const cells = cellsOf(arrow, model, limit).map((cell, column) =>
    column === 4 ? `${cell}${differs}` : cell,
  ) as unknown as GridCells;
  return html`<div
    role="row"
    id=${id}
    class=${look ?? nothing}
    style=${style ?? nothing}
    data-at=${at ?? nothing}
    aria-rowindex=${(at ?? arrow.index) + 2}
    aria-selected=${selected ? 'true' : 'false'}
    aria-label=${nameOf(cells)}
  >
    ${cells.map((cell) => html`<span role="gridcell" title=${look === undefined ? nothing : cell}>${cell}</span>`)}
  </div>`;
}

export const gridColumns = ['Time', 'Message', 'From', 'To', 'Outcome', 'Clause'] as const;
/** As they stand in `gridColumns`. */
export type GridCells = readonly [
  time: string,
  message: string,
  from: string,
  to: string,
  outcome: string,
  clause: string,
];

/** What a row says of a message, column by column. */
export function cellsOf(arrow: Arrow, model: RunModel, limit?: Instant): GridCells {
  const title = (node: string): string => model.lanes[model.laneOf.get(node) ?? 0]?.title ?? node;
  const { fromNode, toNode, atUs, seq } = arrow.message;
  const cause = model.bySeq.get(model.bySeq.get(seq)?.cause ?? -1);
  const by = cause?.type === 'timer.fired' ? `, by ${timerTitle(cause.name)}` : '';
  return [
    `${seconds(atUs)} seconds`,
    spoken(arrow),
    title(fromNode),
    title(toNode),
    `${outcome(arrow, limit)}${by}`,
    clausesOn(arrow, model),
  ];
}

/** `INVITE retransmission 1, SIP/IP Core to Push Receiver Agent, 1.520 seconds, arrived after 20 milliseconds, by Timer A, …`. */
function nameOf([time, message, from, to, fate, clause]: GridCells): string {
  const parts = [message.replace(', ', ' '), `${from} to ${to}`, time, inFull(fate), clause];
  return parts.filter((part) => part !== '').join(', ');
}

const units = { µs: 'microsecond', ms: 'millisecond', s: 'second', min: 'minute', h: 'hour' } as const;

/** Units as they are said: not every voice knows `ms`. */
function inFull(text: string): string {
  return text.replace(
    /([\d.]+) (µs|ms|s|min|h)(?![\p{L}\d])/gu,
    (_, amount: string, unit: keyof typeof units) => `${amount} ${units[unit]}${amount === '1' ? '' : 's'}`,
  );
}

const mostClauses = 3;

/** The clauses that the message proves or breaks: those that are violated first, the rest counted. */
function clausesOn({ message: { seq, arrivedSeq } }: Arrow, { clauses }: RunModel): string {
  const here = [seq, arrivedSeq ?? -1].flatMap((one) => clauses.get(one) ?? []);
  const names = [...here]
    .sort((a, b) => Number(a.held) - Number(b.held))
    .map(({ requirement, held }) => `${clauseName(requirement)}${held ? '' : ' violated'}`);
  const left = names.length - mostClauses;
  return [...names.slice(0, mostClauses), ...(left > 0 ? [`${left} more`] : [])].join(', ');
}

/** Of two grids each has its own. */
function rowId({ id }: HTMLElement, { index }: Arrow): string {
  return id === 'ladder' ? `row-${index}` : `${id}-row-${index}`;
}

/** `INVITE, retransmission 1`; called as on the ladder, without the signs that only eyes read. */
function spoken({ message, label }: Arrow): string {
  if (message.transmission === 0) return label;
  return `${label.replace(/^↻\d+ /, '').replace(/ · SDP$/, '')}, retransmission ${message.transmission}`;
}

/** What became of a message; of one that is still under way where a lesson's telling stops, that. */
export function outcome({ message, end, copy, absorbed }: Arrow, limit?: Instant): string {
  if (message.lost !== undefined) return `lost: ${message.lost.reason}`;
  if (end === undefined) return limit === undefined ? 'under way at the end' : 'under way';
  const twice = copy === undefined ? '' : ', and a copy of it';
  const kept = absorbed ? ', kept by its transaction' : '';
  return `arrived ${message.corrupted ? 'corrupted ' : ''}after ${duration(end.atUs - message.atUs)}${twice}${kept}`;
}
