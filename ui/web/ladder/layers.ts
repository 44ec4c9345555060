// The SVG of the ladder: its groups, and keeping in them exactly what is in view.
import { type BaseType, type Selection, select } from 'd3';
import type { Span } from '../model/in-view.ts';
import { inLanes } from './order.ts';
import type { Pen } from './pen.ts';
import { Sketch } from './sketch.ts';

export type SvgGroup = Selection<SVGGElement, unknown, BaseType, unknown>;

/** Groups from back to front; those of `lanes` move with the lanes sideways, those of `gutter` only up and down. */
export interface Layers {
  readonly svg: SVGSVGElement;
  readonly back: SvgGroup;
  readonly lifelines: SvgGroup;
  readonly lanes: SvgGroup;
  readonly zeroTimes: SvgGroup;
  readonly breaks: SvgGroup;
  readonly bars: SvgGroup;
  readonly timers: SvgGroup;
  /** The letters of timers, over all their bars. */
  readonly tags: SvgGroup;
  readonly arrows: SvgGroup;
  readonly labels: SvgGroup;
  readonly pills: SvgGroup;
  /** Where arrows are cut by the window's edges. */
  readonly splits: SvgGroup;
  readonly gutterBack: SvgGroup;
  readonly gutter: SvgGroup;
  readonly chips: SvgGroup;
  readonly notes: SvgGroup;
  /** Where two runs part: beneath all labels, and what is written on it above them. */
  readonly rule: SvgGroup;
  readonly divergence: SvgGroup;
  readonly front: SvgGroup;
  readonly head: SvgGroup;
}

export function createLayers(host: Element): Layers {
  const svg = select(host)
    .append('svg')
    .attr('class', 'ladder')
    .attr('aria-hidden', 'true')
    .attr('focusable', 'false');
  const root = svg.node()!;
  const add = (parent: SVGElement | SvgGroup, name: string): SvgGroup => {
    const element = parent instanceof SVGElement ? parent : parent.node()!;
    const group = select<SVGElement, unknown>(element).append('g').attr('class', name);
    return group as unknown as SvgGroup;
  };
  const back = add(root, 'back');
  const rule = add(root, 'divergence');
  const lifelines = add(root, 'lifelines');
  const lanes = add(root, 'lanes');
  const moving = Object.fromEntries([...inLanes, 'splits'].map((name) => [name, add(lanes, name)])) as Record<
    (typeof inLanes)[number] | 'splits',
    SvgGroup
  >;
  const gutterBack = add(root, 'gutter-back');
  const gutter = add(root, 'gutter');
  const [chips, notes] = ['chips', 'notes'].map((name) => add(gutter, name));
  const divergence = add(root, 'divergence');
  const front = add(root, 'front');
  const head = add(root, 'heads');
  return {
    svg: root,
    back,
    lifelines,
    lanes,
    ...moving,
    zeroTimes: moving['zero-times'],
    gutterBack,
    gutter,
    chips: chips!,
    notes: notes!,
    rule,
    divergence,
    front,
    head,
  };
}

/** What each group was drawn as. */
const looks = new WeakMap<Element, string>();

/** What stands in each layer. */
const standing = new WeakMap<Element, Standing>();

interface Standing {
  readonly layout: number | string;
  readonly places: readonly Placed[];
}

type Placed = Span & { readonly id: string };

/**
 * Joins places to groups by their ids: what came into view is drawn once, what left is removed, what stayed is not touched. `layout`
 * changes whenever everything is laid out anew; even then, what would look as it does stays, since a browser lays out and paints only what
 * is another. `again` is told of each that stayed.
 */
export function keep<P extends Placed>(
  layer: SvgGroup,
  places: readonly P[],
  layout: number | string,
  draw: (pen: Pen, place: P) => void,
  again?: (node: SVGGElement, place: P) => void,
): void {
  const host = layer.node()!;
  const before = standing.get(host);
  standing.set(host, { layout, places });
  const laidOut = before?.layout === layout;
  if (laidOut && again === undefined && areTheSame(before.places, places)) return;
  const there = () => layer.selectAll<SVGGElement, P>(':scope > g');
  const sketches = new Map<string, Sketch>();
  const sketched = (place: P): Sketch => {
    const sketch = new Sketch('g');
    draw(sketch, place);
    return sketch;
  };
  if (!laidOut) {
    for (const place of places) sketches.set(place.id, sketched(place));
    there()
      .filter(function looksOtherwise({ id }) {
        return sketches.get(id)?.look !== looks.get(this);
      })
      .remove();
  }
  there()
    .data(places, ({ id }) => id)
    .join(
      (enter) =>
        enter.append((place) => {
          const sketch = sketches.get(place.id) ?? sketched(place);
          const node = sketch.drawn();
          looks.set(node, sketch.look);
          return node as SVGGElement;
        }),
      (stayed) =>
        again === undefined
          ? stayed
          : stayed.each(function told(place) {
              again(this, place);
              looks.delete(this);
            }),
    );
}

function areTheSame(some: readonly Placed[], others: readonly Placed[]): boolean {
  return some.length === others.length && some.every(({ id }, at) => id === others[at]!.id);
}

/**
 * Gives each group of a layer the classes that hold for its place, and takes the others from it. One that is as it should be is not
 * touched: set to what it is, a browser styles it anew all the same.
 */
export function mark<P>(layer: SvgGroup, classes: Readonly<Record<string, (place: P) => boolean>>): void {
  const all = Object.entries(classes);
  for (const node of layer.node()!.children) {
    const place = select<Element, P>(node).datum();
    for (const [name, holds] of all)
      if (node.classList.contains(name) !== holds(place)) node.classList.toggle(name);
  }
}
