// The pieces that the schema is made of. Each says in its error what was expected; load/issues.ts adds file, line and column.
import { z } from 'zod';
import { didYouMean } from '../nearest.ts';
import {
  EXPECTED,
  PATTERN,
  type Read,
  readDuration,
  readQueue,
  readRate,
  readSeconds,
  readShare,
  readSize,
  shown,
} from '../units.ts';

/** A mapping with these keys and no others. Its error has one line for each unknown key, in the order of the file, up to twenty. */
export function mapping<S extends z.ZodRawShape>(what: string, shape: S) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .slice(0, MOST_UNKNOWN)
            .map((key) => unknownKey(key, what, known))
            .join('\n')
        : `expected ${what}: a mapping with keys such as ${known.slice(0, 3).join(', ')}`,
  });
}

const MOST_UNKNOWN = 20;

function unknownKey(key: string, what: string, known: readonly string[]): string {
  const hint = didYouMean(key, known) || `: its keys are ${known.join(', ')}`;
  return `unknown key ${shown(key)} in ${what}${hint}`;
}

/** A mapping from names to values of one kind; of which kind its names are, where they are of things that there are. */
export function named<V extends z.ZodType>(what: string, values: V, names = z.string()) {
  return z.record(names, values, { error: `expected ${what}: a mapping` });
}

/** A list of values of one kind. */
export function list<V extends z.ZodType>(what: string, values: V) {
  return z.array(values, { error: `expected a list of ${what}` });
}

/** One value, or a list of them; always a list afterwards. What takes the place of both is told of `one`. */
export function oneOrMore<V extends z.ZodType>(what: string, value: V, one = `one of ${what}`) {
  return z
    .union([value, list(what, value)], { error: `expected ${one}, or a list of them` })
    .transform((read) => (Array.isArray(read) ? read : [read]) as z.output<V>[]);
}

/** A text of several lines, not empty. */
export function prose(what: string, maxLength = 4096) {
  return z
    .string({ error: `expected ${what}` })
    .min(1, `expected ${what}, not an empty text`)
    .max(maxLength, `expected ${what} of at most ${maxLength} characters`);
}

/** A text on one line, not empty. It may end in a header field, where a line break would begin another. */
export function text(what: string, maxLength = 4096) {
  return prose(what, maxLength).regex(/^[^\u0000-\u001f\u007f]*$/, `expected ${what} on one line`);
}

/** One of a few words. */
export function word<const W extends readonly [string, ...string[]]>(words: W) {
  return z.enum(words, {
    error: (issue) => {
      const hint = typeof issue.input === 'string' ? didYouMean(issue.input, words) : '';
      return `expected ${oneOf(words)}${hint}`;
    },
  });
}

/** Any text that fits, and some that are known: those an editor offers. */
export function suggested<V extends z.ZodString>(value: V, words: readonly string[]): V {
  return value.meta({ anyOf: [{ enum: [...words] }, { type: 'string' }] });
}

export function flag() {
  return z.boolean({ error: 'expected true or false' });
}

/** An integer from `min` to `max`. */
export function integer(min: number, max: number) {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, error).max(max, error);
}

/** What a plain number may be, for editors. */
const QUANTITIES = {
  duration: quantity('duration', EXPECTED.duration, PATTERN.duration, { const: 0 }, readDuration),
  seconds: quantity('seconds', EXPECTED.seconds, PATTERN.seconds, { minimum: 0, multipleOf: 1 }, readSeconds),
  size: quantity('size', EXPECTED.size, PATTERN.size, { minimum: 0, multipleOf: 1 }, readSize),
  share: quantity('share', EXPECTED.share, PATTERN.share, { minimum: 0, maximum: 1 }, readShare),
  rate: quantity('rate', EXPECTED.rate, PATTERN.rate, { not: {} }, readRate),
  queue: quantity('queue', EXPECTED.queue, PATTERN.queue, { minimum: 0, multipleOf: 1 }, readQueue),
};

export const duration = () => QUANTITIES.duration;
export const positiveDuration = () => duration().refine((us) => us > 0, 'expected a duration above 0');
export const seconds = () => QUANTITIES.seconds;
export const size = () => QUANTITIES.size;
export const share = () => QUANTITIES.share;
export const rate = () => QUANTITIES.rate;
export const queue = () => QUANTITIES.queue;

function quantity<T>(
  id: string,
  expected: string,
  pattern: string,
  number: Readonly<Record<string, unknown>>,
  read: (input: string | number) => Read<T>,
) {
  return z
    .union([z.string().meta({ pattern }), z.number().meta(number)], { error: `expected ${expected}` })
    .transform((input, context): T => {
      const result = read(input);
      if ('value' in result) return result.value;
      context.issues.push({ code: 'custom', message: result.error, input });
      return z.NEVER;
    })
    .meta({ id, description: expected });
}

/** Text that a reader of its own turns into a meaning; `pattern` is a hint for editors, never stricter than the reader. */
export function reading<T>(expected: string, pattern: string, read: (input: string) => Read<T>) {
  const written = z.string({ error: `expected ${expected}` }).meta({ pattern });
  return written.transform((input, context): T => {
    const result = read(input);
    if ('value' in result) return result.value;
    context.issues.push({ code: 'custom', message: result.error, input });
    return z.NEVER;
  });
}

/** `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
