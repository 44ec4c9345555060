// The ladder's signs, small, for the legend.
import { type SVGTemplateResult, svg } from '../template.ts';

const line = (d: string, extra = '') =>
  svg`<path class="stroke" d=${d} stroke-dasharray=${extra || 'none'}></path>`;
const solid = (d: string) => svg`<path class="solid" d=${d}></path>`;
const open = 'M18 2l6 4-6 4';

const drawings = {
  request: { look: 'request', parts: [line('M0 6h18'), solid('M17 2l8 4-8 4z')] },
  provisional: { look: 'response', parts: [line('M0 6h23', '2 2.5'), line(open)] },
  final: { look: 'response', parts: [line('M0 6h23'), line(open)] },
  failure: { look: 'failure', parts: [line('M3 6h20'), solid('M0 3h6v6h-6z'), line(open)] },
  msrp: { look: 'msrp', parts: [line('M0 4.500h17M0 7.500h17'), solid('M17 2l8 4-8 4z')] },
  again: { look: 'request', parts: [line('M0 6h14'), solid('M17 2l8 4-8 4zM10 2l8 4-8 4z')] },
  copy: {
    look: 'response',
    parts: [
      line('M0 5h3'),
      line('M13 5c2 0 5 4 9 4', '4 2'),
      line('M8 .8a4.200 4.200 0 100 8.400 4.200 4.200 0 000-8.400'),
      line('M19 6l4 3-5 2'),
    ],
  },
  lost: {
    look: 'failure',
    parts: [
      line('M0 6h11', '4 2.5'),
      line('M17 1.500a4.500 4.500 0 100 9 4.500 4.500 0 000-9M15 4l4 4m0-4l-4 4'),
    ],
  },
  timer: {
    look: 'timer',
    parts: [
      svg`<path class="fill-line" d="M1 6h16"></path>`,
      solid('M6 1.500l4.500 4.500L6 10.500 1.500 6z'),
      line('M20 2.400a3.600 3.600 0 100 7.200 3.600 3.600 0 000-7.200M18 8l4-4'),
    ],
  },
  state: { look: 'state', parts: [line('M6 1h13a5 5 0 010 10h-13a5 5 0 010-10M7 6h11')] },
} as const;

export type SwatchName = keyof typeof drawings;

export function swatch(name: SwatchName): SVGTemplateResult {
  const { look, parts } = drawings[name];
  return svg`<svg class="swatch look-${look}" viewBox="-1 0 27 12" aria-hidden="true" focusable="false">${parts}</svg>`;
}
