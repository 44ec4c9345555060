// The scenario's text among the reader's changes: which one is in force, and another in its place.
import type { FaultEdit, TextEdit } from './fault-edit.ts';

/** The text that stands in for the scenario's own. */
export function textInForce(edits: readonly FaultEdit[]): string | undefined {
  return edits.find(isText)?.text;
}

/** The edits with this text in force; the scenario's own text, where that is known, is no change. */
export function withText(edits: readonly FaultEdit[], text: string, own?: string): readonly FaultEdit[] {
  const others = withoutText(edits);
  return text === own ? others : [{ deed: 'text', text }, ...others];
}

export function withoutText(edits: readonly FaultEdit[]): readonly FaultEdit[] {
  return edits.filter(({ deed }) => deed !== 'text');
}

function isText(edit: FaultEdit): edit is TextEdit {
  return edit.deed === 'text' && !edit.off;
}
