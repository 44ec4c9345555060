// What is pushed: files, and messages without file attributes.
import { z } from 'zod';
import { mapping, size, text, word } from './kit.ts';
import { filePath, kind } from './names.ts';

export const disposition = () => word(['render', 'attachment']);

const MEDIA_TYPE = 'a media type such as image/jpeg, or text/plain;charset=utf-8';
const TYPE_PARAM = /( ?; ?[\w!#$&^.+-]{1,50}=("[^"\\]{1,50}"|[\w!#$&^.+-]{1,50}))?$/;
const TYPE = new RegExp(`^[\\w!#$&^.+-]{1,127}/[\\w!#$&^.+-]{1,127}${TYPE_PARAM.source}`);

export const mediaType = kind(
  'mediaType',
  'A media type.',
  text(MEDIA_TYPE, 255)
    .regex(TYPE, `expected ${MEDIA_TYPE}`)
    .transform((read) => read.replace(/ ?; ?/, ';')),
);

/** To describe a file its hash is made, and to check it, made again: more than this nobody waits for. */
const MOST_OCTETS = 64 * 1024 ** 3;

const contentShape = {
  size: size()
    .pipe(z.number().max(MOST_OCTETS, 'expected a size of at most 64 GiB'))
    .optional()
    .describe('How many octets. Default: as many as the content has.'),
  content: word(['zeros', 'random', 'text'])
    .optional()
    .describe('Made by a rule: `random` octets from the seed (the default), `zeros`, or readable `text`.'),
  from: filePath.optional().describe('Read from a file, by its path from the scenario file.'),
  text: z
    .string({ error: 'expected a text' })
    .max(1 << 20, 'expected a text of at most 1 MiB')
    .optional()
    .describe('Written here.'),
};

const icon = mapping('an icon', {
  type: mediaType.describe('Its media type.'),
  ...contentShape,
});

const INSTANT = 'a date such as 2006-05-15T15:01:31+03:00';

/** RFC 3339 §5.6 date-time. */
const instant = () =>
  text(INSTANT, 25).regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/, `expected ${INSTANT}`);

const dates = mapping('dates', {
  creation: instant().optional().describe('When it was created.'),
  modification: instant().optional().describe('When it was last modified.'),
  read: instant().optional().describe('When it was last read.'),
});

export const octetRange = text('a range of octets such as 2049-4092 or 2049-*', 40)
  .regex(/^[1-9]\d{0,14}-([1-9]\d{0,14}|\*)$/, 'expected a range of octets such as 2049-4092 or 2049-*')
  .describe('Only these octets of it, counted from 1 (RFC 5547 `file-range`).');

export const file = mapping('a file', {
  name: text('a file name', 255).describe('Its name in the `file-selector`.'),
  type: mediaType.describe('Its media type.'),
  ...contentShape,
  icon: icon.optional().describe('A preview that travels with the INVITE (RFC 5547 `file-icon`).'),
  date: dates.optional().describe('Its dates (RFC 5547 `file-date`).'),
  range: octetRange.optional(),
  disposition: disposition().optional().describe('`render`, or `attachment`: not shown by itself.'),
  description: text('a description').optional().describe('Content-Description.'),
});

export const content = mapping('a message', {
  type: mediaType.optional().describe('Its media type. Default `text/plain`.'),
  ...contentShape,
  disposition: disposition().optional().describe('`render`, or `attachment`: not shown by itself.'),
  description: text('a description').optional().describe('Content-Description.'),
});

export type FileFile = z.output<typeof file>;
export type MessageFile = z.output<typeof content>;
