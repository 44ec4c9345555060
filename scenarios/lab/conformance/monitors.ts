import type { Monitor } from './monitor.ts';
import { praInvited } from './pra-invited.ts';
import { psaEstablishment } from './psa-establishment.ts';

/** Every monitor by the id of its requirement. */
export const monitors: ReadonlyMap<string, Monitor> = new Map(
  [...psaEstablishment, ...praInvited].map((one) => [one.id, one]),
);
