// What the editor offers while one types, and what it says of the word under the pointer: from the JSON Schema.
import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
  startCompletion,
} from '@codemirror/autocomplete';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import { names } from './names.ts';
import { outline } from './outline.ts';
import { type Path, type Place, placeAt } from './place.ts';
import { scenarioSchema } from './schema.ts';
import type { KeyOffer } from './schema-walk.ts';

/** What may stand at the cursor. */
export function offer(context: CompletionContext): CompletionResult | null {
  const text = context.state.doc.toString();
  const { pos } = context;
  const root = outline(text);
  const place = placeAt(text, root, pos);
  if (place === undefined) return null;
  const { path, what, from, to } = place;
  // In the midst of nothing it waits to be asked, but for the place right behind a colon, a dash, a comma or a brace.
  if (from === pos && !context.explicit && !/[:,{[-] $/.test(text.slice(Math.max(0, pos - 2), pos)))
    return null;
  const typed = text.slice(from, to);
  const keys = what === 'value' ? [] : scenarioSchema.keysAt(root, path, what === 'key' ? typed : undefined);
  const values = what === 'key' ? [] : scenarioSchema.valuesAt(root, path);
  const options = [
    ...keys.map((key) => keyOption(key, place)),
    ...values.map(({ value, description }) => ({ label: value, type: 'enum', info: description })),
    ...(what === 'key'
      ? []
      : names(root, path).map((label) => ({ label, type: 'variable', info: 'named in this scenario' }))),
  ];
  return options.length === 0 ? null : { from, to, options, validFor: /^[\w<>.-]*$/ };
}

function keyOption({ key, description, required, nested }: KeyOffer, place: Place): Completion {
  return {
    label: key,
    type: 'property',
    info: description,
    ...(required && { detail: 'needed', boost: 1 }),
    apply(view, _, from, to) {
      const rest = place.hasColon ? '' : nested && !place.flow ? ':' : ': ';
      view.dispatch(insertCompletionText(view.state, `${key}${rest}`, from, to));
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
        textContent: text,
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
