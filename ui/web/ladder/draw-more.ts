// What of the ladder is drawn once its first picture stands: the timer or state that is selected, what ties messages together, what differs
// from another run, cuts at the window's edges, what a change would do.
export { drawChosen } from './draw-chosen.ts';
export { drawDifferences, drawDivergence } from './draw-differences.ts';
export { drawPreview } from './draw-preview.ts';
export { drawSplits } from './draw-splits.ts';
export { drawThreads } from './draw-threads.ts';
