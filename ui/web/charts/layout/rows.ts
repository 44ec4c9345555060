// One level of a chart as rows from top to bottom: which state, which label stands in which row, and in which order (Sugiyama, Tagawa and
// Toda 1981: break the cycles, rank, order, place).
import { type Bundle, type ChartState, childWithin } from './chart-tree.ts';

export type Cell =
  | { readonly kind: 'state'; readonly state: ChartState }
  | { readonly kind: 'label'; readonly bundle: Bundle }
  /** Where the level begins. */
  | { readonly kind: 'dot' }
  /** A long line passes through this row. */
  | { readonly kind: 'bend' };

/** Two cells of neighbouring rows, the upper one first. */
export type Link = readonly [upper: Cell, lower: Cell];

export interface Rows {
  readonly rows: readonly (readonly Cell[])[];
  readonly links: readonly Link[];
}

/** A line between two states of the level, from the upper to the lower, whichever way its arrow points. */
interface Line {
  readonly bundle: Bundle;
  readonly upper: ChartState | undefined;
  readonly lower: ChartState | undefined;
}

const rowsApart = 2;
const sweeps = 12;

/** `widthOf` tells rows that are full already from others where a label may stand. */
export function rowsOf(
  level: ChartState,
  bundles: readonly Bundle[],
  labelled: boolean,
  widthOf: (cell: Cell) => number,
): Rows {
  const states = level.children;
  const lines = linesDownwards(level, bundles);
  const ranks = rank(states, lines, labelled);
  const rows: Cell[][] = [];
  const links: Link[] = [];
  const put = (row: number, cell: Cell): Cell => {
    while (rows.length <= row) rows.push([]);
    rows[row]?.push(cell);
    return cell;
  };
  const cells = new Map<ChartState, Cell>();
  const first = states.find(({ outline }) => outline.initial);
  const dot: Cell | undefined = first === undefined ? undefined : put(0, { kind: 'dot' });
  for (const state of states) cells.set(state, put(ranks.get(state) ?? 1, { kind: 'state', state }));
  const chain = (from: Cell, fromRow: number, to: Cell, toRow: number): void => {
    let above = from;
    for (let row = fromRow + 1; row < toRow; row++) {
      const bend = put(row, { kind: 'bend' });
      links.push([above, bend]);
      above = bend;
    }
    links.push([above, to]);
  };
  if (dot !== undefined && first !== undefined) chain(dot, 0, cells.get(first)!, ranks.get(first) ?? 1);
  for (const { bundle, upper, lower } of lines) {
    const from = upper && { cell: cells.get(upper)!, row: ranks.get(upper) ?? 1 };
    const to = lower && { cell: cells.get(lower)!, row: ranks.get(lower) ?? 1 };
    if (upper === lower && from !== undefined) {
      // A loop: its label stands beside its state, where the row is put in order.
      if (labelled) links.push([from.cell, put(from.row, { kind: 'label', bundle })]);
      continue;
    }
    if (!labelled) {
      if (from !== undefined && to !== undefined) chain(from.cell, from.row, to.cell, to.row);
      continue;
    }
    const row = labelRow(rows, from?.row, to?.row, widthOf);
    const label = put(row, { kind: 'label', bundle });
    if (from !== undefined) chain(from.cell, from.row, label, row);
    if (to !== undefined) chain(label, row, to.cell, to.row);
  }
  const filled = rows.filter((row) => row.length > 0);
  return { rows: inOrder(filled, links), links };
}

/** Turns the lines that close a cycle, so that all lead downwards: those to a state that the search is still in. */
function linesDownwards(level: ChartState, bundles: readonly Bundle[]): Line[] {
  const ends = bundles.map((bundle) => ({
    bundle,
    from: childWithin(level, bundle.from),
    to: childWithin(level, bundle.to),
  }));
  const turned = new Set<Bundle>();
  const seen = new Set<ChartState>();
  const open = new Set<ChartState>();
  const visit = (state: ChartState): void => {
    seen.add(state);
    open.add(state);
    for (const { bundle, from, to } of ends) {
      if (from !== state || to === undefined || to === state) continue;
      if (open.has(to)) turned.add(bundle);
      else if (!seen.has(to)) visit(to);
    }
    open.delete(state);
  };
  const first = level.children.filter(({ outline }) => outline.initial);
  for (const state of [...first, ...level.children]) if (!seen.has(state)) visit(state);
  return ends.map(({ bundle, from, to }) =>
    turned.has(bundle) ? { bundle, upper: to, lower: from } : { bundle, upper: from, lower: to },
  );
}

