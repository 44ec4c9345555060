// RFC 3261 §7.3.1: finding header fields, and edits that give a new message. Names match in any case and in compact form.

import { trimmed } from './grammar.ts';
import { headerOfKey, keyOf } from './header-names.ts';
import type { SipMessage } from './message.ts';
import { changed, indexOf, valuesOf } from './message-index.ts';
import { valueEnd } from './split-list.ts';

/** The value of the first field of that name, as it stood. */
export function header(message: SipMessage, name: string): string | undefined {
  const at = indexOf(message).keys.indexOf(keyOf(name));
  return at < 0 ? undefined : message.headers[at]!.value;
}

/** All values of that name in order, lists split at their commas. */
export function headerValues(message: SipMessage, name: string): string[] {
  const key = keyOf(name);
  const { keys } = indexOf(message);
  return message.headers.flatMap((field, at) => (keys[at] === key ? valuesOf(field, key) : []));
}

export function hasHeader(message: SipMessage, name: string): boolean {
  return indexOf(message).keys.includes(keyOf(name));
}

/** One field of that value in place of all of that name, where the first stood, or at the end. */
export function withHeader<M extends SipMessage>(message: M, name: string, value: string): M {
  const key = keyOf(name);
  const { keys } = indexOf(message);
  const first = keys.indexOf(key);
  if (first < 0) return changed(message, [...message.headers, { name, value }]);
  return changed(
    message,
    message.headers.flatMap((field, at) => (at === first ? { name, value } : keys[at] === key ? [] : field)),
  );
}

/** One more field, after the last of its name, or at the end. */
export function addHeader<M extends SipMessage>(message: M, name: string, value: string): M {
  const last = indexOf(message).keys.lastIndexOf(keyOf(name));
  const at = last < 0 ? message.headers.length : last + 1;
  return changed(message, message.headers.toSpliced(at, 0, { name, value }));
}

/** One more field, before the first of its name, or on top. */
export function prependHeader<M extends SipMessage>(message: M, name: string, value: string): M {
  const first = Math.max(indexOf(message).keys.indexOf(keyOf(name)), 0);
  return changed(message, message.headers.toSpliced(first, 0, { name, value }));
}

/** Without all fields of that name. */
export function withoutHeader<M extends SipMessage>(message: M, name: string): M {
  const key = keyOf(name);
  const { keys } = indexOf(message);
  return keys.includes(key)
    ? changed(
        message,
        message.headers.filter((_, at) => keys[at] !== key),
      )
    : message;
}

/** Without the topmost value of that name: the first of a comma list, or the first field. */
export function withoutFirst<M extends SipMessage>(message: M, name: string): M {
  const key = keyOf(name);
  const first = indexOf(message).keys.indexOf(key);
  if (first < 0) return message;
  const field = message.headers[first]!;
  const end = headerOfKey(key)?.form === 'list' ? valueEnd(field.value, 0) : field.value.length;
  if (end === field.value.length) return changed(message, message.headers.toSpliced(first, 1));
  return changed(
    message,
    message.headers.with(first, { name: field.name, value: trimmed(field.value, end + 1) }),
  );
}

/** With a body and its Content-Type. Content-Length is written by `formatMessage`. */
export function withBody<M extends SipMessage>(message: M, contentType: string, body: Uint8Array): M {
  return changed(message, withHeader(message, 'Content-Type', contentType).headers, body);
}

/** Without a body and the headers that describe one. */
export function withoutBody<M extends SipMessage>(message: M): M {
  const { keys } = indexOf(message);
  const headers = message.headers.filter((_, at) => !keys[at]!.startsWith('content-'));
  return changed(message, headers, new Uint8Array(0));
}
