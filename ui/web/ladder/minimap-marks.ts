// What stands out along the edges of the minimap: where a fault struck, and where the run differs from another one.
import type { Axis } from '../model/axis.ts';
import type { ShownDifferences } from '../model/run-comparison.ts';
import type { RunModel } from '../model/run-model.ts';
import type { SceneContent } from './scene.ts';

/** Heights of the run, in the axis' pixels. */
export interface MinimapMarks {
  readonly faults: Float64Array;
  readonly differences: Float64Array | undefined;
}

type Marked = Pick<SceneContent, 'model' | 'axis' | 'differences'>;

/** Measures them anew only where the run, its axis or its differences are others than before. */
export function createMinimapMarks(): (content: Marked) => MinimapMarks {
  let known: { readonly of: Marked; readonly marks: MinimapMarks } | undefined;
  return ({ model, axis, differences }) => {
    const of = { model, axis, differences };
    const before = known?.of;
    const asBefore = before?.model === model && before.axis === axis;
    if (known === undefined || !asBefore || before?.differences?.moments !== differences?.moments)
      known = { of, marks: { faults: faultsOf(model, axis), differences: heightsOf(differences, axis) } };
    return known.marks;
  };
}

/** Where rules of faults did something, the reader's and the scenario's own. */
function faultsOf({ notes }: Pick<RunModel, 'notes'>, axis: Axis): Float64Array {
  return Float64Array.from(
    notes.filter(({ text }) => /^fault F\d+$/.test(text)),
    (note) => axis.y(note),
  );
}

/** Moments of another run are known by their time alone. */
function heightsOf(differences: ShownDifferences | undefined, axis: Axis): Float64Array | undefined {
  return (
    differences &&
    Float64Array.from(differences.moments, ({ atUs, seq }) =>
      seq === undefined ? axis.yOfTime(atUs) : axis.y({ atUs, seq }),
    )
  );
}
