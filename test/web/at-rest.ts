import type { Page } from 'playwright-core';

/** Until no run is under way, nothing more comes by itself, what there is has been drawn, and nothing glides. */
export function atRest(page: Page): Promise<void> {
  return page.evaluate(async () => {
    await document.fonts.ready;
    const { siplab } = globalThis as unknown as { siplab?: { atRest(): Promise<void> } };
    await siplab?.atRest();
    // A cursor that blinks has no end.
    const gliding = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(gliding.map(({ finished }) => finished));
  });
}
