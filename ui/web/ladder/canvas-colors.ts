// The colours of the page for a canvas, read once a theme.

export type Rgb = readonly [red: number, green: number, blue: number];

export interface CanvasColors {
  /** Of `arrowLooks`, in their order. */
  readonly lines: readonly string[];
  /** Of `densityKinds`, in their order. */
  readonly density: readonly Rgb[];
  readonly accent: string;
}

const lineTokens = ['--req', '--ok', '--msrp', '--bad'];
const densityTokens = ['--req', '--msrp', '--bad'];

/** What an element's tokens say now: another theme, or forced colours, say something else. */
export function canvasColors(element: Element): CanvasColors {
  const style = getComputedStyle(element);
  const forced = matchMedia('(forced-colors: active)').matches;
  const color = (token: string): string => (forced ? 'CanvasText' : style.getPropertyValue(token).trim());
  return {
    lines: lineTokens.map(color),
    density: densityTokens.map((token) => rgbOf(color(token))),
    accent: forced ? 'Highlight' : color('--accent'),
  };
}

/** Any colour that a canvas understands, in numbers. */
function rgbOf(color: string): Rgb {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (context === null) return [0, 0, 0];
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
