// The bar at the selected message: what can be done to it.

import { type Deed, deedsFor, editPlace, editTitle, type FaultEdit } from '../model/fault-edit.ts';
import { type IconName, icon } from '../panels/icons.ts';
import type { Actions } from '../state/actions.ts';
import type { Store } from '../state/store.ts';
import { html, nothing, render } from '../template.ts';
import { lineOf } from './arrow-line.ts';
import { barPlace } from './bar-place.ts';
import type { LadderView } from './ladder.ts';

/** The rest is in the menu. */
type BarDeed = Exclude<Deed, 'reorder' | 'corrupt'>;

const words: Readonly<
  Record<BarDeed, { readonly text: string; readonly icon: IconName; readonly key: string }>
> = {
  drop: { text: 'Drop', icon: 'cross', key: 'D' },
  delay: { text: 'Delay', icon: 'clock', key: 'L' },
  duplicate: { text: 'Duplicate', icon: 'copy', key: 'U' },
  stall: { text: 'Stall', icon: 'pause', key: 'U' },
  reset: { text: 'Reset', icon: 'cross', key: 'D' },
};

/** Puts the bar beside the selected arrow, or takes it away. */
export function drawFaultBar(
  host: HTMLElement,
  view: LadderView,
  actions: Actions,
  previewed: Store['previewed'],
): void {
  const arrow = actions.selectedArrow();
  const current = view.current();
  const place = arrow && current?.scene.placeOf(arrow.key);
  if (arrow === undefined || current === undefined || place === undefined) {
    render(nothing, host);
    return;
  }
  const { geometry, top } = current;
  const preview = previewer(arrow.key, previewed);
  render(bar(deedsFor(arrow), actions, preview), host);
  const bar_ = host.firstElementChild as HTMLElement | null;
  if (bar_ === null) return;
  const { a, b } = lineOf(place, geometry);
  const middle = (a.y + b.y) / 2 - top + geometry.head;
  const { x, y } = cornerOf(place, { width: bar_.offsetWidth, height: bar_.offsetHeight }, current);
  // At the window's edges it stays whole, as long as its arrow is there.
  const down = Math.max(
    geometry.head + 2,
    Math.min(y - top + geometry.head, geometry.height - bar_.offsetHeight - 2),
  );
  bar_.style.transform = `translate(${x}px, ${Math.round(down)}px)`;
  bar_.style.visibility = middle < geometry.head - 10 || middle > geometry.height + 10 ? 'hidden' : '';
}

/** Found once for as long as nothing is laid out anew: the bar is asked for in each frame. */
const cornerOf = lastAnswer(barPlace, (place, { width, height }, { scene, geometry, left }) => [
  place,
  width,
  height,
  scene,
  geometry,
  left,
]);

/** A function that keeps its last answer as long as it is asked the same. */
function lastAnswer<A extends unknown[], R>(
  ask: (...asked: A) => R,
  sameIf: (...asked: A) => readonly unknown[],
): (...asked: A) => R {
  let [last, answer]: [(readonly unknown[])?, R?] = [];
  return (...asked) => {
    const now = sameIf(...asked);
    if (last === undefined || now.some((one, index) => one !== last?.[index])) answer = ask(...asked);
    last = now;
    return answer as R;
  };
}

/** What shows a change while its button is pointed at or has the focus, and takes it away. */
interface Previewer {
  show(edit: FaultEdit | undefined): void;
  hide(): void;
}

function previewer(key: string, previewed: Store['previewed']): Previewer {
  return {
    show(edit) {
      previewed.value = edit && { key, edit };
    },
    hide() {
      previewed.value = undefined;
    },
  };
}

function bar(deeds: readonly BarDeed[], actions: Actions, { show, hide }: Previewer) {
  return html`<div class="fault-bar" role="toolbar" aria-label="Break the selected message">
    ${deeds.map((deed, index) => {
      const { text, icon: name, key } = words[deed];
      return html`<button
        class=${index === 0 ? 'first' : ''}
        title="${text} this message (${index === 0 ? 'D' : index === 1 ? 'L' : key})"
        @mouseenter=${() => show(actions.editOf(deed))}
        @focus=${() => show(actions.editOf(deed))}
        @mouseleave=${hide}
        @blur=${hide}
        @click=${() => {
          hide();
          void actions.deed(deed);
        }}
      >
        ${icon(name)}${text}
      </button>`;
    })}
    <details class="further opens">
      <summary title="More to break" aria-label="More to break">⋯</summary>
      <div>
        ${actions.furtherEdits().map(
          (edit) =>
            html`<button @mouseenter=${() => show(edit)} @focus=${() => show(edit)} @mouseleave=${hide} @blur=${hide} @click=${(
              event: Event,
            ) => {
              hide();
              (event.currentTarget as HTMLElement).closest('details')?.removeAttribute('open');
              void actions.addEdit(edit);
            }}><b>${editTitle(edit)}</b><span>${editPlace(edit)}</span></button>`,
        )}
      </div>
    </details>
  </div>`;
}
