import type { Us } from '../../sim/time.ts';
import type { Json, Raw } from '../../sim/trace/records.ts';

// How numbers, times and strangers' text are written in every view.

/** Seconds with milliseconds, and microseconds only where they are not zero: `1.020`, `1.020437`. */
export function seconds(us: Us): string {
  const sign = us < 0 ? '-' : '';
  const whole = Math.floor(Math.abs(us) / 1_000_000);
  const rest = String(Math.abs(us) % 1_000_000).padStart(6, '0');
  return `${sign}${whole}.${rest.endsWith('000') ? rest.slice(0, 3) : rest}`;
}

/** A length of time as people say it: `250 µs`, `385 ms`, `1.5 s`, `2 min 3 s`, `1 h 4 min`. Three digits that matter. */
export function duration(us: Us): string {
  if (us < 1_000) return `${us} µs`;
  if (us < 1_000_000) return `${digits(us / 1_000)} ms`;
  if (us < 60_000_000) return `${digits(us / 1_000_000)} s`;
  const wholeS = Math.round(us / 1_000_000);
  if (wholeS < 3_600) return pair(Math.floor(wholeS / 60), 'min', wholeS % 60, 's');
  return pair(Math.floor(wholeS / 3_600), 'h', Math.floor((wholeS % 3_600) / 60), 'min');
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** `512 B`, `4.3 KiB`, `1 MiB`. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${digits(bytes / 1024)} KiB`;
  return `${digits(bytes / 1024 / 1024)} MiB`;
}

/** `1 message`, `2 messages`, `1,204 messages`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(n)} ${n === 1 ? noun : plural}`;
}

function grouped(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Text that strangers can write, made safe for a terminal and for one line: control characters, line breaks and bidi marks become `·`. */
export function plain(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    '·',
  );
}

/** At most `width` characters, the last one `…` where something was left out. */
export function shorten(text: string, width: number, ellipsis = '…'): string {
  const letters = [...text];
  if (letters.length <= width) return text;
  if (width <= ellipsis.length) return ellipsis.slice(0, Math.max(0, width));
  return letters.slice(0, width - ellipsis.length).join('') + ellipsis;
}

/** Lines of at most `width` characters, broken at blanks where there are any. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = [...text];
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const end = blank > 0 ? blank : width;
    lines.push(rest.slice(0, end).join(''));
    rest = rest.slice(blank > 0 ? end + 1 : end);
  }
  return [...lines, rest.join('')];
}

/** A value in a few words: `to sip:bob@example.com, files 2`. Nested things are counted, not written out. */
export function brief(value: Json): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map((item: Json) => brief(item)).join(', ');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .filter(([, item]) => item !== null && item !== '')
    .map(
      ([name, item]) =>
        `${name} ${Array.isArray(item) && typeof item[0] === 'object' ? item.length : brief(item)}`,
    )
    .join(', ');
}

/** The text of a message as the trace holds it; undefined where it is not text. Above 64 KiB this is its head. */
export function textOf(raw: Raw): string | undefined {
  if (typeof raw === 'string') return raw;
  if ('base64' in raw) return undefined;
  return typeof raw.head === 'string' ? raw.head : undefined;
}
