// Drawn with lines of one width, in the colour of the text beside them.
import { type SVGTemplateResult, svg } from '../template.ts';

const paths = {
  chevron: 'M4 6l4 4 4-4',
  check: 'M3 8.5l3.2 3.2L13 5',
  cross: 'M4 4l8 8M12 4l-8 8',
  clock: 'M8 2.5a5.5 5.5 0 100 11 5.5 5.5 0 000-11M8 5v3.2l2 1.3',
  copy: 'M3 6h7v7H3zM6 3h7v7',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  undo: 'M6 3L3 6l3 3M3 6h6.5a3.5 3.5 0 010 7H7',
  redo: 'M10 3l3 3-3 3M13 6H6.5a3.5 3.5 0 000 7H9',
  export: 'M8 10V2.5M5 5l3-2.8L11 5M3 9v4.5h10V9',
  link: 'M6.5 9.5l3-3M5 7L3.6 8.4a2.8 2.8 0 004 4L9 11M11 9l1.4-1.4a2.8 2.8 0 00-4-4L7 5',
  moon: 'M13 9.5A5.5 5.5 0 016.5 3a5.5 5.5 0 106.5 6.5z',
  dice: 'M3 5.5A2.5 2.5 0 015.5 3h5A2.5 2.5 0 0113 5.5v5a2.5 2.5 0 01-2.5 2.5h-5A2.5 2.5 0 013 10.500zM5.700 5.700h.01M10.300 5.700h.01M8 8h.01M5.700 10.300h.01M10.300 10.300h.01',
  compare: 'M5 3v10M11 3v10M5 6h6M5 10h6',
  start: 'M4 3v10M12.5 3.5L6 8l6.5 4.5z',
  back: 'M10.5 3.5L5 8l5.5 4.5',
  forth: 'M5.5 3.5L11 8l-5.5 4.5',
  play: 'M4.5 2.6v10.8L13.500 8z',
  flag: 'M3.500 13.500V2.500l8 2.700-8 3',
  why: 'M8 2v4M8 10v4M2 8h4M10 8h4',
  machine:
    'M4 5.800a2.200 2.200 0 100 4.400 2.200 2.200 0 000-4.400M12 5.800a2.200 2.200 0 100 4.400 2.200 2.200 0 000-4.400M6.200 8h3.600',
  book: 'M8 4.200C6.500 3 4.500 2.800 2.500 3v9.500c2-.2 4 0 5.500 1.200 1.500-1.200 3.500-1.400 5.500-1.200V3c-2-.2-4 0-5.500 1.200zM8 4.200v9.500',
  list: 'M2.5 4l1 1 1.8-2M2.500 8.500l1 1 1.800-2M2.500 12.800l1 1 1.800-2M8 4h5.500M8 8.500h5.500M8 13h5.500',
  search: 'M7 2.500a4.500 4.500 0 100 9 4.500 4.500 0 000-9M10.300 10.300l3.200 3.200',
  folder: 'M2.500 12.500v-9H6l1.500 1.700h6v7.300z',
  pencil: 'M3 13l.7-3L10.700 3l2.300 2.300L6 12.300zM9.200 4.500l2.300 2.300',
  tune: 'M2.500 5h6M12 5h1.500M2.500 11h1.500M7.500 11h6M10.200 3.300a1.700 1.700 0 100 3.400 1.700 1.700 0 000-3.400M5.800 9.300a1.700 1.700 0 100 3.400 1.700 1.700 0 000-3.400',
  menu: 'M3 4.500h10M3 8h10M3 11.500h10',
} as const;

export type IconName = keyof typeof paths;

export function icon(name: IconName): SVGTemplateResult {
  return svg`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d=${paths[name]}></path></svg>`;
}

export const logo = svg`<svg class="logo" viewBox="0 0 22 22" aria-hidden="true"><rect width="22" height="22" rx="6"></rect><path d="M6.5 4v14M15.5 4v14"></path><path d="M6.5 7.200l7 1.600m0 0l-2.200-1.900m2.200 1.900l-2.700.9M15.500 13.200l-7 1.600m0 0l2.200-1.900m-2.200 1.900l2.700.9"></path></svg>`;
