// What is pushed: files, and messages without file attributes.
import type { FileDates, FileRange } from '../../../agents/sdp/types.ts';
import { mailDate } from '../mail-date.ts';
import type { Content, FilePlan, PushOptions } from '../scenario.ts';
import type { FileFile, MessageFile } from '../schema/content.ts';
import { shown } from '../units.ts';
import type { Context } from './context.ts';
import type { Path } from './document.ts';

type ContentFile = Pick<MessageFile, 'size' | 'content' | 'from' | 'text'>;
interface Source {
  readonly sizeBytes?: number;
  readonly content: Content;
}

export function resolveFiles(
  files: readonly FileFile[],
  options: PushOptions,
  path: Path,
  context: Context,
): FilePlan[] {
  const names = new Set<string>();
  return files.map((file, index): FilePlan => {
    const here = [...path, index];
    if (names.has(file.name)) {
      context.fail([...here, 'name'], `two files of a push are called ${shown(file.name)}`);
    }
    names.add(file.name);
    const source = sourceOf(file, here, context);
    const icon =
      file.icon === undefined
        ? {}
        : { icon: { type: file.icon.type, ...sourceOf(file.icon, [...here, 'icon'], context) } };
    return {
      name: file.name,
      type: file.type,
      ...source,
      ...icon,
      ...(file.date === undefined ? {} : { dates: datesOf(file.date, [...here, 'date'], context) }),
      ...(file.range === undefined
        ? {}
        : { range: rangeOf(file.range, source.sizeBytes, [...here, 'range'], context) }),
      ...described(file, options),
      place: context.place(here),
    };
  });
}

/** Dates as `file-date` has them. */
function datesOf(read: NonNullable<FileFile['date']>, path: Path, context: Context): FileDates {
  const dates: { creation?: string; modification?: string; read?: string } = {};
  for (const kind of ['creation', 'modification', 'read'] as const) {
    const written = read[kind];
    if (written === undefined) continue;
    const date = mailDate(written);
    if (date === undefined) context.fail([...path, kind], `there is no such date as ${shown(written)}`);
    else dates[kind] = date;
  }
  return dates;
}

export function rangeOf(
  read: string,
  sizeBytes: number | undefined,
  path: Path,
  context: Context,
): FileRange {
  const [start = '', stop = ''] = read.split('-');
  const range = { start: Number(start), stop: stop === '*' ? ('*' as const) : Number(stop) };
  const last = range.stop === '*' ? (sizeBytes ?? Number.POSITIVE_INFINITY) : range.stop;
  if (last < range.start || last > (sizeBytes ?? Number.POSITIVE_INFINITY))
    context.fail(path, `expected octets of the file, which has ${sizeBytes ?? 'fewer'}, not ${shown(read)}`);
  return range;
}

export function resolveMessages(
  messages: readonly MessageFile[],
  options: PushOptions,
  path: Path,
  context: Context,
): FilePlan[] {
  return messages.map((message, index): FilePlan => {
    // A single message stands without a list.
    const here = messages.length === 1 ? path : [...path, index];
    return {
      type: message.type ?? 'text/plain',
      ...sourceOf(message, here, context),
      ...described(message, options),
      place: context.place(here),
    };
  });
}

function described(
  read: FileFile | MessageFile,
  options: PushOptions,
): Pick<FilePlan, 'disposition' | 'description'> {
  const description = read.description ?? options.description;
  return {
    disposition: read.disposition ?? options.disposition,
    ...(description === undefined ? {} : { description }),
  };
}

/** Where the octets come from, and how many they are. */
function sourceOf(read: ContentFile, path: Path, context: Context): Source {
  const { size, content, from, text } = read;
  const said = [content, from, text].filter((source) => source !== undefined).length;
  if (said > 1) context.fail(path, 'expected one of content, from and text, not several');
  if (text !== undefined) {
    const octets = new TextEncoder().encode(text).length;
    if (size !== undefined && size !== octets) {
      context.fail([...path, 'size'], `the text has ${octets} octets, not ${size}`);
    }
    return { sizeBytes: octets, content: { kind: 'literal', text } };
  }
  if (from !== undefined) {
    if (!isBelow(from)) {
      const expected = 'expected a path below the scenario file, such as files/photo.jpg';
      context.fail([...path, 'from'], `${expected}, not ${shown(from)}`);
    }
    return { ...(size === undefined ? {} : { sizeBytes: size }), content: { kind: 'file', path: from } };
  }
  if (size === undefined) context.fail(path, 'missing key "size": how many octets, such as 4092 or 64KiB');
  return { sizeBytes: size ?? 0, content: { kind: content ?? 'random' } };
}

/** A stranger's scenario reads nothing but what came with it. */
function isBelow(path: string): boolean {
  const parts = path.split('/');
  return !/[\\:]/.test(path) && parts.every((part) => part !== '' && part !== '..');
}
