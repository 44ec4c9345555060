// How a scenario writes quantities: `20ms`, `64KiB`, `5%`, `1Mbit/s`. CONTRACT.md, "Scenario files".

/** What reading a quantity gives: its value, or what was expected instead. */
export type Read<T> = { readonly value: T } | { readonly error: string };

type Units = Readonly<Record<string, bigint>>;

const DURATION_UNITS: Units = {
  us: 1n,
  µs: 1n,
  μs: 1n, // the Greek letter, which looks the same
  ms: 1_000n,
  s: 1_000_000n,
  min: 60_000_000n,
  h: 3_600_000_000n,
  d: 86_400_000_000n,
};

const SIZE_UNITS: Units = {
  '': 1n,
  B: 1n,
  kB: 1_000n,
  KB: 1_000n,
  MB: 1_000_000n,
  GB: 1_000_000_000n,
  KiB: 1n << 10n,
  MiB: 1n << 20n,
  GiB: 1n << 30n,
};

const RATE_UNITS: Units = {
  'bit/s': 1n,
  'kbit/s': 1_000n,
  'Mbit/s': 1_000_000n,
  'Gbit/s': 1_000_000_000n,
  'B/s': 8n,
  'kB/s': 8_000n,
  'MB/s': 8_000_000n,
  'GB/s': 8_000_000_000n,
  'KiB/s': 8n << 10n,
  'MiB/s': 8n << 20n,
};

export const EXPECTED = {
  duration: 'a duration such as 20ms, 1.5s or 2min',
  seconds: 'a duration such as 30min, or a number of seconds',
  size: 'a size such as 4092, 64KiB or 1MiB',
  share: 'a share such as 5% or 0.05',
  rate: 'a rate such as 1Mbit/s, 64kbit/s or 1MB/s',
  queue: 'a queue such as 50 packets or 64KiB',
} as const;

/** Patterns of the same quantities for editors, in the dialect that JSON Schema shares with JavaScript. */
export const PATTERN = {
  duration: '^(0|\\d+(\\.\\d+)? ?(us|µs|μs|ms|s|min|h|d))$',
  seconds: '^(\\d+|\\d+(\\.\\d+)? ?(us|µs|μs|ms|s|min|h|d))$',
  size: '^\\d+(\\.\\d+)? ?(|B|kB|KB|MB|GB|KiB|MiB|GiB)$',
  share: '^(\\d+(\\.\\d+)? ?%|0(\\.\\d+)?|1(\\.0+)?)$',
  rate: '^\\d+(\\.\\d+)? ?(bit/s|kbit/s|Mbit/s|Gbit/s|B/s|kB/s|MB/s|GB/s|KiB/s|MiB/s)$',
  queue: '^(\\d+ ?packets?|\\d+(\\.\\d+)? ?(B|kB|KB|MB|GB|KiB|MiB|GiB))$',
} as const;

/** A duration in integer µs. Only 0 may go without its unit. */
export function readDuration(input: string | number): Read<number> {
  if (input === 0 || input === '0') return { value: 0 };
  return quantity(input, DURATION_UNITS, EXPECTED.duration, 'whole µs');
}

/** A duration in whole seconds, as SIP's header fields count them; a plain number counts as seconds. */
export function readSeconds(input: string | number): Read<number> {
  const text = typeof input === 'number' || /^\d{1,16}$/.test(input) ? `${input}s` : input;
  const read = quantity(text, DURATION_UNITS, EXPECTED.seconds, 'whole seconds', 1_000_000n);
  if ('error' in read) return read;
  // RFC 3261 §20.19: "between 0 and (2**32)-1".
  return read.value < 2 ** 32 ? read : { error: `expected at most 4294967295 s, not ${shown(input)}` };
}

/** A size in bytes; a plain number counts as bytes. */
export function readSize(input: string | number): Read<number> {
  return quantity(input, SIZE_UNITS, EXPECTED.size, 'whole bytes');
}

/** A rate in bit/s, above 0. */
export function readRate(input: string | number): Read<number> {
  const read = quantity(input, RATE_UNITS, EXPECTED.rate, 'whole bit/s');
  return 'value' in read && read.value === 0 ? { error: 'expected a rate above 0' } : read;
}

/** A share as a number from 0 to 1. */
export function readShare(input: string | number): Read<number> {
  const error = { error: `expected ${EXPECTED.share}, not ${shown(input)}` };
  const match = /^(\d{1,16}(?:\.\d{1,16})?)( ?%)?$/.exec(String(input));
  if (match?.[1] === undefined) return error;
  const value = Number(match[1]) / (match[2] === undefined ? 1 : 100);
  return value <= 1 ? { value } : { error: `expected a share of at most 100%, not ${shown(input)}` };
}

/** What a link's queue holds: a plain number and `50 packets` count packets, anything with a unit of size counts bytes. */
export function readQueue(
  input: string | number,
): Read<{ readonly packets: number } | { readonly bytes: number }> {
  const packets = /^(\d{1,15}) ?(?:packets?)?$/.exec(String(input));
  if (packets !== null) return { value: { packets: Number(packets[1]) } };
  const bytes = readSize(input);
  return 'value' in bytes
    ? { value: { bytes: bytes.value } }
    : { error: `expected ${EXPECTED.queue}, not ${shown(input)}` };
}

/** Computed in whole numbers throughout: `1.1s` is 1100000 µs, not one of its neighbours. */
function quantity(
  input: string | number,
  units: Units,
  expected: string,
  whole: string,
  per = 1n,
): Read<number> {
  const match = /^(\d{1,16})(?:\.(\d{1,16}))? ?([A-Za-zµμ/]{0,6})$/.exec(String(input));
  const factor = match === null ? undefined : own(units, match[3] ?? '');
  if (match === null || factor === undefined) return { error: `expected ${expected}, not ${shown(input)}` };
  const fraction = match[2] ?? '';
  const scaled = BigInt(`${match[1]}${fraction}`) * factor;
  const divisor = 10n ** BigInt(fraction.length) * per;
  if (scaled % divisor !== 0n) return { error: `expected ${whole}, not ${shown(input)}` };
  const value = Number(scaled / divisor);
  return Number.isSafeInteger(value) ? { value } : { error: `expected less than 2^53, not ${shown(input)}` };
}

function own(units: Units, name: string): bigint | undefined {
  return Object.hasOwn(units, name) ? units[name] : undefined;
}

/** A user's value as it is quoted in an error: short, on one line. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const line = text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\u{fffd}');
  return `"${line.length > 60 ? `${line.slice(0, 57)}...` : line}"`;
}
