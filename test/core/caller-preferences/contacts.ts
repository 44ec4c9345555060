// Contacts as tests write them: `audio;methods="INVITE,BYE"`.
import type { Contact } from '../../../core/caller-preferences/match.ts';
import { acceptContact } from '../../../core/sip/header-table.ts';

export function contactOf(uri: string, params: string, q?: string): Contact {
  const read = acceptContact.parse(params === '' ? '*' : `*;${params}`);
  if (!read.ok) throw new Error(`${params}: ${read.text}`);
  return { uri, q, params: read.value.params };
}
