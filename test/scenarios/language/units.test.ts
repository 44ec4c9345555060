import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../../scenarios/lab/nearest.ts';
import {
  PATTERN,
  type Read,
  readDuration,
  readQueue,
  readRate,
  readSeconds,
  readShare,
  readSize,
  shown,
} from '../../../scenarios/lab/units.ts';

const value = <T>(read: Read<T>): T | undefined => ('value' in read ? read.value : undefined);
const error = <T>(read: Read<T>): string => ('error' in read ? read.error : '');

describe('a duration', () => {
  it.each([
    [0, 0],
    ['0', 0],
    ['0s', 0],
    ['20ms', 20_000],
    ['1.5s', 1_500_000],
    ['1.1s', 1_100_000],
    ['2min', 120_000_000],
    ['500us', 500],
    ['500µs', 500],
    ['500μs', 500],
    ['1h', 3_600_000_000],
    ['1d', 86_400_000_000],
    ['20 ms', 20_000],
    ['0.000001s', 1],
  ])('%s is %i µs', (input, us) => expect(value(readDuration(input))).toBe(us));

  it.each([
    20,
    '20',
    '-1s',
    '1,5s',
    's',
    '',
    '1e3s',
    '0.5us',
    '1.0000001s',
    '20mss',
    ' 20ms',
    '99999999999999999s',
    '9999999999999d',
    '1.s',
    '.5s',
    'constructor',
  ])('%s is none', (input) => expect(error(readDuration(input))).toMatch(/^expected /));

  it('is what was written, to the microsecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (us) => {
        const whole = Math.floor(us / 1_000_000);
        const written = `${whole}.${String(us % 1_000_000).padStart(6, '0')}s`;
        return value(readDuration(`${us}us`)) === us && value(readDuration(written)) === us;
      }),
    );
  });
});

describe('seconds', () => {
  it.each([
    [3600, 3600],
    ['3600', 3600],
    ['30min', 1800],
    ['0', 0],
    [0, 0],
  ])('%s is %i s', (input, s) => expect(value(readSeconds(input))).toBe(s));

  it.each(['1500ms', -1, 1.5, 4294967296, 'soon'])('%s is none', (input) =>
    expect(error(readSeconds(input))).toMatch(/^expected /),
  );
});

describe('a size', () => {
  it.each([
    [4092, 4092],
    ['4092', 4092],
    ['4092B', 4092],
    ['64KiB', 65_536],
    ['1MiB', 1_048_576],
    ['10kB', 10_000],
    ['1.5KiB', 1536],
    ['2GiB', 2_147_483_648],
  ])('%s is %i bytes', (input, bytes) => expect(value(readSize(input))).toBe(bytes));

  it.each(['1.5', '0.3kib', '-1', 'many', 1.5])('%s is none', (input) =>
    expect(error(readSize(input))).toMatch(/^expected /),
  );
});

describe('a share', () => {
  it.each([
    ['5%', 0.05],
    [0.05, 0.05],
    [0, 0],
    [1, 1],
    ['100%', 1],
    ['0.5%', 0.005],
    ['0.05', 0.05],
  ])('%s is %d', (input, share) => expect(value(readShare(input))).toBe(share));

  it.each(['101%', 1.5, -0.1, '5 percent', '', 1e-7])('%s is none', (input) =>
    expect(error(readShare(input))).toMatch(/^expected /),
  );
});

describe('a rate', () => {
  it.each([
    ['1Mbit/s', 1_000_000],
    ['64kbit/s', 64_000],
    ['1MB/s', 8_000_000],
    ['1KiB/s', 8192],
  ])('%s is %i bit/s', (input, bits) => expect(value(readRate(input))).toBe(bits));

  it.each([0, 64, '64', '0bit/s', '1Mb', 'fast'])('%s is none', (input) =>
    expect(error(readRate(input))).toMatch(/^expected /),
  );
});

describe('a queue', () => {
  it.each([
    [50, { packets: 50 }],
    ['50 packets', { packets: 50 }],
    ['1 packet', { packets: 1 }],
    ['64KiB', { bytes: 65_536 }],
  ])('%s holds so much', (input, queue) => expect(value(readQueue(input))).toEqual(queue));
});

describe('the patterns for editors', () => {
  const readers = [
    ['duration', readDuration, ['us', 'ms', 's', 'min', 'h', 'd', '']],
    ['seconds', readSeconds, ['us', 'ms', 's', 'min', '']],
    ['size', readSize, ['B', 'kB', 'KiB', 'MiB', '']],
    ['share', readShare, ['%', '']],
    ['rate', readRate, ['bit/s', 'kbit/s', 'MB/s', '']],
    ['queue', readQueue, ['packets', 'packet', 'KiB', 'kB']],
  ] as const;

  it.each(readers)('of a %s take whatever its reader takes', (name, read, units) => {
    const pattern = new RegExp(PATTERN[name]);
    const number = fc.oneof(
      fc.nat(5000).map(String),
      fc.double({ min: 0, max: 9, noNaN: true }).map((x) => x.toFixed(3)),
    );
    const input = fc
      .tuple(number, fc.constantFrom('', ' '), fc.constantFrom(...units))
      .map((parts) => parts.join(''));
    fc.assert(fc.property(input, (text) => 'error' in read(text) || pattern.test(text)));
  });
});

describe('any text', () => {
  it('is read without an exception, and quoted on one short line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const read of [readDuration, readSeconds, readSize, readShare, readRate, readQueue]) read(text);
        return shown(text).length <= 62 && !/[\n\r]/.test(shown(text));
      }),
    );
  });
});

describe('the nearest known word', () => {
  const known = ['latency', 'jitter', 'loss', 'rate', 'register', 'push'];

  it.each([
    ['latancy', 'latency'],
    ['lsos', 'loss'],
    ['Push', 'push'],
    ['regster', 'register'],
  ])('to %s is %s', (word, near) => expect(nearest(word, known)).toBe(near));

  it('is nothing where none is near', () => {
    expect(nearest('bandwidth', known)).toBeUndefined();
    expect(didYouMean('x'.repeat(100_000), known)).toBe('');
  });
});
