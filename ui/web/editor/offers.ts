// What the editor offers while one types, and what it says of the word under the pointer: from the JSON Schema.
import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
  startCompletion,
} from '@codemirror/autocomplete';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import { visible } from '../visible.ts';
import { type Around, namesOf } from './names.ts';
import { type Outline, outline } from './outline.ts';
import { type Path, type Place, placeAt } from './place.ts';
import { scenarioSchema } from './schema.ts';
import { childOf, type KeyOffer } from './schema-walk.ts';

/** What may stand at the cursor. */
export function offers(around: () => Around): (context: CompletionContext) => CompletionResult | null {
  return ({ state, pos, explicit }) => {
    const text = state.doc.toString();
    // In the midst of nothing it waits to be asked, but for the place right behind a colon, a dash, a comma or a brace.
    const asked = explicit || /[:,{[-] $/.test(text.slice(Math.max(0, pos - 2), pos));
    return offersAt(text, pos, asked, around());
  };
}

const nothingAround: Around = { topics: [], files: [] };

/** What may stand at a place in a text; of one where nothing is typed yet only where that is `asked`. */
export function offersAt(
  text: string,
  pos: number,
  asked: boolean,
  around = nothingAround,
): CompletionResult | null {
  const root = outline(text);
  const place = placeAt(text, root, pos);
  if (place === undefined || (place.from === pos && !asked)) return null;
  const spot = inQuotes(text, place);
  const options = [
    ...(place.what === 'value' ? [] : keysFor(root, spot, around)),
    ...(place.what === 'key' ? [] : valuesFor(root, spot, around)),
  ];
  const { from, to } = spot;
  return options.length === 0 ? null : { from, to, options, validFor: /^[\w<>.+*/@-]*$/ };
}

/** A place, what is typed there, and whether that stands in quotes, which stay as they are. */
interface Spot extends Place {
  readonly typed: string;
  readonly quoted: boolean;
}

function inQuotes(text: string, place: Place): Spot {
  const { from, to } = place;
  const all = text.slice(from, to);
  const quote = /^["']/.exec(all)?.[0];
  if (quote === undefined) return { ...place, typed: all, quoted: false };
  const end = all.length > 1 && all.endsWith(quote) ? to - 1 : to;
  return { ...place, from: from + 1, to: end, typed: text.slice(from + 1, end), quoted: true };
}

/** Keys that the schema knows, and keys that are names. */
function keysFor(root: Outline | undefined, spot: Spot, around: Around): Completion[] {
  const { path, what, typed } = spot;
  const except = what === 'key' ? typed : undefined;
  const node = path.reduce<Outline | undefined>(childOf, root);
  const has = node?.kind === 'map' ? node.entries.map(({ key }) => key) : [];
  const named = scenarioSchema
    .keyKindsAt(root, path, except)
    .flatMap(({ kind, nested }) => namesOf(kind, root, typed, around).map((key) => ({ key, nested })))
    .filter(({ key }) => key === except || !has.includes(key))
    .map(({ key, nested }) => ({ key, nested, description: aName, required: false }));
  // Without braces an item in brackets has one key: that of a step.
  const known = what === 'either' && spot.flow ? [] : scenarioSchema.keysAt(root, path, except);
  return [
    ...known.map((key) => keyOption(key, spot)),
    ...named.map((key) => ({ ...keyOption(key, spot), type: 'variable' })),
  ];
}

/** Words of which the value is one, and names of what there is. */
function valuesFor(root: Outline | undefined, { path, typed, quoted }: Spot, around: Around): Completion[] {
  const named = scenarioSchema.kindsAt(root, path).flatMap((kind) => namesOf(kind, root, typed, around));
  return [
    ...scenarioSchema
      .valuesAt(root, path)
      .map(({ value, description }) => ({ label: value, type: 'enum', info: description })),
    ...named.map((label) => ({
      label,
      ...shownAs(label),
      type: 'variable',
      info: aName,
      apply: quoted ? label : asYaml(label),
    })),
  ];
}

/** How a label is shown, where that is not as it is inserted. */
function shownAs(label: string): Pick<Completion, 'displayLabel'> {
  const displayLabel = visible(label);
  return displayLabel === label ? {} : { displayLabel };
}

const aName = 'A name that fits here.';

/** A word as YAML reads it, in braces too: in quotes where it would be something else. */
function asYaml(word: string): string {
  return /^[A-Za-z0-9+./](?:[\w+./@;<>* -]|:(?=\S))*$/.test(word) ? word : JSON.stringify(word);
}

function keyOption({ key, description, required, nested }: KeyOffer, place: Spot): Completion {
  return {
    label: key,
    ...shownAs(key),
    type: 'property',
    info: description,
    ...(required && { detail: 'needed', boost: 1 }),
    apply(view, _, from, to) {
      const rest = place.hasColon || place.quoted ? '' : nested && !place.flow ? ':' : ': ';
      const word = place.quoted ? key : asYaml(key);
      view.dispatch(insertCompletionText(view.state, `${word}${rest}`, from, to));
      if (rest === ': ') startCompletion(view);
    },
  };
}

/** Over a key, or over a word that is one of a few: what it means. */
export const meaning = hoverTooltip((view, pos) => {
  const found = meaningAt(view, pos);
  if (found === undefined) return null;
  const { from, to, text } = found;
  return {
    pos: from,
    end: to,
    create() {
      const dom = Object.assign(document.createElement('div'), {
        className: 'cm-hover-text',
        textContent: visible(text),
      });
      return { dom };
    },
  };
});

function meaningAt(
  { state }: EditorView,
  pos: number,
): { from: number; to: number; text: string } | undefined {
  const code = state.doc.toString();
  const root = outline(code);
  const place = placeAt(code, root, pos);
  if (place === undefined || place.from === place.to) return undefined;
  const { from, to } = place;
  const word = code.slice(from, to);
  const path: Path =
    place.what === 'key' ? [...place.path, word.replace(/^(["'])(.*)\1$/, '$2')] : place.path;
  const value =
    place.what === 'key' ? undefined : scenarioSchema.valuesAt(root, path).find((one) => one.value === word);
  const text = value?.description ?? (place.what === 'key' ? scenarioSchema.describe(root, path) : '');
  return text === '' ? undefined : { from, to, text };
}
