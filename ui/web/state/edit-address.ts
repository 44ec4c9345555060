// The reader's changes from the page's address (`written-edits.ts` writes them): `x:bob>core/200 INVITE/1`, `p1000-2000:bob>core`, `n:default/loss/5%`, `w:hold=bob<>core;until=2s`;
// `y:` and the text of a scenario; a `!` before one: switched off.

import { type Deed, type FaultEdit, type NetworkParameter, networkParameters } from '../model/fault-edit.ts';
import { readInstant, readSpan } from './address-times.ts';

export const deedLetters: Readonly<Record<Deed, string>> = {
  drop: 'x',
  delay: 'd',
  duplicate: 'u',
  reorder: 'o',
  corrupt: 'c',
  stall: 's',
  reset: 'r',
};
const most = 100;
/** As the loader has it. */
export const longestText = 512 << 10;

/** Undefined where one of them can't be read. */
export function readEdits(written: readonly string[]): readonly FaultEdit[] | undefined {
  const edits = written.map(readEdit);
  return edits.length <= most && edits.every((edit) => edit !== undefined) ? edits : undefined;
}

function readEdit(text: string): FaultEdit | undefined {
  const off = text.startsWith('!');
  const plain = off ? text.slice(1) : text;
  const edit =
    readText(plain) ??
    readRule(plain) ??
    readMessage(plain) ??
    readPartition(plain) ??
    readHost(plain) ??
    readNetwork(plain);
  return edit !== undefined && off ? { ...edit, off: true } : edit;
}

function readMessage(text: string): FaultEdit | undefined {
  const match = /^([a-z])(\d{0,9}):([\w-]{1,63})>([\w-]{1,63})\/([\w /*-]{1,80}?)\/(\d{1,9}|\*)$/.exec(text);
  const deed = Object.entries(deedLetters).find(([, letter]) => letter === match?.[1])?.[0] as
    | Deed
    | undefined;
  if (match === null || deed === undefined) return undefined;
  const [, , by = '', from = '', to = '', message = '', nth = ''] = match;
  const timed = deed === 'delay' || deed === 'stall';
  if (timed !== (by !== '') || Number(nth) < 1) return undefined;
  return {
    deed,
    from,
    to,
    message,
    ...(nth !== '*' && { nth: Number(nth) }),
    ...(timed && { byMs: Number(by) }),
  };
}

function readPartition(text: string): FaultEdit | undefined {
  const [, span = '', from = '', to = ''] = /^p([\d.-]+):([\w-]{1,63})>([\w-]{1,63})$/.exec(text) ?? [];
  const read = readSpan(span);
  return read && { deed: 'partition', from, to, ...read };
}

function readHost(text: string): FaultEdit | undefined {
  const [, letter, at = '', host = ''] = /^([kb])([\d.]+):([\w-]{1,63})$/.exec(text) ?? [];
  const atUs = readInstant(at);
  return atUs === undefined ? undefined : { deed: letter === 'k' ? 'crash' : 'restart', host, atUs };
}

function readNetwork(text: string): FaultEdit | undefined {
  const match = /^n:([\w<>-]{1,130}|\*)\/([a-z]+)\/(\d{1,6}(?:\.\d{1,3})?(?:ms|%)|udp|tcp|auto)$/.exec(text);
  const [, link = '', name, value = ''] = match ?? [];
  const parameter: NetworkParameter | undefined = networkParameters.find((one) => one === name);
  return parameter === undefined ? undefined : { deed: 'network', link, parameter, value };
}

function readText(written: string): FaultEdit | undefined {
  const text = written.slice(2);
  return written.startsWith('y:') && text !== '' && text.length <= longestText
    ? { deed: 'text', text }
    : undefined;
}

function readRule(written: string): FaultEdit | undefined {
  if (!written.startsWith('w:')) return undefined;
  const fields = written
    .slice(2)
    .split(';')
    .map((field) => /^([a-z][a-z-]{0,20})=([^;~\p{Cc}]{1,200})$/u.exec(field));
  if (fields.length > 20 || !fields.every((field) => field !== null)) return undefined;
  const named = fields.map(([, name = '', value = '']) => [name, value] as const);
  return new Set(named.map(([name]) => name)).size === named.length
    ? { deed: 'rule', fields: Object.fromEntries(named) }
    : undefined;
}
