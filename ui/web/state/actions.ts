// What a reader can do, whatever button or key it comes from.
import { batch } from '@preact/signals-core';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { count, seconds } from '../../views/words.ts';
import type { Arrow } from '../model/arrows.ts';
import {
  type Deed,
  editFor,
  editTitle,
  type FaultEdit,
  furtherEdits,
  sameEdit,
} from '../model/fault-edit.ts';
import { isBeyond } from '../model/moments.ts';
import { traceData } from '../model/opened-trace.ts';
import { momentOfTime } from '../model/steps-of-time.ts';
import { textInForce, withoutText, withText } from '../model/text-edit.ts';
import type { SimulationClient } from '../worker/client.ts';
import type { Problem, RunRequest } from '../worker/messages.ts';
import { showRun } from './comparing.ts';
import { ofScenario, ofSelection, without } from './details.ts';
import { begin, type History, record, redo, undo } from './history.ts';
import type { OwnScenario, PageState } from './page-state.ts';
import { createRunning } from './running.ts';
import { namesMessage } from './selection-names.ts';
import { modelInPieces } from './simulation.ts';
import { type Selection, type Store, theEnd } from './store.ts';
import { createTexts } from './texts.ts';

export interface Actions {
  /** Puts the page into a state, as an address or a first visit has it. */
  open(state: PageState): Promise<void>;
  choose(scenario: string): Promise<void>;
  openOwn(scenario: OwnScenario): Promise<void>;
  /** Shows a trace as if it had been run, another one beside it as run B. It can be looked at, not broken. */
  openTrace(name: string, records: readonly TraceRecord[], other?: readonly TraceRecord[]): Promise<void>;
  reseed(seed: string | undefined): Promise<void>;
  deed(deed: Deed): Promise<void>;
  /** The change that a deed would make to the selected message. */
  editOf(deed: Deed): FaultEdit | undefined;
  /** What more can be done to the selected message, and from it on. */
  furtherEdits(): readonly FaultEdit[];
  /** Adds a change, if it is not there yet. */
  addEdit(edit: FaultEdit): Promise<void>;
  setEdits(edits: readonly FaultEdit[], said: string): Promise<void>;
  /** The scenario as it was opened, and its text as the changes have it; undefined where a trace is open, or until the text is there. */
  text(): ScenarioText | undefined;
  /** What would be wrong with this text and the changes beside it; undefined where nobody can tell. */
  check(text: string): Promise<readonly Problem[] | undefined>;
  /** What would be wrong with these changes. */
  checkEdits(edits: readonly FaultEdit[]): Promise<readonly Problem[] | undefined>;
  /** Another text is one change among the others. */
  editText(text: string): Promise<void>;
  /** The text as it is becomes the scenario that run B is compared with. */
  adoptText(): Promise<void>;
  undo(): Promise<void>;
  redo(): Promise<void>;
  /** Runs all of it once more. */
  retry(): Promise<void>;
  /** Ends the run that is being simulated where it is. */
  stop(): void;
  select(selection: Selection | undefined): void;
  selectedArrow(): Arrow | undefined;
  /** Lays another message beside the selected one: its text stands beside the other's. */
  layBeside(key: string): void;
  /** The run that is shown, as the worker would be asked for it. */
  request(): RunRequest | undefined;
  /** The run that this change would make; undefined where it is made already, or there is none. */
  requestWith(edit: FaultEdit): RunRequest | undefined;
}

export interface ScenarioText {
  /** `core/digest`. */
  readonly name: string;
  readonly own: string;
  readonly now: string;
}

