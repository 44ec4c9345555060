// The arrow keys in a table of links: the nearest link that way takes the focus, and is where Tab comes back to.

const ways: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

export function walkCells(event: KeyboardEvent): void {
  const way = ways[event.key];
  const link = event.target as HTMLElement;
  const cell = link.closest('td');
  if (way === undefined || cell === null || link.tagName !== 'A') return;
  event.preventDefault();
  const next = linkFrom(cell, way);
  if (next === undefined) return;
  link.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function linkFrom(
  cell: HTMLTableCellElement,
  [across, down]: readonly [number, number],
): HTMLElement | undefined {
  let row: Element | null = cell.parentElement;
  let column = cell.cellIndex;
  for (;;) {
    if (down !== 0)
      row = down > 0 ? (row?.nextElementSibling ?? null) : (row?.previousElementSibling ?? null);
    column += across;
    const next = (row as HTMLTableRowElement | null)?.cells[column];
    if (next === undefined) return undefined;
    const link = next.querySelector<HTMLElement>('a');
    if (link !== null) return link;
  }
}
