// The ladder of a run that the page shows, for what is written row by row: with the lanes that it has there.
import { buildLadder } from '../../views/build-ladder.ts';
import type { Ladder } from '../../views/ladder-model.ts';
import type { RunModel } from '../model/run-model.ts';

/** Nodes that share the last lane have none of their own. */
export function ladderOf({ data, lanes, laneOf }: RunModel): Ladder {
  const own = lanes.map(({ node }) => node).filter((node) => laneOf.has(node));
  return buildLadder(data.records, { detail: 'normal', lanes: own });
}
