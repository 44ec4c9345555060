// The reader's changes as the page's address has them; `edit-address.ts` reads them.
import type { FaultEdit } from '../model/fault-edit.ts';
import { writeInstant, writeSpan } from './address-times.ts';
import { deedLetters } from './edit-address.ts';

/** `d740:bob>core/200 INVITE/1`: what, for how many ms, on which hop, which message, the how manieth (`*`: every one). */
export function writeEdit(edit: FaultEdit): string {
  return `${edit.off ? '!' : ''}${bare(edit)}`;
}

function bare(edit: FaultEdit): string {
  switch (edit.deed) {
    case 'partition':
      return `p${writeSpan(edit)}:${edit.from}>${edit.to}`;
    case 'crash':
      return `k${writeInstant(edit.atUs)}:${edit.host}`;
    case 'restart':
      return `b${writeInstant(edit.atUs)}:${edit.host}`;
    case 'network':
      return `n:${edit.link}/${edit.parameter}/${edit.value}`;
    case 'rule':
      return `w:${Object.entries(edit.fields)
        .map(([name, value]) => `${name}=${value}`)
        .join(';')}`;
    case 'text':
      return `y:${edit.text}`;
    default:
      return `${deedLetters[edit.deed]}${edit.byMs ?? ''}:${edit.from}>${edit.to}/${edit.message}/${edit.nth ?? '*'}`;
  }
}
