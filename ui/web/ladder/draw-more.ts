// What of the ladder is drawn once its first picture stands: what ties messages together, what differs from another run, cuts at the
// window's edges, what a change would do.
export { drawDifferences, drawDivergence } from './draw-differences.ts';
export { drawPreview } from './draw-preview.ts';
export { drawSplits } from './draw-splits.ts';
export { drawThreads } from './draw-threads.ts';