export function createActions(store: Store, client: SimulationClient): Actions {
  const texts = createTexts(client);
  const { sourceNow, requestFor, overtake, rerun, prepared, put } = createRunning(store, client);

  /** The same with its text. */
  async function writtenSource(): Promise<OwnScenario | undefined> {
    const source = sourceNow();
    const text = source && (source.text ?? (await texts.of(source.name)));
    return text === undefined ? undefined : { name: source!.name, text };
  }

  /** What stands in the editor with mistakes is of another scenario. */
  function leaveText(): void {
    store.typed.value = undefined;
    store.given.value = undefined;
  }

  /** Another scenario or trace, from its beginning. */
  function start(change: () => void, edits: History<readonly FaultEdit[]> = begin([])): void {
    batch(() => {
      store.trace.value = undefined;
      store.draft.value = undefined;
      change();
      store.edits.value = edits;
      store.selection.value = undefined;
      store.now.value = theEnd;
      store.playing.value = false;
      store.showing.value = 'b';
      store.range.value = undefined;
      store.details.value = without(store.details.value, [...ofScenario, ...ofSelection]);
    });
  }

  async function fresh(change: () => void, edits?: History<readonly FaultEdit[]>): Promise<void> {
    start(change, edits);
    await rerun({ both: true });
  }

  async function showTrace(
    name: string,
    records: readonly TraceRecord[],
    other?: readonly TraceRecord[],
  ): Promise<void> {
    const goesOn = overtake();
    start(() => {
      store.trace.value = name;
      store.editing.value = false;
      leaveText();
      store.busy.value = true;
      store.progress.value = undefined;
      store.failure.value = undefined;
    });
    const baseline = await modelInPieces(traceData(name, records), goesOn);
    const altered = other && (await modelInPieces(traceData(name, other), goesOn));
    if (!(await prepared({ baseline, altered }, goesOn))) return;
    await put({ baseline, altered }, { atOnce: true }, () => {
      store.comparing.value = undefined;
      store.busy.value = false;
    });
    // What it was read with may have been as large as it is.
    if (goesOn()) client.letGo();
  }

  /** True, and said, where a trace is open: there is nothing to run again. */
  function onlyLookedAt(): boolean {
    if (store.trace.value === undefined) return false;
    store.toast.value = 'This is an opened trace: it can be looked at, not run again.';
    return true;
  }

  async function editsBecome(history: History<readonly FaultEdit[]>, said: string): Promise<void> {
    if (onlyLookedAt()) return;
    store.edits.value = history;
    showRun(store, 'b');
    store.playing.value = false;
    await rerun({ both: false });
    const total = (await store.compareSettled())?.counts.total;
    store.said.value =
      total === undefined ? `${said}. The baseline again.` : `${said}. Run B: ${count(total, 'change')}.`;
  }

  async function addEdit(edit: FaultEdit, said: string): Promise<void> {
    const edits = store.edits.value.now;
    if (edits.some((one) => sameEdit(one, edit))) return;
    await editsBecome(record(store.edits.value, [...edits, edit]), said);
  }

  /** What a question asks for can't be looked up before it is answered. */
  function isHidden(selection: Selection): boolean {
    const run = store.run.value;
    const at =
      selection.kind === 'arrow'
        ? run?.arrowByKey.get(selection.key)?.sent
        : { atUs: run?.bySeq.get(selection.seq)?.at ?? 0, seq: selection.seq };
    return isBeyond(at, store.limit.value);
  }

  const selectedArrow = (): Arrow | undefined => {
    const chosen = store.selection.value;
    return chosen?.kind === 'arrow' ? store.run.value?.arrowByKey.get(chosen.key) : undefined;
  };

  function editOf(deed: Deed): FaultEdit | undefined {
    const arrow = selectedArrow();
    return arrow && editFor(deed, arrow, store.run.value?.arrows ?? []);
  }

  return {
    async open(state) {
      const { atUs, atStep } = state;
      const moment = atUs === undefined ? theEnd : { atUs, seq: theEnd.seq };
      batch(() => {
        store.trace.value = undefined;
        store.own.value = state.own;
        store.editing.value = state.editing;
        // With a name it is another scenario's than the one that runs.
        store.draft.value = state.draft?.name ? state.draft : undefined;
        store.typed.value = state.draft?.text;
        store.given.value = { text: state.draft?.text };
        store.scenario.value = state.scenario;
        store.seed.value = state.seed;
        store.edits.value = begin(state.edits);
        store.axisMode.value = state.axis;
        store.axisScale.value = state.scale;
        store.zoom.value = state.zoom;
        store.layers.value = state.layers;
        store.setLook(state);
        store.speed.value = state.speed;
        store.tab.value = state.tab ?? 'raw';
        store.beside.value = state.beside;
        store.showing.value = state.comparing === 'side' ? 'b' : state.showing;
        store.comparing.value = state.comparing;
        store.view.value = state.view;
        store.machine.value = state.machine;
        store.scope.value = state.scope;
        store.details.value = state.details;
        store.learning.value = state.learning;
        store.now.value = moment;
        const { selected } = state;
        store.selection.value =
          selected !== undefined && namesMessage(selected) ? { kind: 'arrow', key: selected } : undefined;
      });
      await rerun({ both: true, ...(state.selected !== undefined && { wanted: state.selected }) });
      const steps = store.run.value?.steps;
      if (steps !== undefined && atUs !== undefined && atStep !== undefined && store.now.value === moment)
        store.now.value = momentOfTime(steps, atUs, atStep);
    },
    choose: (scenario) =>
      fresh(() => {
        store.own.value = undefined;
        leaveText();
        store.scenario.value = scenario;
        store.seed.value = undefined;
      }),
    openOwn: (scenario) =>
      fresh(() => {
        store.own.value = scenario;
        leaveText();
        store.scenario.value = 'own';
        store.seed.value = undefined;
      }),
    reseed: async (seed) => {
      if (onlyLookedAt()) return;
      // Changes are to the scenario: what its messages suffer they suffer whatever the seed is.
      await fresh(() => {
        store.seed.value = seed;
      }, store.edits.value);
    },
    editOf,
    async deed(deed) {
      const arrow = selectedArrow();
      const edit = editOf(deed);
      if (arrow === undefined || edit === undefined) return;
      await addEdit(edit, `${editTitle(edit)} at ${seconds(arrow.sent.atUs)} s`);
    },
    furtherEdits: () => {
      const arrow = selectedArrow();
      return arrow === undefined ? [] : furtherEdits(arrow, store.run.value?.arrows ?? []);
    },
    addEdit: (edit) => addEdit(edit, editTitle(edit)),
    setEdits: (edits, said) => editsBecome(record(store.edits.value, edits), said),
    text() {
      const source = sourceNow();
      const own = source && (source.text ?? texts.now(source.name));
      if (own === undefined) return undefined;
      return { name: source!.name, own, now: textInForce(store.edits.value.now) ?? own };
    },
    async check(text) {
      const request = requestFor(withText(store.edits.value.now, text));
      return request && client.check(request);
    },
    async checkEdits(edits) {
      const request = requestFor(edits);
      return request && client.check(request);
    },
    async editText(text) {
      const source = await writtenSource();
      if (source === undefined) return;
      const edits = withText(store.edits.value.now, text, source.text);
      await editsBecome(record(store.edits.value, edits), 'Edited scenario');
    },
    async adoptText() {
      const source = sourceNow();
      const edits = store.edits.value.now;
      const text = textInForce(edits);
      if (source === undefined || text === undefined) return;
      await fresh(
        () => {
          store.own.value = { name: source.name, text };
          store.scenario.value = 'own';
        },
        begin(withoutText(edits)),
      );
    },
    undo: async () => {
      if (store.edits.value.past.length > 0) await editsBecome(undo(store.edits.value), 'Undone');
    },
    redo: async () => {
      if (store.edits.value.future.length > 0) await editsBecome(redo(store.edits.value), 'Done again');
    },
    openTrace: showTrace,
    retry: () => rerun({ both: true }),
    stop: client.stop,
    select(selection) {
      if (selection !== undefined && isHidden(selection)) return;
      batch(() => {
        if (JSON.stringify(selection) !== JSON.stringify(store.selection.value))
          store.details.value = without(store.details.value, ofSelection);
        store.selection.value = selection;
        if (selection !== undefined) store.playing.value = false;
      });
    },
    selectedArrow,
    layBeside(key) {
      const first = store.chosen.value?.arrow.key;
      this.select({ kind: 'arrow', key });
      if (first === undefined || first === key) return;
      store.beside.value = first;
      store.tab.value = 'diff';
    },
    request: () =>
      requestFor(
        store.showing.value === 'b' || store.altered.value === undefined ? store.edits.value.now : [],
      ),
    requestWith(edit) {
      const edits = store.edits.value.now;
      if (edits.some((one) => sameEdit(one, edit))) return undefined;
      return requestFor([...edits, edit].filter(({ off }) => !off));
    },
  };
}
