// Places every state and every label of a chart: each level for itself, the innermost first, then one within the other.
import type { Bundle, ChartState, ChartTree } from './chart-tree.ts';
import { columnsOf } from './columns.ts';
import { type Cell, rowsOf } from './rows.ts';
import { type Detail, grid, headSize, labelSize, type Size } from './sizes.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Places {
  readonly states: ReadonlyMap<ChartState, Box>;
  readonly labels: ReadonlyMap<Bundle, Box>;
  /** The dot from which each level begins, by the state around it. */
  readonly dots: ReadonlyMap<ChartState, Box>;
  readonly size: Size;
}

/** One level with everything in it, measured from its own upper left corner. */
interface Level {
  readonly size: Size;
  readonly cells: readonly { readonly cell: Cell; readonly box: Box }[];
}

const rowGap = { full: 24, mini: 24 } as const;
const around = 24;
const dotSize = 16;

export function placesOf({ root, bundles, boxed }: ChartTree, detail: Detail): Places {
  const levels = new Map<ChartState, Level>();
  const sizeOf = (cell: Cell): Size => {
    if (cell.kind === 'dot') return { width: dotSize, height: dotSize };
    if (cell.kind === 'bend') return { width: grid, height: 0 };
    if (cell.kind === 'label') return labelSize(cell.bundle, detail);
    return levels.get(cell.state)?.size ?? headSize(cell.state, detail);
  };
  const measure = (state: ChartState): void => {
    for (const child of state.children) if (child.children.length > 0) measure(child);
    const within = bundles.filter((bundle) => bundle.within === state);
    const head = boxed.includes(state) ? headSize(state, detail) : { width: 0, height: 0 };
    levels.set(state, levelOf(state, head, within, detail, sizeOf));
  };
  measure(root);

  const states = new Map<ChartState, Box>();
  const labels = new Map<Bundle, Box>();
  const dots = new Map<ChartState, Box>();
  const spread = (state: ChartState, x: number, y: number): void => {
    for (const { cell, box } of levels.get(state)?.cells ?? []) {
      const there = { ...box, x: x + box.x, y: y + box.y };
      if (cell.kind === 'label') labels.set(cell.bundle, there);
      else if (cell.kind === 'dot') dots.set(state, there);
      else if (cell.kind === 'state') {
        states.set(cell.state, there);
        spread(cell.state, there.x, there.y);
      }
    }
  };
  const size = levels.get(root)?.size ?? { width: 0, height: 0 };
  states.set(root, { x: 0, y: 0, ...size });
  spread(root, 0, 0);
  return { states, labels, dots, size };
}

function levelOf(
  state: ChartState,
  head: Size,
  bundles: readonly Bundle[],
  detail: Detail,
  sizeOf: (cell: Cell) => Size,
): Level {
  const widthOf = (cell: Cell): number => sizeOf(cell).width;
  const rows = rowsOf(state, bundles, detail === 'full', widthOf);
  const centres = columnsOf(rows, widthOf);
  const placed: { cell: Cell; box: Box }[] = [];
  let y = head.height + (state.parent === undefined ? around : around - grid);
  for (const row of rows.rows) {
    const height = Math.max(...row.map((cell) => sizeOf(cell).height));
    for (const cell of row) {
      const size = sizeOf(cell);
      // Boxes hang from the middle of their row: labels and small states stand beside the middle of large ones.
      const left = Math.round(((centres.get(cell) ?? 0) - size.width / 2) / grid) * grid;
      const top = y + Math.round((height - size.height) / 2 / grid) * grid;
      placed.push({ cell, box: { x: left, y: top, ...size } });
    }
    y += height + (row.every(({ kind }) => kind === 'dot' || kind === 'bend') ? grid : rowGap[detail]);
  }
  const left = Math.min(...placed.map(({ box }) => box.x));
  const right = Math.max(...placed.map(({ box }) => box.x + box.width));
  const inner = right - left + 2 * around;
  const width = Math.max(inner, head.width);
  const shift = around - left + Math.floor((width - inner) / 2 / grid) * grid;
  const cells = placed.map(({ cell, box }) => ({ cell, box: { ...box, x: box.x + shift } }));
  return { size: { width, height: y - rowGap[detail] + around }, cells };
}
