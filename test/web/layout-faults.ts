import type { Page } from 'playwright-core';

// What is wrong with how a page is laid out, found in the page itself: texts that are cut or lie over one another, controls that do, or
// that are too small to hit, things beyond the edges. The ladder's own labels are turned, so their corners are compared.

/** The areas that never lie over one another; within each, nothing may. */
const areas = [
  '.top',
  '.rail',
  '.learn',
  '.tool-bar',
  '.compare-bar',
  '.differences',
  '.inspector',
  '#transport',
  '.scrubber',
  '.clock',
  '.view',
];
/** What stands on the ladder with room of its own. */
const marks =
  '.label text, .split text, .pill, .timer-tag, .plate, .ladder .caption, .note, .time text, .break-chip, .chip, .zero-time text';

/** Each fault as a sentence; empty where there is none. `leastTarget`: how large a control has to be, in px. */
export function layoutFaults(page: Page, leastTarget = 24): Promise<string[]> {
  return page.evaluate(findFaults, { areas, marks, leastTarget });
}

interface Wanted {
  readonly areas: readonly string[];
  readonly marks: string;
  readonly leastTarget: number;
}

/** Runs in the page, so it holds all that it needs. */
function findFaults({ areas, marks, leastTarget }: Wanted): string[] {
  interface Rect {
    left: number;
    right: number;
    top: number;
    bottom: number;
  }
  interface Piece {
    readonly element: Element;
    readonly name: string;
    readonly rect: Rect;
    readonly pinned: Element | null;
  }
  const found: string[] = [];
  const slack = 1;
  const styleOf = (element: Element): CSSStyleDeclaration => getComputedStyle(element);
  const named = (element: Element, text = ''): string =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? element.id} “${(text || element.getAttribute('aria-label') || element.textContent || '').trim().replace(/\s+/g, ' ').slice(0, 40)}”`;
  /** Of what is not rendered within a drawing Chromium may still say that it is visible. */
  const takenOut = (element: Element | null): boolean =>
    element instanceof SVGElement && (styleOf(element).display === 'none' || takenOut(element.parentElement));
  const shown = (element: Element): boolean =>
    !takenOut(element) &&
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.closest('.hidden, .skip, .grid-rows, option, [hidden]') === null;
  const pinnedIn = (element: Element): Element | null => {
    for (let at: Element | null = element; at !== null; at = at.parentElement)
      if (/sticky|fixed|absolute/.test(styleOf(at).position)) return at;
    return null;
  };

  /** What of a box can be seen: cut by what scrolls. Tells of what is cut by what doesn't. */
  function seen(element: Element, box: Rect, text: string): Rect | undefined {
    let rect = { ...box };
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const { overflowX, overflowY, textOverflow } = styleOf(at);
      if (overflowX === 'visible' && overflowY === 'visible') continue;
      const edge = at.getBoundingClientRect();
      const scrollsX = /auto|scroll/.test(overflowX);
      const scrollsY = /auto|scroll/.test(overflowY);
      const told = textOverflow === 'ellipsis' && at.closest('[title]') !== null;
      if (!scrollsX && !told && !(at instanceof HTMLInputElement) && at !== document.body)
        if (rect.left < edge.left - slack || rect.right > edge.right + slack)
          if (rect.bottom > edge.top && rect.top < edge.bottom)
            found.push(`${named(element, text)} is cut sideways by ${named(at, ' ')}`);
      if (!scrollsY && at !== document.body)
        if (rect.top < edge.top - slack || rect.bottom > edge.bottom + slack)
          found.push(`${named(element, text)} is cut by ${named(at, ' ')} above or below`);
      rect = {
        left: Math.max(rect.left, edge.left),
        right: Math.min(rect.right, edge.right),
        top: Math.max(rect.top, edge.top),
        bottom: Math.min(rect.bottom, edge.bottom),
      };
      if (rect.right - rect.left <= slack || rect.bottom - rect.top <= slack) return undefined;
    }
    if (rect.left < -slack || rect.right > innerWidth + slack)
      found.push(`${named(element, text)} reaches beyond the window`);
    return rect;
  }

  function textsIn(area: Element): Piece[] {
    const pieces: Piece[] = [];
    const walker = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement!;
      const text = node.textContent ?? '';
      if (text.trim() === '' || !shown(parent) || parent.closest('style, .chart, .matrix thead') !== null)
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width <= slack) continue;
        // Ascent and descent reach into the neighbouring lines.
        const spare = Math.max(0, (box.height - parseFloat(styleOf(parent).fontSize)) / 2);
        const letters = {
          left: box.left,
          right: box.right,
          top: box.top + spare,
          bottom: box.bottom - spare,
        };
        const rect = seen(parent, letters, text);
        if (rect !== undefined)
          pieces.push({ element: parent, name: named(parent, text), rect, pinned: pinnedIn(parent) });
      }
    }
    return pieces;
  }

  const over = (a: Rect, b: Rect): boolean =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack;

  function overlapsOf(pieces: readonly Piece[]): void {
    const sorted = [...pieces].sort((a, b) => a.rect.top - b.rect.top);
    sorted.forEach((one, index) => {
      for (let next = index + 1; next < sorted.length; next++) {
        const other = sorted[next]!;
        if (other.rect.top > one.rect.bottom) break;
        // What is pinned lies over what scrolls beneath it.
        if (one.pinned !== other.pinned || !over(one.rect, other.rect)) continue;
        if (
          one.element === other.element ||
          one.element.contains(other.element) ||
          other.element.contains(one.element)
        )
          continue;
        found.push(`${one.name} lies over ${other.name}`);
      }
    });
  }

  function controlsIn(area: Element): Piece[] {
    const controls = area.querySelectorAll('button, select, summary, a[href], input:not([type="range"])');
    return [...new Set([...controls].map((control) => control.closest('label, summary') ?? control))].flatMap(
      (element) => {
        if (!shown(element)) return [];
        const box = element.getBoundingClientRect();
        const inline = /inline$/.test(styleOf(element).display);
        if (!inline && Math.min(box.width, box.height) < leastTarget - 0.5)
          found.push(
            `${named(element)} is ${Math.round(box.width)} × ${Math.round(box.height)}, too small to hit`,
          );
        const rect = seen(element, box, '');
        const { left, right } = area.getBoundingClientRect();
        if (
          rect !== undefined &&
          pinnedIn(element) === pinnedIn(area) &&
          (rect.left < left - slack || rect.right > right + slack)
        )
          found.push(`${named(element)} reaches out of ${named(area, ' ')}`);
        return rect === undefined ? [] : [{ element, name: named(element), rect, pinned: pinnedIn(element) }];
      },
    );
  }

  /** The corners of something drawn, as they stand on the page. */
  function cornersOf(element: SVGGraphicsElement): { x: number; y: number }[] {
    const { x, y, width, height } = element.getBBox();
    const matrix = element.getScreenCTM()!;
    const spare = element.tagName === 'text' ? height * 0.14 : 0;
    return [
      [x, y + spare],
      [x + width, y + spare],
      [x + width, y + height - spare],
      [x, y + height - spare],
    ].map(([px, py]) => new DOMPoint(px, py).matrixTransform(matrix));
  }

  /** Whether two four-cornered things share more than their edge: no line along a side of either separates them. */
  function meet(a: readonly { x: number; y: number }[], b: readonly { x: number; y: number }[]): boolean {
    for (const shape of [a, b]) {
      for (let side = 0; side < 2; side++) {
        const [from, to] = [shape[side]!, shape[side + 1]!];
        const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
        const normal = { x: (from.y - to.y) / length, y: (to.x - from.x) / length };
        const span = (corners: readonly { x: number; y: number }[]): [number, number] => {
          const along = corners.map(({ x, y }) => x * normal.x + y * normal.y);
          return [Math.min(...along), Math.max(...along)];
        };
        const [[a0, a1], [b0, b1]] = [span(a), span(b)];
        if (Math.min(a1, b1) - Math.max(a0, b0) <= slack) return false;
      }
    }
    return true;
  }

  function ladderFaults(stage: Element): void {
    if (!shown(stage)) return;
    const edge = stage.getBoundingClientRect();
    const head = edge.top + 66;
    const drawn = [...stage.querySelectorAll<SVGGraphicsElement>(marks)]
      .filter((element) => (element.textContent ?? '') !== '' && shown(element))
      .map((element) => ({ element, corners: cornersOf(element) }));
    const inHead = (element: Element): boolean => element.closest('.heads') !== null;
    const pinned = (element: Element): boolean => element.closest('.gutter, .front, .caption') !== null;
    const visible = drawn.filter(({ element, corners }) => {
      const ys = corners.map(({ y }) => y);
      return inHead(element) || (Math.min(...ys) > head && Math.max(...ys) < edge.bottom);
    });
    visible.forEach(({ element, corners }, index) => {
      const fontSize = parseFloat(styleOf(element).fontSize);
      if (fontSize < 9) found.push(`${named(element)} is written in ${fontSize} px`);
      for (const other of visible.slice(index + 1)) {
        if (inHead(element) !== inHead(other.element) || pinned(element) !== pinned(other.element)) continue;
        if (element.closest('.front') !== other.element.closest('.front')) continue;
        if (meet(corners, other.corners))
          found.push(`on the ladder ${named(element)} lies over ${named(other.element)}`);
      }
    });
    for (const { element } of visible.filter((one) => inHead(one.element) && one.element.matches('.plate'))) {
      const room = element.querySelector('rect')!.getBoundingClientRect();
      for (const text of element.querySelectorAll('text')) {
        const { left, right } = text.getBoundingClientRect();
        if (left < room.left || right > room.right) found.push(`${named(text)} does not fit its plate`);
      }
    }
  }

  for (const selector of areas) {
    for (const area of document.querySelectorAll(selector)) {
      if (!shown(area)) continue;
      const texts = textsIn(area);
      overlapsOf(texts);
      overlapsOf(controlsIn(area));
    }
  }
  // What covers others on purpose is fixed or absolute.
  const standing = [...document.querySelectorAll(areas.join(','))].filter(
    (area) => shown(area) && pinnedIn(area) === null,
  );
  overlapsOf(
    standing.map((element) => {
      const rect = element.getBoundingClientRect();
      return { element, name: named(element, ' '), rect, pinned: null };
    }),
  );
  for (const stage of document.querySelectorAll('.stage')) ladderFaults(stage);
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
  if (scrollWidth > clientWidth || scrollHeight > clientHeight) found.push('the page scrolls as a whole');
  return [...new Set(found)];
}