/** The row of each state: beneath all that lead to it. Row 0 has the dot; with labels every second row is theirs. */
function rank(
  states: readonly ChartState[],
  lines: readonly Line[],
  labelled: boolean,
): Map<ChartState, number> {
  const apart = labelled ? rowsApart : 1;
  const ranks = new Map<ChartState, number>();
  const rankOf = (state: ChartState): number => {
    const known = ranks.get(state);
    if (known !== undefined) return known;
    const above = lines.filter(({ upper, lower }) => lower === state && upper !== state);
    // A line from the border of the level comes from nowhere, and its label needs a row.
    const least = labelled && above.some(({ upper }) => upper === undefined) ? 2 : 1;
    const found = Math.max(
      least,
      ...above.map(({ upper }) => (upper === undefined ? 0 : rankOf(upper) + apart)),
    );
    ranks.set(state, found);
    return found;
  };
  for (const state of states) rankOf(state);
  return ranks;
}

/** Of the rows between, the one with the most room, the upper one first. */
function labelRow(
  rows: readonly (readonly Cell[])[],
  from: number | undefined,
  to: number | undefined,
  widthOf: (cell: Cell) => number,
): number {
  if (from === undefined) return Math.max(0, (to ?? 1) - 1);
  if (to === undefined) return from + 1;
  const room = (row: number): number =>
    (rows[row] ?? []).reduce((sum, cell) => sum + widthOf(cell) + (cell.kind === 'state' ? 400 : 0), 0);
  let best = from + 1;
  for (let row = from + 1; row < to; row++) if (room(row) < room(best)) best = row;
  return best;
}

/** Orders each row by where its neighbours stand, downwards and upwards in turn, and keeps the order with the fewest crossings. */
function inOrder(rows: readonly (readonly Cell[])[], links: readonly Link[]): Cell[][] {
  let best = rows.map((row) => [...row]);
  let fewest = crossings(best, links);
  let current = best;
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    const downwards = sweep % 2 === 0;
    current = swept(current, links, downwards);
    const count = crossings(current, links);
    if (count < fewest) {
      fewest = count;
      best = current;
    }
  }
  return best.map((row) => loopsBeside(row, links));
}

function swept(rows: readonly Cell[][], links: readonly Link[], downwards: boolean): Cell[][] {
  const order = downwards ? rows.map((_, index) => index) : rows.map((_, index) => rows.length - 1 - index);
  const result = rows.map((row) => [...row]);
  for (const index of order) {
    const places = new Map(
      result.flatMap((row) => row.map((cell, place): [Cell, number] => [cell, (place + 0.5) / row.length])),
    );
    const row = result[index] ?? [];
    const wish = new Map(
      row.map((cell): [Cell, number] => [cell, barycentre(cell, links, downwards, places)]),
    );
    result[index] = [...row].sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
  }
  return result;
}

function barycentre(
  cell: Cell,
  links: readonly Link[],
  downwards: boolean,
  places: ReadonlyMap<Cell, number>,
): number {
  const others = links.flatMap(([upper, lower]) =>
    downwards ? (lower === cell ? [upper] : []) : upper === cell ? [lower] : [],
  );
  if (others.length === 0) return places.get(cell) ?? 0;
  return others.reduce((sum, other) => sum + (places.get(other) ?? 0), 0) / others.length;
}

/** Two links cross when their ends stand the other way round in neighbouring rows. */
function crossings(rows: readonly (readonly Cell[])[], links: readonly Link[]): number {
  const place = new Map(
    rows.flatMap((row, y) => row.map((cell, x): [Cell, { x: number; y: number }] => [cell, { x, y }])),
  );
  const ends = links.map(([upper, lower]) => ({ a: place.get(upper)!, b: place.get(lower)! }));
  let count = 0;
  ends.forEach((one, index) => {
    for (const other of ends.slice(index + 1))
      if (one.a.y === other.a.y && one.b.y === other.b.y && (one.a.x - other.a.x) * (one.b.x - other.b.x) < 0)
        count++;
  });
  return count;
}

/** The label of a loop stands right of its state. */
function loopsBeside(row: readonly Cell[], links: readonly Link[]): Cell[] {
  const loops = new Map(
    links.flatMap(([state, label]): [Cell, Cell][] =>
      row.includes(state) && row.includes(label) ? [[label, state]] : [],
    ),
  );
  return row
    .filter((cell) => !loops.has(cell))
    .flatMap((cell) => [cell, ...[...loops].filter(([, state]) => state === cell).map(([label]) => label)]);
}
