// The page's state from its address (`written-address.ts` writes it). Reading is total: what is not understood is told and left out.
import { type Part, stateOfParts } from './address-parts.ts';
import { firstState, type PageState } from './page-state.ts';
import { unpack } from './unpacking.ts';

export interface ReadAddress {
  readonly state: PageState;
  /** What was not understood, a sentence each. */
  readonly problems: readonly string[];
}

/** Nobody's address is longer: it is not looked at. */
const longest = 64 << 10;

/** Reads any text; of what is packed it says that it is. */
export function readAddress(hash: string): ReadAddress {
  const { parts, problems } = partsIn(hash);
  return told(parts, problems);
}

/** Reads any text, packed or not. Never throws. */
export async function openAddress(hash: string): Promise<ReadAddress> {
  const { parts, problems } = partsIn(hash);
  const whole: Part[] = [];
  for (const part of parts) {
    const [key, value] = part;
    const inner = key === 'z' && typeof value === 'string' ? await unpackParts(value) : [part];
    if (inner === undefined)
      problems.push('what is packed in the address: it is cut off, or not of this page');
    else whole.push(...inner);
  }
  return told(whole, problems);
}

/** JSON of a mapping from keys to values, as an address has it packed. */
export async function unpackParts(packed: string): Promise<readonly Part[] | undefined> {
  const text = await unpack(packed);
  return text === undefined ? undefined : readJsonParts(text);
}

function readJsonParts(text: string): readonly Part[] | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return undefined;
  const parts = Object.entries(read as Record<string, unknown>);
  const fits = (value: unknown): boolean =>
    typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
  return parts.every(([key, value]) => key !== 'z' && fits(value)) ? (parts as unknown as Part[]) : undefined;
}

function partsIn(hash: string): { readonly parts: readonly Part[]; readonly problems: string[] } {
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  if (text === '') return { parts: [], problems: [] };
  if (text.length > longest)
    return { parts: [], problems: [`an address of more than ${longest} characters`] };
  const [version, ...written] = text.split('&');
  if (version !== 'v1')
    return { parts: [], problems: [`an address that does not begin with v1: ${shown(text)}`] };
  const problems: string[] = [];
  const parts: Part[] = [];
  for (const one of written) {
    const part = partIn(one);
    if (part === undefined) problems.push(`${shown(one)} in the address`);
    else parts.push(part);
  }
  return { parts, problems };
}

function partIn(written: string): Part | undefined {
  const equals = written.indexOf('=');
  if (equals < 1) return undefined;
  const key = written.slice(0, equals);
  const value = written.slice(equals + 1);
  if (key !== 'f') {
    const text = unescaped(value);
    return text === undefined ? undefined : [key, text];
  }
  const edits = value.split('~').map(unescaped);
  if (!edits.every((edit) => edit !== undefined)) return undefined;
  // A program that passed the link on may have written `~` as `%7E`; only a text can have one of its own.
  return [key, edits.flatMap((edit) => (/^!?y:/.test(edit) ? [edit] : edit.split('~')))];
}

function told(parts: readonly Part[], problems: readonly string[]): ReadAddress {
  const { state, unknown } = stateOfParts(parts);
  const all = [
    ...problems,
    ...unknown.map(
      ([key, value]) =>
        `${shown(`${key}=${typeof value === 'string' ? value : value.join('~')}`)} in the address`,
    ),
  ];
  const { own, ...rest } = state;
  const isOwn = state.scenario === 'own';
  if (own === undefined ? !isOwn : isOwn && own.text !== '') return { state, problems: all };
  // Half of a scenario of its own: the name without the text, or the text of one that ships.
  if (state.file === undefined) all.push('a scenario of its own that is not whole');
  return {
    state: { ...rest, scenario: isOwn ? firstState.scenario : state.scenario },
    problems: all,
  };
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
}
