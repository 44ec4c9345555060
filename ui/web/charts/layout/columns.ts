// Where the cells of each row stand from left to right: as near to their neighbours above and below as the cells beside them allow.
import type { Cell, Link, Rows } from './rows.ts';

const apart = 24;
const sweeps = 24;

/** The centre of each cell. No two of a row come nearer than a gap. */
export function columnsOf({ rows, links }: Rows, widthOf: (cell: Cell) => number): Map<Cell, number> {
  const centres = new Map<Cell, number>();
  for (const row of rows) settle(row, widthOf, centres, () => ({ wish: 0, weight: 1 }));
  const above = neighbours(links, ([upper, lower]) => [lower, upper]);
  const below = neighbours(links, ([upper, lower]) => [upper, lower]);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const both = sweep >= sweeps - 4;
    const downwards = sweep % 2 === 0;
    const ordered = downwards ? rows : [...rows].reverse();
    for (const row of ordered) {
      settle(row, widthOf, centres, (cell) => {
        const near = [
          ...(both || downwards ? (above.get(cell) ?? []) : []),
          ...(both || !downwards ? (below.get(cell) ?? []) : []),
        ];
        if (near.length === 0) return { wish: centres.get(cell) ?? 0, weight: 0.2 };
        const wish = near.reduce((sum, other) => sum + (centres.get(other) ?? 0), 0) / near.length;
        return { wish, weight: cell.kind === 'bend' || cell.kind === 'dot' ? 2 : 1 };
      });
    }
  }
  return centres;
}

function neighbours(links: readonly Link[], ends: (link: Link) => readonly [Cell, Cell]): Map<Cell, Cell[]> {
  const found = new Map<Cell, Cell[]>();
  for (const link of links) {
    const [cell, other] = ends(link);
    found.set(cell, [...(found.get(cell) ?? []), other]);
  }
  return found;
}

interface Wish {
  readonly wish: number;
  readonly weight: number;
}

/** A run of cells that stand as close as they may. */
interface Block {
  /** Where its first cell would like to stand, all of its cells asked. */
  place: number;
  weight: number;
  readonly cells: { readonly cell: Cell; readonly offset: number }[];
}

/** The least squares of all wishes under the order of the row: neighbours that want to pass each other are put together (pool adjacent violators). */
function settle(
  row: readonly Cell[],
  widthOf: (cell: Cell) => number,
  centres: Map<Cell, number>,
  wishOf: (cell: Cell) => Wish,
): void {
  const blocks: Block[] = [];
  let offset = 0;
  let before: Cell | undefined;
  for (const cell of row) {
    if (before !== undefined) offset += (widthOf(before) + widthOf(cell)) / 2 + apart;
    before = cell;
    const { wish, weight } = wishOf(cell);
    let block: Block = { place: wish - offset, weight, cells: [{ cell, offset }] };
    for (let last = blocks.at(-1); last !== undefined && last.place > block.place; last = blocks.at(-1)) {
      blocks.pop();
      const total = last.weight + block.weight;
      block = {
        place: (last.place * last.weight + block.place * block.weight) / total,
        weight: total,
        cells: [...last.cells, ...block.cells],
      };
    }
    blocks.push(block);
  }
  for (const { place, cells } of blocks)
    for (const { cell, offset: from } of cells) centres.set(cell, place + from);
}
