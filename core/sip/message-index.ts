// RFC 3261 §7.3.1: where each header stands in a message, found once and kept beside the message; messages never change.

import type { Value } from './codec.ts';
import { headerOfKey, keyOf } from './header-names.ts';
import type { HeaderField, SipMessage } from './message.ts';
import { splitList } from './split-list.ts';

export interface MessageIndex {
  /** The key of each field, in order. */
  readonly keys: readonly string[];
  /** What each field was read as by its header's own codec, where it was. */
  readonly values: (readonly Value<unknown>[] | undefined)[];
}

const indexes = new WeakMap<SipMessage, MessageIndex>();

/** The index of a message, made at first use. */
export function indexOf(message: SipMessage): MessageIndex {
  const known = indexes.get(message);
  if (known !== undefined) return known;
  const index = { keys: message.headers.map(({ name }) => keyOf(name)), values: [] };
  indexes.set(message, index);
  return index;
}

/** Keeps what parsing found out, so that nothing is read twice. */
export function remember(message: SipMessage, index: MessageIndex): void {
  indexes.set(message, index);
}

/** The values of one field: several for a list, none for an empty field that may be empty. */
export function valuesOf(field: HeaderField, key: string): readonly string[] {
  const header = headerOfKey(key);
  if (header?.mayBeEmpty && field.value === '') return [];
  return header?.form === 'list' ? splitList(field.value) : [field.value];
}
