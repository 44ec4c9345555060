// RFC 5547 §6: the attributes of one file beside its selector, and all of them together.
import { type AttributeCodec, isToken, readAttribute, writeAttribute } from './attribute.ts';
import { fileSelector } from './file-selector.ts';
import { readAttributeFields, writeAttributeFields } from './grammar.ts';
import {
  type Attribute,
  bad,
  type Dialect,
  type FileAttributes,
  type FileDates,
  type FileRange,
  good,
  type Section,
  type Value,
} from './types.ts';

export const fileTransferId: AttributeCodec<string> = token('file-transfer-id');
export const fileDisposition: AttributeCodec<string> = token('file-disposition');

/** What the change request's example calls it: `a=disposition: not-render` is an `attachment`. */
export const draftDisposition: AttributeCodec<string> = {
  name: 'disposition',
  level: 'media',
  parse: (value) => {
    const said = (value ?? '').trim();
    if (!isToken(said)) return bad(0, 'change request A.4 disposition', 'disposition is a token');
    return good(said === 'not-render' ? 'attachment' : said);
  },
  format: (value) => ` ${value === 'attachment' ? 'not-render' : value}`,
};

export const fileIcon: AttributeCodec<string> = {
  name: 'file-icon',
  level: 'media',
  parse: (value) => {
    const contentId = readAttributeFields('file-icon', value)?.contentId;
    return contentId === undefined
      ? bad(0, 'RFC 5547 §6 file-icon', 'file-icon is a cid URL')
      : good(contentId);
  },
  format: (contentId) => writeAttributeFields('file-icon', { scheme: 'cid', contentId }),
};

/** What the change request's example calls it: `a=icon:cid:id2@ host`, the blank being the document's. */
export const draftIcon: AttributeCodec<string> = {
  name: 'icon',
  level: 'media',
  parse: (value) => fileIcon.parse((value ?? '').replaceAll(' ', ''), 'change-request'),
  format: fileIcon.format,
};

export const fileRange: AttributeCodec<FileRange> = {
  name: 'file-range',
  level: 'media',
  parse: (value) => {
    const fields = readAttributeFields('file-range', value);
    const start = Number(fields?.start ?? Number.NaN);
    const stop = fields?.stop === '*' ? '*' : Number(fields?.stop ?? Number.NaN);
    const sound =
      Number.isSafeInteger(start) && (stop === '*' || (Number.isSafeInteger(stop) && stop >= start));
    return sound
      ? good({ start, stop })
      : bad(0, 'RFC 5547 §6 file-range', 'file-range is a first and a last octet, counted from 1');
  },
  format: ({ start, stop }) => writeAttributeFields('file-range', { start: `${start}`, stop: `${stop}` }),
};

export const fileDate: AttributeCodec<FileDates> = {
  name: 'file-date',
  level: 'media',
  parse: parseDates,
  format: (dates, dialect) =>
    dateKinds
      .flatMap((kind) => (dates[kind] === undefined ? [] : [`${kind}:"${zoned(dates[kind], dialect)}"`]))
      .join(' '),
};

const dateKinds = ['creation', 'modification', 'read'] as const;

/** "Numeric timezones (+HHMM or -HHMM) MUST be used." */
const dateTime =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(?:0?[1-9]|[12]\d|3[01]) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} (?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60))? [+-]\d{2}(:?)[0-5]\d$/i;

function parseDates(value: string | undefined, dialect: Dialect): Value<FileDates> {
  const rule = 'RFC 5547 §6 file-date';
  const dates: { creation?: string; modification?: string; read?: string } = {};
  const text = value ?? '';
  for (let at = 0; ; ) {
    const open = text.indexOf(':"', at);
    const close = open < 0 ? -1 : text.indexOf('"', open + 2);
    const kind = dateKinds.find((known) => known === text.slice(at, Math.max(open, at)).toLowerCase());
    if (close < 0 || kind === undefined)
      return bad(at, rule, 'a date is creation, modification or read with a quoted date-time');
    if (dates[kind] !== undefined) return bad(at, rule, `more than one ${kind} date`);
    const date = text.slice(open + 2, close);
    const form = dateTime.exec(date);
    if (form === null || (form[1] === ':' && dialect === 'rfc'))
      return bad(open + 2, rule, 'a date-time of RFC 5322 with a numeric zone');
    dates[kind] = date.replace(/:(\d\d)$/, form[1] === ':' ? '$1' : ':$1');
    if (close + 1 === text.length) return good(dates);
    if (text[close + 1] !== ' ') return bad(close + 1, rule, 'dates are parted by one space');
    at = close + 2;
  }
}

/** The zone as the dialect writes it: `+0300`, or `+03:00` as in the change request's example. */
function zoned(date: string, dialect: Dialect): string {
  return dialect === 'rfc' ? date : date.replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
}

/** All that a section says of a file; undefined where it has no readable file-selector. */
export function readFileAttributes(media: Section, dialect: Dialect = 'rfc'): FileAttributes | undefined {
  const selector = readAttribute(media, fileSelector, dialect);
  if (selector === undefined) return undefined;
  const draft = dialect === 'change-request';
  const transferId = readAttribute(media, fileTransferId, dialect);
  const disposition =
    readAttribute(media, fileDisposition, dialect) ??
    (draft ? readAttribute(media, draftDisposition, dialect) : undefined);
  const dates = readAttribute(media, fileDate, dialect);
  const icon =
    readAttribute(media, fileIcon, dialect) ?? (draft ? readAttribute(media, draftIcon, dialect) : undefined);
  const range = readAttribute(media, fileRange, dialect);
  return {
    selector,
    ...(transferId !== undefined && { transferId }),
    ...(disposition !== undefined && { disposition }),
    ...(dates !== undefined && { dates }),
    ...(icon !== undefined && { icon }),
    ...(range !== undefined && { range }),
  };
}

/**
 * What is wrong with the attributes that say which file, and which octets of it: who can't read them can't tell what it would take. What else is said of a
 * file is passed over where it can't be read.
 */
export function unreadFileAttribute(media: Section, dialect: Dialect): string | undefined {
  for (const { name, parse } of [fileSelector, fileTransferId, fileRange]) {
    const said = media.attributes.find((attribute) => attribute.name === name);
    const read = said && parse(said.value, dialect);
    if (read?.ok === false) return `${read.rule}: ${read.text}`;
  }
  return undefined;
}

/** The attributes that say all this, in the order of the RFC's example. */
export function writeFileAttributes(file: FileAttributes, dialect: Dialect = 'rfc'): Attribute[] {
  const draft = dialect === 'change-request';
  const said = [writeAttribute(fileSelector, file.selector, dialect)];
  const add = <T>(codec: AttributeCodec<T>, value: T | undefined) => {
    if (value !== undefined) said.push(writeAttribute(codec, value, dialect));
  };
  add(fileTransferId, file.transferId);
  add(draft ? draftDisposition : fileDisposition, file.disposition);
  add(fileDate, file.dates);
  add(draft ? draftIcon : fileIcon, file.icon);
  add(fileRange, file.range);
  return said;
}

function token(name: string): AttributeCodec<string> {
  return {
    name,
    level: 'media',
    parse: (value) =>
      value !== undefined && isToken(value)
        ? good(value)
        : bad(0, `RFC 5547 §6 ${name}`, `${name} is a token`),
    format: (value) => value,
  };
}
