// What of the ladder is drawn once its first picture stands: cuts at the window's edges, what a change would do.
export { drawPreview } from './draw-preview.ts';
export { drawSplits } from './draw-splits.ts';
