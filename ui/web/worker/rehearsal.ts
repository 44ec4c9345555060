// Whoever breaks a small run wants to see at once what came of it, and then its scenario has to be read: what reads it comes with this
// file, while nobody waits, and a broken run goes its way a few times, so that the engine knows it.
import { judges } from '../../../scenarios/lab/judges.ts';
import { atOnce } from '../../../sim/steps.ts';
import { breath } from '../breath.ts';
import { load } from './load-request.ts';
import type { WrittenRequest } from './messages.ts';
import { type LoadedRun, openSimulation, type ReadFile } from './open-simulation.ts';

const mostRehearsals = 5;
/** Goes with every transport, and all that belongs to a rule is known after it. */
const rehearsedRule = '{ delay: INVITE, by: 1ms }';
/** What is sent again is known, too: where something can be lost. */
const rehearsedLoss = '{ drop: INVITE, nth: 1 }';

/** Runs it broken, a few times, for no longer than so many ms. */
export async function rehearsal(
  request: WrittenRequest,
  readFile: ReadFile,
  longestMs: number,
): Promise<void> {
  const broken = (rule: string): LoadedRun => load({ ...request, faults: [...request.faults, rule] });
  const begun = performance.now();
  for (let time = 0; time < mostRehearsals && performance.now() - begun < longestMs; time++) {
    await breath();
    const lossy = broken(rehearsedLoss);
    const loaded = 'errors' in lossy ? broken(rehearsedRule) : lossy;
    const again = openSimulation(loaded, request, readFile);
    again.advance(Number.POSITIVE_INFINITY);
    atOnce(again.answering(judges));
  }
}
