// Writes the page's state into its address as it changes, and follows an address that is changed by hand.
import { effect, type ReadonlySignal } from '@preact/signals-core';
import { markOf, type RunMark } from '../model/run-mark.ts';
import { stepOfTime } from '../model/steps-of-time.ts';
import type { RunData } from '../worker/messages.ts';
import type { ReadAddress } from './address.ts';
import { addressHere } from './address-here.ts';
import type { Aside, PageState, Place } from './page-state.ts';
import type { Store } from './store.ts';
import { addressFor, type WrittenAddress } from './written-address.ts';
import { partsOf } from './written-parts.ts';

/** It is written when nothing has changed for so long: to a browser that is work, and it refuses an address that changes many times a second. */
const restMs = 250;
/** What goes on changing is written all the same, so long after the first of it. */
const mostMs = 1_000;

/** What of the ladder only itself knows. */
export interface Standing {
  /** Counts how often it has come to rest somewhere else. */
  readonly moved: ReadonlySignal<number>;
  /** Where it stands; undefined where it would stand there by itself. */
  place(): Place | undefined;
  aside(): Aside | undefined;
}

export interface AddressKeeper {
  /** The address of the page as it is at this moment. */
  now(): Promise<WrittenAddress>;
}

/** The page was opened as `opened` says; `open` is handed what an address says that was changed by hand, or gone back to. */
export function keepAddress(
  store: Store,
  opened: PageState,
  engine: string,
  ladder: Standing,
  open: (read: ReadAddress) => void,
): AddressKeeper {
  let waiting = 0;
  /** When what is not yet written began to change. */
  let since: number | undefined;
  let turn = 0;
  let written = location.hash;
  let place = placeOf(opened);
  /** With where the ladder stands, and a mark of the run: it looks at all of the run, so it is made when an address is. */
  const whole = (): PageState => {
    const { run, trace } = store;
    const mark = run.value && trace.value === undefined ? markOfRun(run.value.data) : undefined;
    const [place, aside] = [ladder.place(), ladder.aside()];
    return {
      ...stateOf(store),
      ...(place !== undefined && { place }),
      ...(aside !== undefined && { aside }),
      ...(mark !== undefined && { made: { engine, run: mark } }),
    };
  };

  async function write(): Promise<void> {
    since = undefined;
    const mine = ++turn;
    const state = whole();
    const { hash, left } = await addressFor(state);
    if (mine !== turn || hash === written) return;
    // Another scenario, seed, fault or view is another page to go back from; a moment or a selection isn't.
    const now = placeOf(state);
    const kept = left === undefined ? null : { parts: partsOf(state) };
    if (now === place) history.replaceState(kept, '', hash);
    else history.pushState(kept, '', hash);
    place = now;
    written = hash;
  }

  effect(() => {
    stateOf(store);
    ladder.moved.value;
    // What was about to be written is no more; it would be made while the next run is waited for.
    clearTimeout(waiting);
    if (store.playing.value || store.busy.value) {
      since = undefined;
      return;
    }
    const now = performance.now();
    since ??= now;
    waiting = window.setTimeout(() => void write(), Math.min(restMs, since + mostMs - now));
  });
  window.addEventListener('popstate', () => {
    if (location.hash === written) return;
    written = location.hash;
    turn++;
    void addressHere().then((read) => {
      place = placeOf(read.state);
      open(read);
    });
  });
  return { now: () => addressFor(whole()) };
}

function stateOf(store: Store): PageState {
  const selected = store.selectedName.value;
  const seed = store.seed.value;
  const own = store.own.value;
  const trace = store.trace.value;
  const learning = store.learning.value;
  const comparing = store.comparing.value;
  const typed = store.typed.value;
  const [tab, beside] = [store.tab.value, store.beside.value];
  return {
    ...store.look.value,
    // A trace is in its file, and the address says so.
    scenario: trace === undefined ? store.scenario.value : '',
    ...(trace !== undefined && { file: trace }),
    ...(trace === undefined && own !== undefined && { own }),
    ...(seed !== undefined && { seed }),
    edits: store.edits.value.now,
    editing: store.editing.value,
    ...(typed !== undefined && { draft: { name: store.draft.value?.name ?? '', text: typed } }),
    ...momentOf(store),
    speed: store.speed.value,
    ...(selected !== undefined && { selected }),
    ...(selected !== undefined && tab !== 'raw' && { tab }),
    ...(beside !== undefined && { beside }),
    axis: store.axisMode.value,
    scale: store.axisScale.value,
    zoom: store.zoom.value,
    layers: store.layers.value,
    showing: store.showing.value,
    ...(comparing !== undefined && { comparing }),
    view: store.view.value,
    machine: store.machine.value,
    scope: store.scope.value,
    details: store.details.value,
    ...(learning !== undefined && { learning }),
  };
}

/** The playhead; at the end of the run there is nothing to say. */
function momentOf({ now, run }: Store): Pick<PageState, 'atUs' | 'atStep'> {
  const { atUs } = now.value;
  if (run.value === undefined) return {};
  const atStep = stepOfTime(run.value.steps, now.value);
  if (atStep === undefined) return atUs >= run.value.endUs ? {} : { atUs };
  return { atUs, atStep };
}

const marks = new WeakMap<RunData, { readonly mark: RunMark | undefined }>();

function markOfRun(data: RunData): RunMark | undefined {
  const known = marks.get(data) ?? { mark: markOf(data.fingerprint, data.records) };
  marks.set(data, known);
  return known.mark;
}

function placeOf(state: PageState): string {
  const { scenario, own, file, seed, edits, view, machine, learning } = state;
  return JSON.stringify([scenario, own, file, seed, edits, view, machine, learning]);
}
