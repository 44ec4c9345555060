// The bar at the selected message: what can be done to it.

import { type Deed, deedsFor, editPlace, editTitle, type FaultEdit } from '../model/fault-edit.ts';
import { type IconName, icon } from '../panels/icons.ts';
import type { Actions } from '../state/actions.ts';
import type { Store } from '../state/store.ts';
import { html, nothing, render } from '../template.ts';
import { lineOf } from './arrow-line.ts';
import { barPlace, type Corner } from './bar-place.ts';
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

/** The bar, and where it stands for as long as nothing is laid out anew: it is asked for in each frame. */
interface Standing {
  readonly of: readonly unknown[];
  readonly element: HTMLElement;
  readonly height: number;
  readonly corner: Corner;
}

let standing: Standing | undefined;

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
    standing = undefined;
    render(nothing, host);
    return;
  }
  const { geometry, scene, top, left } = current;
  const of = [arrow, scene, geometry, left];
  if (standing === undefined || standing.of.some((one, index) => one !== of[index])) {
    render(bar(deedsFor(arrow), actions, previewer(arrow.key, previewed)), host);
    const element = host.firstElementChild as HTMLElement;
    const { offsetWidth: width, offsetHeight: height } = element;
    standing = { of, element, height, corner: barPlace(place, { width, height }, current) };
  }
  const { element, height, corner } = standing;
  const { a, b } = lineOf(place, geometry);
  const middle = (a.y + b.y) / 2 - top + geometry.head;
  // At the window's edges it stays whole, as long as its arrow is there.
  const down = Math.max(
    geometry.head + 2,
    Math.min(corner.y - top + geometry.head, geometry.height - height - 2),
  );
  element.style.transform = `translate(${corner.x}px, ${Math.round(down)}px)`;
  element.style.visibility = middle < geometry.head - 10 || middle > geometry.height + 10 ? 'hidden' : '';
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
