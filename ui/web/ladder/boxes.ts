// Boxes that may stand askew, and whether they touch: what labels are kept apart by.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle about its centre, turned by an angle whose cosine and sine it holds. */
export interface Box extends Point {
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly cos: number;
  readonly sin: number;
}

export function uprightBox(x: number, y: number, width: number, height: number): Box {
  return { x, y, halfWidth: width / 2, halfHeight: height / 2, cos: 1, sin: 0 };
}

/** `angle` in radians. */
export function turnedBox({ x, y }: Point, width: number, height: number, angle: number): Box {
  return { x, y, halfWidth: width / 2, halfHeight: height / 2, cos: Math.cos(angle), sin: Math.sin(angle) };
}

/** How far a box reaches above and below its centre. */
export function rise({ halfWidth, halfHeight, cos, sin }: Box): number {
  return Math.abs(halfWidth * sin) + Math.abs(halfHeight * cos);
}

/** How far it reaches to both sides. */
export function spread({ halfWidth, halfHeight, cos, sin }: Box): number {
  return Math.abs(halfWidth * cos) + Math.abs(halfHeight * sin);
}

/** Whether two boxes share more than an edge: no axis of either keeps them apart. */
export function overlap(a: Box, b: Box): boolean {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  if (Math.abs(dx) >= spread(a) + spread(b) || Math.abs(dy) >= rise(a) + rise(b)) return false;
  return !partedBy(a, b, dx, dy) && !partedBy(b, a, dx, dy);
}

/** Whether one of the two axes of `a` parts it from `b`. */
function partedBy(a: Box, b: Box, dx: number, dy: number): boolean {
  const along = Math.abs(a.cos * b.cos + a.sin * b.sin);
  const askew = Math.abs(a.cos * b.sin - a.sin * b.cos);
  return (
    Math.abs(dx * a.cos + dy * a.sin) >= a.halfWidth + b.halfWidth * along + b.halfHeight * askew ||
    Math.abs(dy * a.cos - dx * a.sin) >= a.halfHeight + b.halfWidth * askew + b.halfHeight * along
  );
}

/** Whether a stretch of a straight line runs through a box. */
export function runsThrough(box: Box, from: Point, to: Point): boolean {
  const inside = ({ x, y }: Point): [number, number] => {
    const [dx, dy] = [x - box.x, y - box.y];
    return [dx * box.cos + dy * box.sin, dy * box.cos - dx * box.sin];
  };
  const [fromX, fromY] = inside(from);
  const [toX, toY] = inside(to);
  let [enters, leaves] = [0, 1];
  const clip = (start: number, length: number, half: number): boolean => {
    if (length === 0) return Math.abs(start) < half;
    const [a, b] = [(-half - start) / length, (half - start) / length];
    enters = Math.max(enters, Math.min(a, b));
    leaves = Math.min(leaves, Math.max(a, b));
    return enters < leaves;
  };
  return clip(fromX, toX - fromX, box.halfWidth) && clip(fromY, toY - fromY, box.halfHeight);
}
