// The parts of the page, to be walked by F6 (the ARIA practice for panes).
const panes = [
  'top',
  'rail',
  'editor',
  'learn',
  'tool-bar',
  'ladder',
  'table',
  'message',
  'inspector',
  'view',
  'foot',
] as const;
const focusable =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), summary, [tabindex="0"]';

/** Focuses the next part that is there, or the one before. */
export function nextPane(by: 1 | -1): void {
  const there = panes.flatMap((id) => {
    const pane = document.getElementById(id) ?? document.querySelector<HTMLElement>(`.${id}`);
    const first = pane === null ? undefined : entryOf(pane);
    return pane === null || first === undefined ? [] : [{ pane, first }];
  });
  const at = there.findIndex(({ pane }) => pane.contains(document.activeElement));
  const from = at < 0 && by < 0 ? 0 : at;
  there[(from + by + there.length) % there.length]?.first.focus();
}

/** Where a part is entered: itself, its chosen tab, or the first thing in it that can be seen. */
function entryOf(pane: HTMLElement): HTMLElement | undefined {
  if (!isShown(pane)) return undefined;
  if (pane.tabIndex >= 0) return pane;
  const chosen = pane.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
  if (chosen !== null && isShown(chosen)) return chosen;
  return [...pane.querySelectorAll<HTMLElement>(focusable)].find(
    (one) => one.tabIndex >= 0 && !one.matches('.skip') && isShown(one),
  );
}

function isShown(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true });
}
