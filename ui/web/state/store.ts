// What the page knows: signals that the views read, and nothing that touches the document.
import { computed, signal } from '@preact/signals-core';
import type { Instant } from '../model/arrows.ts';
import type { AxisMode } from '../model/axis.ts';
import type { AxisScale } from '../model/axis-scale.ts';
import type { FaultEdit } from '../model/fault-edit.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Choices, Layers } from '../model/sight.ts';
import { createCompared } from './compared.ts';
import { createComparison } from './comparison.ts';
import { createCrowd } from './crowd.ts';
import type { Details } from './details.ts';
import type { Foreseen } from './foreseen.ts';
import { begin, type History } from './history.ts';
import { createLooking } from './looking.ts';
import {
  type CompareMode,
  firstState,
  type InspectorTab,
  type Learning,
  type OwnScenario,
  type View,
} from './page-state.ts';
import { nameOfSelection } from './selection-names.ts';
import { createSight } from './sight.ts';
import type { Progress } from './simulation.ts';
import { createSaid } from './speak.ts';

export type Selection =
  | { readonly kind: 'arrow'; readonly key: string }
  | { readonly kind: 'timer'; readonly seq: number }
  | { readonly kind: 'state'; readonly seq: number };

/** The moment after everything. */
export const theEnd: Instant = { atUs: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER };

/** What is told, and what can be done about it. */
export interface Toast {
  readonly text: string;
  readonly action?: { readonly label: string; run(): void };
}

export function createStore() {
  const baseline = signal<RunModel | undefined>(undefined);
  const altered = signal<RunModel | undefined>(undefined);
  const showing = signal<'a' | 'b'>('b');
  const axisMode = signal<AxisMode>(firstState.axis);
  const axisScale = signal<AxisScale>(firstState.scale);
  const zoom = signal(firstState.zoom);
  const layoutZoom = signal(firstState.zoom);
  /** How the two runs are shown together; undefined where one is shown by itself. */
  const comparing = signal<CompareMode | undefined>(undefined);
  const layers = signal<Layers>(firstState.layers);
  const looking = createLooking();
  const { folded, hidden, range, filter, only } = looking;
  const choices = computed(
    (): Choices => ({
      folded: folded.value,
      hidden: hidden.value,
      range: range.value,
      filter: filter.value,
      only: only.value,
      layers: layers.value,
      axisMode: axisMode.value,
      axisScale: axisScale.value,
      zoom: layoutZoom.value,
    }),
  );
  /** The run that is to be shown. */
  const asked = computed(() => (showing.value === 'b' ? (altered.value ?? baseline.value) : baseline.value));
  const { run, ...sight } = createSight(asked, choices);
  const selection = signal<Selection | undefined>(undefined);
  const busy = signal(false);
  const comparisons = createComparison({ baseline, altered, busy });
  return {
    scenario: signal(firstState.scenario),
    own: signal<OwnScenario | undefined>(undefined),
    /** The name of the trace that was opened, where it is no run of ours. */
    trace: signal<string | undefined>(undefined),
    seed: signal<string | undefined>(undefined),
    edits: signal<History<readonly FaultEdit[]>>(begin([])),
    baseline,
    altered,
    showing,
    run,
    /** Why there is no run. */
    failure: signal<{ readonly errors: readonly string[]; readonly defect: boolean } | undefined>(undefined),
    busy,
    /** A run has just come: its ladder is drawn before what stands around it (`shown.ts`). */
    ladderFirst: signal<false | 'at once' | 'in a task'>(false),
    /** What may be asked for next. */
    foreseen: signal<readonly Foreseen[]>([]),
    /** That is being found out, or soon will be. */
    foreseeing: signal(false),
    /** How far a run is that takes its time. */
    progress: signal<Progress | undefined>(undefined),
    now: signal<Instant>(theEnd),
    playing: signal(false),
    /** Virtual seconds a real one. */
    speed: signal(firstState.speed),
    selection,
    /** Its name, which holds in another run and in an address. */
    selectedName: computed(() =>
      run.value && selection.value ? nameOfSelection(run.value, selection.value) : undefined,
    ),
    /** The change that is pointed at in the bar of the selected message. */
    previewed: signal<{ readonly key: string; readonly edit: FaultEdit } | undefined>(undefined),
    tab: signal<InspectorTab>('raw'),
    view: signal<View>(firstState.view),
    /** The machine whose chart is drawn. */
    machine: signal(firstState.machine),
    /** What charts and requirements speak of: the run that is shown, or all scenarios that ship. */
    scope: signal<'run' | 'all'>(firstState.scope),
    /** The transition that is pointed at, `calling > timerA > calling`. */
    litTransition: signal<string | undefined>(undefined),
    ...looking,
    axisMode,
    axisScale,
    zoom,
    /** The zoom that the axis is to be laid out for. */
    layoutZoom,
    layers,
    choices,
    asked,
    ...sight,
    ...createCrowd(sight.sight),
    comparing,
    ...comparisons,
    ...createCompared({ comparing, ...comparisons, baseline, altered, run, selection }),
    /** Said to a screen reader, politely. */
    said: createSaid(),
    /** Shown in a corner until dismissed. */
    toast: signal<string | Toast | undefined>(undefined),
    /** The scenario's text stands beside the ladder. */
    editing: signal(false),
    /** A scenario that was opened and has mistakes: it stands in the editor until they are mended. */
    draft: signal<OwnScenario | undefined>(undefined),
    /** The text in the editor that has mistakes: the run is made of another. */
    typed: signal<string | undefined>(undefined),
    /** What an address says of that, until the editor has it. */
    given: signal<{ readonly text?: string | undefined } | undefined>(undefined),
    /** What is chosen and open in panels. */
    details: signal<Details>({}),
    learning: signal<Learning | undefined>(undefined),
    /** A lesson asks for what comes after this moment: until then nothing of that is shown. */
    limit: signal<Instant | undefined>(undefined),
    railOpen: signal(false),
    /** The inspector, where it is a sheet, stands over all of the ladder. */
    sheetTall: signal(false),
    helpOpen: signal(false),
    paletteOpen: signal(false),
    /** What is looked for in the palette. */
    sought: signal(''),
    exportOpen: signal(false),
  };
}

export type Store = ReturnType<typeof createStore>;
