// How large things are drawn. All places are multiples of `grid`, so that lines find their way between them.
import type { Bundle, ChartState } from './chart-tree.ts';
import { innerText, labelText } from './label-text.ts';

export const grid = 8;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `full`: with labels, actions and counts; `mini`: names alone. */
export type Detail = 'full' | 'mini';

export const titleHeight = { full: 24, mini: 24 } as const;
export const lineHeight = 15;
/** Labels are set in a font of one width; names in one whose widest letters keep to this. */
const monoWidth = 6.2;
const nameWidth = 7.1;
/** Room for `×1234` behind a transition's text. */
const countRoom = 40;

export function up(length: number): number {
  return Math.ceil(length / (2 * grid)) * 2 * grid;
}

/** The box of a state without states within, or the head of one with some. */
export function headSize(state: ChartState, detail: Detail): Size {
  const title = state.name.length * nameWidth + 28;
  if (detail === 'mini') return { width: up(Math.max(64, title)), height: titleHeight.mini };
  const lines = linesOf(state);
  const widest = Math.max(
    0,
    ...lines.map(({ text, counted }) => text.length * monoWidth + (counted ? countRoom : 0)),
  );
  const height = titleHeight.full + (lines.length === 0 ? 0 : lines.length * lineHeight + 7);
  return { width: up(Math.max(96, title, widest + 20)), height: Math.ceil(height / grid) * grid };
}

/** The lines beneath a state's name: what it does on entry, and the transitions that stay in it. */
export function linesOf(state: ChartState): { readonly text: string; readonly counted: boolean }[] {
  const { entry } = state.outline;
  const onEntry = entry.length === 0 ? [] : [{ text: `entry / ${entry.join(', ')}`, counted: false }];
  return [...onEntry, ...state.inner.map((one) => ({ text: innerText(one), counted: true }))];
}

export function labelSize({ transitions }: Bundle, detail: Detail): Size {
  if (detail === 'mini') return { width: 0, height: 0 };
  const widest = Math.max(...transitions.map((one) => labelText(one).length * monoWidth));
  return {
    width: up(widest + countRoom + 14),
    height: Math.ceil((transitions.length * lineHeight + 4) / grid) * grid,
  };
}
