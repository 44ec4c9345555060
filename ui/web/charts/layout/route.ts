// Finds a way for each line: along a grid, around boxes, with few bends and away from the other lines (A*; Hart, Nilsson and Raphael 1968).
import { Heap } from './heap.ts';
import type { Box } from './place.ts';
import { grid, type Size } from './sizes.ts';

export type Point = readonly [x: number, y: number];

/** Where a line may begin or end: on the border of a box, from outside or, for a state around the other end, from inside. */
export interface End {
  readonly box: Box;
  readonly inside: boolean;
}

/** What a step costs beside its length of 1. */
const cost = { bend: 4, crossing: 3, along: 40, border: 2, near: 1, side: 6, taken: 60 } as const;

/** Right, down, left, up. */
const steps = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/** A grid with boxes in it that lines go around, and the lines that have found their way. */
export class Router {
  readonly #columns: number;
  readonly #rows: number;
  /** Nothing passes here. */
  readonly #blocked: Uint8Array;
  readonly #near: Uint8Array;
  /** How many lines pass across and down, by point. */
  readonly #across: Uint8Array;
  readonly #down: Uint8Array;

  constructor({ width, height }: Size, obstacles: readonly Box[]) {
    this.#columns = Math.ceil(width / grid) + 1;
    this.#rows = Math.ceil(height / grid) + 1;
    const points = this.#columns * this.#rows;
    this.#blocked = new Uint8Array(points);
    this.#near = new Uint8Array(points);
    this.#across = new Uint8Array(points);
    this.#down = new Uint8Array(points);
    for (const box of obstacles) {
      this.#fill(this.#near, box, 1);
      this.#fill(this.#blocked, box, 0);
    }
  }

  #fill(map: Uint8Array, { x, y, width, height }: Box, more: number): void {
    for (let row = y / grid - more; row <= (y + height) / grid + more; row++)
      for (let column = x / grid - more; column <= (x + width) / grid + more; column++)
        if (column >= 0 && column < this.#columns && row >= 0 && row < this.#rows)
          map[row * this.#columns + column] = 1;
  }

  /** The way from one border to another as its corners, both ends among them. Undefined where there is none. */
  route(from: End, to: End): Point[] | undefined {
    const goals = new Map(
      this.#ports(to).map(({ point, direction, extra }) => [point * 4 + ((direction + 2) % 4), extra]),
    );
    const target = to.box;
    const known = new Float64Array(this.#columns * this.#rows * 4).fill(Number.POSITIVE_INFINITY);
    const cameFrom = new Int32Array(known.length).fill(-1);
    const heap = new Heap();
    for (const { point, direction, extra } of this.#ports(from)) {
      const node = point * 4 + direction;
      known[node] = extra;
      heap.push(extra + this.#toGo(point, target), node);
    }
    let best: { readonly node: number; readonly total: number } | undefined;
    for (let node = heap.pop(); node !== undefined; node = heap.pop()) {
      const so = known[node] ?? 0;
      const point = node >> 2;
      if (best !== undefined && so + this.#toGo(point, target) >= best.total) break;
      const extra = goals.get(node);
      if (extra !== undefined && (best === undefined || so + extra < best.total))
        best = { node, total: so + extra };
      this.#grow(node, so, goals, (next, total) => {
        if (total >= (known[next] ?? 0)) return;
        known[next] = total;
        cameFrom[next] = node;
        heap.push(total + this.#toGo(next >> 2, target), next);
      });
    }
    return best === undefined ? undefined : this.#taken(best.node, cameFrom);
  }

  /** The points one step on. A blocked point is reached only where it is a goal. */
  #grow(
    node: number,
    so: number,
    goals: ReadonlyMap<number, number>,
    reach: (node: number, total: number) => void,
  ): void {
    const point = node >> 2;
    const column = point % this.#columns;
    const row = (point - column) / this.#columns;
    for (let turn = 0; turn < 4; turn++) {
      if (turn === 2) continue;
      const direction = ((node & 3) + turn) % 4;
      const [dx, dy] = steps[direction] ?? [0, 0];
      const [x, y] = [column + dx, row + dy];
      if (x < 0 || y < 0 || x >= this.#columns || y >= this.#rows) continue;
      const there = y * this.#columns + x;
      const next = there * 4 + direction;
      const isGoal = goals.has(next);
      if (this.#blocked[there] === 1 && !isGoal) continue;
      // On its own border a line goes straight out.
      if (turn !== 0 && this.#blocked[point] === 1) continue;
      const [along, across] = dx === 0 ? [this.#down, this.#across] : [this.#across, this.#down];
      const total =
        so +
        1 +
        (turn === 0 ? 0 : cost.bend) +
        (along[there] ?? 0) * cost.along +
        (across[there] ?? 0) * cost.crossing +
        (this.#near[there] === 1 && !isGoal ? cost.near : 0);
      reach(next, total);
    }
  }

  /** Every point of a border but its corners, with the direction that leads away from it. Nearer to the middle is better, and so is above or below. */
  #ports({
    box,
    inside,
  }: End): { readonly point: number; readonly direction: number; readonly extra: number }[] {
    const { x, y, width, height } = box;
    const [left, top, right, bottom] = [x / grid, y / grid, (x + width) / grid, (y + height) / grid];
    const ports: { point: number; direction: number; extra: number }[] = [];
    const add = (column: number, row: number, outwards: number, off: number): void => {
      const point = row * this.#columns + column;
      const used = (this.#across[point] ?? 0) + (this.#down[point] ?? 0);
      const direction = inside ? (outwards + 2) % 4 : outwards;
      ports.push({ point, direction, extra: off + used * cost.taken });
    };
    const middle = (left + right) / 2;
    for (let column = left + 1; column < right; column++) {
      const off = Math.abs(column - middle) * 0.5;
      add(column, top, 3, off);
      add(column, bottom, 1, off);
    }
    for (let row = top + 1; row < bottom; row++) {
      const off = cost.side + Math.abs(row - (top + bottom) / 2) * 0.5;
      add(left, row, 2, off);
      add(right, row, 0, off);
    }
    return ports;
  }

  #toGo(point: number, { x, y, width, height }: Box): number {
    const column = point % this.#columns;
    const row = (point - column) / this.#columns;
    const aside = Math.max(x / grid - column, column - (x + width) / grid, 0);
    const apart = Math.max(y / grid - row, row - (y + height) / grid, 0);
    return aside + apart;
  }

  /** Marks the way as taken and tells its corners. */
  #taken(last: number, cameFrom: Int32Array): Point[] {
    const corners: Point[] = [];
    let after = -1;
    for (let node = last; node >= 0; node = cameFrom[node] ?? -1) {
      const point = node >> 2;
      const direction = node & 3;
      const column = point % this.#columns;
      const place: Point = [column * grid, ((point - column) / this.#columns) * grid];
      const map = direction % 2 === 0 ? this.#across : this.#down;
      map[point] = (map[point] ?? 0) + 1;
      if (after >= 0 && after !== direction) {
        const other = after % 2 === 0 ? this.#across : this.#down;
        other[point] = (other[point] ?? 0) + 1;
      }
      if (after < 0 || after !== direction || (cameFrom[node] ?? -1) < 0) corners.unshift(place);
      after = direction;
    }
    return corners;
  }
}
