// The page's state as its address: readable, short, complete. It is written once the first ladder stands; `address.ts` reads it.
import { canPack, pack } from './packing.ts';
import type { OwnScenario, PageState } from './page-state.ts';
import { partsOf } from './written-parts.ts';

/** Beyond it an address is packed: some programs cut what they take for too long a link. */
const longestReadable = 1_500;
/** Beyond it a text goes by a file. */
const longestPacked = 8 << 10;
/** `#v1&s=figure-1&f=x:bob>core/200 INVITE/1`. Only what differs from the first state is written. */
export function writeAddress(state: PageState): string {
  const parts = partsOf(state).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? escaped(value) : value.map(escaped).join('~')}`,
  );
  return `#${['v1', ...parts].join('&')}`;
}

export interface WrittenAddress {
  readonly hash: string;
  /** A text that no link can carry: it goes by a file, and the address says so. */
  readonly left?: OwnScenario;
}

/** The shortest form that holds it all: as people read it, packed, or, where even that is too long, without its text. */
export async function addressFor(state: PageState): Promise<WrittenAddress> {
  const readable = writeAddress(state);
  if (readable.length <= longestReadable || !canPack()) return { hash: readable };
  const packed = await pack(JSON.stringify(Object.fromEntries(partsOf(state))));
  const left = textOf(state);
  if (packed.length > longestPacked && left !== undefined)
    return { hash: writeAddress(withoutText(state, left)), left };
  const hash = `#v1&z=${packed}`;
  return { hash: hash.length < readable.length ? hash : readable };
}

/** The scenario's text where it is not one that ships, with the name that its file gets. */
function textOf({ scenario, own, edits, draft }: PageState): OwnScenario | undefined {
  if (draft !== undefined) return { name: draft.name || (own?.name ?? scenario), text: draft.text };
  const edit = edits.find((one) => one.deed === 'text');
  if (edit !== undefined) return { name: own?.name ?? scenario, text: edit.text };
  return own;
}

function withoutText({ own: _, draft: __, ...state }: PageState, { name }: OwnScenario): PageState {
  const file = `${name.replace(/\.ya?ml$/i, '').replaceAll('/', '-')}.yaml`;
  return { ...state, file, edits: state.edits.filter(({ deed }) => deed !== 'text') };
}

/** Percent-encodes what an address may not hold, and what separates its parts; `>`, `/`, `:`, `;`, `=` and `,` stay readable. */
function escaped(text: string): string {
  return encodeURIComponent(wellFormed(text))
    .replace(/%(?:2F|3A|3B|3D|3E|2C|40)/g, (code) => decodeURIComponent(code))
    .replaceAll('~', '%7E');
}

/** A lone surrogate has no UTF-8. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}
