// What the browser's address bar says.
import { openAddress, type ReadAddress } from './address.ts';
import { type Part, stateOfParts } from './address-parts.ts';

/** Of a text that an address can't hold this browser still knows, until its tab is closed. */
export async function addressHere(): Promise<ReadAddress> {
  const kept = keptParts();
  return kept === undefined ? openAddress(location.hash) : { state: stateOfParts(kept).state, problems: [] };
}

function keptParts(): readonly Part[] | undefined {
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null || !('parts' in state)) return undefined;
  return Array.isArray(state.parts) ? (state.parts as readonly Part[]) : undefined;
}
