// All that an address tells of the page.
import type { AxisMode } from '../model/axis.ts';
import type { AxisScale } from '../model/axis-scale.ts';
import type { FaultEdit } from '../model/fault-edit.ts';
import type { RunMark } from '../model/run-mark.ts';
import { firstChoices, type Layers } from '../model/sight.ts';
import type { Details } from './details.ts';
import { firstLook, type Look } from './looking.ts';

/** What fills the page: the ladder, the statecharts, the requirements. */
export type View = 'ladder' | 'charts' | 'matrix';

/** Two runs in one ladder, or a ladder each. */
export type CompareMode = 'overlay' | 'side';

export type InspectorTab = 'raw' | 'fields' | 'bytes' | 'state' | 'spec' | 'diff';

/** What of a run stands at the window's upper edge. */
export interface Place {
  readonly atUs: number;
  /** So many pixels of the axis below what happened by then; less than 0 above it. */
  readonly below: number;
}

/** Which lane stands at the window's left edge. */
export interface Aside {
  /** Its node's name. */
  readonly lane: string;
  /** So far it stands to the right of the edge, in thousandths of the way from one lane to the next. */
  readonly beyond: number;
}

/** A scenario that was opened from a file, or one of ours with another text: it keeps its name, and so the files beside it. */
export interface OwnScenario {
  readonly name: string;
  readonly text: string;
}

export interface PageState extends Look {
  /** The name of one that ships, or `own`. */
  readonly scenario: string;
  readonly own?: OwnScenario;
  /** The name of a file that has what the address can't hold: a long text, a trace. */
  readonly file?: string;
  readonly seed?: string;
  readonly edits: readonly FaultEdit[];
  /** The scenario's text stands beside the ladder. */
  readonly editing: boolean;
  /** A text in the editor that is no run yet; without a name it is the scenario's own, changed. */
  readonly draft?: OwnScenario;
  /** The playhead, in µs; absent at the end of the run. */
  readonly atUs?: number;
  /** Of several events of that time it stands after so many; absent where it stands after all of them. */
  readonly atStep?: number;
  /** Virtual seconds a real one. */
  readonly speed: number;
  /** The key of the selected message, or the name of a timer or a state. */
  readonly selected?: string;
  /** What the inspector tells of it; absent where that is what it tells first. */
  readonly tab?: Exclude<InspectorTab, 'raw'>;
  /** The key of the message that others are laid beside. */
  readonly beside?: string;
  readonly axis: AxisMode;
  /** Of the compressed axis. */
  readonly scale: AxisScale;
  readonly zoom: number;
  readonly layers: Layers;
  /** Where the ladder is scrolled to; absent where it stands as it does when it is opened. */
  readonly place?: Place;
  /** The same sideways. */
  readonly aside?: Aside;
  /** Which run is shown where there are edits. */
  readonly showing: 'a' | 'b';
  /** Absent where one run is shown by itself. */
  readonly comparing?: CompareMode;
  readonly view: View;
  readonly machine: string;
  readonly scope: 'run' | 'all';
  /** What is chosen and open in panels. */
  readonly details: Details;
  /** Where a learner is. */
  readonly learning?: Learning;
  /** Of which engine the run was, and what came of it. */
  readonly made?: Made;
}

/** A step of a lesson, counted from 1; without a lesson their list. */
export interface Learning {
  readonly lesson?: string;
  readonly step: number;
}

export interface Made {
  readonly engine?: string;
  readonly run?: RunMark;
}

export const firstState: PageState = {
  ...firstLook,
  scenario: 'figure-1',
  edits: [],
  editing: false,
  // What happens within a few hundred ms, as most calls do, can be followed with the eyes.
  speed: 1 / 16,
  axis: firstChoices.axisMode,
  scale: firstChoices.axisScale,
  zoom: firstChoices.zoom,
  layers: firstChoices.layers,
  showing: 'b',
  view: 'ladder',
  machine: 'inviteClient',
  scope: 'run',
  details: {},
};
