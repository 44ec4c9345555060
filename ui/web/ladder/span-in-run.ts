// Where something that can be selected stands in the whole run.
import type { Arrow } from '../model/arrows.ts';
import type { Axis } from '../model/axis.ts';
import type { ShownDifferences } from '../model/run-comparison.ts';
import type { Selection } from '../state/store.ts';
import type { SceneContent } from './scene.ts';

/** From its upper to its lower edge. */
export function spanInRun(
  { model, axis, differences }: SceneContent,
  selection: Selection,
): { readonly fromY: number; readonly toY: number } | undefined {
  if (selection.kind === 'arrow') {
    const arrow = model.arrowByKey.get(selection.key);
    if (arrow === undefined) return spanOfGhost(axis, ghostOf(differences, selection.key));
    const fromY = axis.y(arrow.sent);
    return { fromY: fromY - 14, toY: (arrow.end === undefined ? fromY : axis.y(arrow.end)) + 8 };
  }
  const record = model.bySeq.get(selection.seq);
  if (record === undefined) return undefined;
  const y = axis.y({ atUs: record.at, seq: record.seq });
  return { fromY: y - 10, toY: y + 18 };
}

/** Of a message, its sender's and its receiver's. */
export function lanesOf({ model, differences }: SceneContent, selection: Selection): number[] {
  if (selection.kind === 'arrow') {
    const { fromNode, toNode } =
      (model.arrowByKey.get(selection.key) ?? ghostOf(differences, selection.key))?.message ?? {};
    return [fromNode, toNode].flatMap((node) => model.laneOf.get(node ?? '') ?? []);
  }
  const record = model.bySeq.get(selection.seq);
  return record !== undefined && 'node' in record ? [model.laneOf.get(record.node ?? '') ?? 0] : [];
}

function ghostOf(differences: ShownDifferences | undefined, key: string): Arrow | undefined {
  return differences?.gone.find((arrow) => arrow.key === key);
}

/** A message of the other run has the times that it has there. */
function spanOfGhost(axis: Axis, ghost: Arrow | undefined): ReturnType<typeof spanInRun> {
  if (ghost === undefined) return undefined;
  const [fromY, toY] = [ghost.sent, ghost.end ?? ghost.sent].map(({ atUs }) => axis.yOfTime(atUs));
  return { fromY: fromY! - 14, toY: toY! + 8 };
}
