// RFC 3261 §7.3.1: finding and changing header fields.
import { describe, expect, test } from 'vitest';
import { formatMessage, text } from '../../../../core/sip/format.ts';
import { keyOf } from '../../../../core/sip/header-names.ts';
import {
  codecs,
  contact,
  expires,
  headerTable,
  read,
  readAll,
  route,
  supported,
} from '../../../../core/sip/header-table.ts';
import {
  addHeader,
  hasHeader,
  header,
  headerValues,
  prependHeader,
  withBody,
  withHeader,
  withoutBody,
  withoutFirst,
  withoutHeader,
} from '../../../../core/sip/headers.ts';
import type { SipMessage, SipRequest } from '../../../../core/sip/message.ts';
import { parseMessage } from '../../../../core/sip/parse.ts';
import { encode, options } from './vectors.ts';

const message = (...headers: string[]): SipRequest => parseMessage(options(...headers)).message as SipRequest;
const routes = (from: SipMessage): string[] => headerValues(from, 'Route');
const names = (from: SipMessage): string => from.headers.map(({ name }) => name[0]).join('');

const two = message('Route: <sip:a>, "b, \\", c" <sip:b;x=",">', 'X-Odd: 1, 2', 'ROUTE: <sip:c>');

describe('finding', () => {
  test('in any case and in compact form', () => {
    expect(header(message('M: <sip:h>'), 'contact')).toBe('<sip:h>');
    expect(header(message('Contact: <sip:h>'), 'm')).toBe('<sip:h>');
    expect(header(message(), 'Contact')).toBeUndefined();
    expect(hasHeader(two, 'route')).toBe(true);
  });

  test('all values in order; commas in quotes and brackets are no separators, nor those of unknown headers', () => {
    expect(routes(two)).toEqual(['<sip:a>', '"b, \\", c" <sip:b;x=",">', '<sip:c>']);
    expect(headerValues(two, 'x-odd')).toEqual(['1, 2']);
    expect(headerValues(message('Supported: '), 'k')).toEqual([]);
  });

  test('challenges and credentials are one a line', () => {
    const values = headerValues(
      message('Authorization: Digest a=b, c=d', 'Authorization: X e=f'),
      'authorization',
    );
    expect(values).toEqual(['Digest a=b, c=d', 'X e=f']);
  });
});

describe('reading', () => {
  test('the first value, or none', () => {
    expect(read(message('Expires: 60'), expires)).toBe(60);
    expect(read(message('Expires: soon'), expires)).toBeUndefined();
    expect(read(message(), expires)).toBeUndefined();
  });

  test('all values; those that are not well formed are left out', () => {
    expect(readAll(message('k: timer, path', 'Supported: gruu'), supported)).toEqual([
      'timer',
      'path',
      'gruu',
    ]);
    expect(readAll(message('Route: <sip:a>, nonsense, <sip:b>'), route).map(({ uri }) => uri)).toEqual([
      'sip:a',
      'sip:b',
    ]);
    expect(readAll(message('m: *'), contact)).toEqual(['*']);
  });

  test('of a plain object, and by a codec of one’s own', () => {
    const plain = { ...message('Expires: 60') };
    expect(read(plain, expires)).toBe(60);
    const own = { ...expires, parse: () => ({ ok: true, value: 1 }) as const };
    expect([read(message('Expires: 60'), own), read(message('Expires: 60'), expires)]).toEqual([1, 60]);
  });
});

describe('changing gives a new message', () => {
  test('withHeader replaces all where the first stood, or appends', () => {
    const changed = withHeader(two, 'Route', '<sip:z>');
    expect(routes(changed)).toEqual(['<sip:z>']);
    expect(names(changed)).toBe('VMFTCCRX');
    expect(names(withHeader(two, 'Zebra', '1'))).toBe('VMFTCCRXRZ');
    expect(routes(two)).toHaveLength(3);
  });

  test('addHeader goes after the last of its name, prependHeader before the first', () => {
    expect(routes(addHeader(two, 'Route', '<sip:z>')).at(-1)).toBe('<sip:z>');
    expect(routes(prependHeader(two, 'Route', '<sip:z>'))[0]).toBe('<sip:z>');
    expect(names(addHeader(two, 'Via', 'x'))).toBe('VVMFTCCRXR');
    expect(names(prependHeader(two, 'Record-Route', 'x'))).toBe('RVMFTCCRXR');
    expect(names(addHeader(two, 'Zebra', 'x'))).toBe('VMFTCCRXRZ');
  });

  test('withoutFirst takes one value, withoutHeader all', () => {
    const one = withoutFirst(two, 'Route');
    expect(routes(one)).toEqual(['"b, \\", c" <sip:b;x=",">', '<sip:c>']);
    expect(routes(withoutFirst(one, 'Route'))).toEqual(['<sip:c>']);
    expect(routes(withoutFirst(withoutFirst(one, 'Route'), 'Route'))).toEqual([]);
    expect(names(withoutHeader(two, 'Route'))).toBe('VMFTCCX');
    expect(withoutHeader(two, 'Path')).toBe(two);
    expect(withoutFirst(two, 'Path')).toBe(two);
  });

  test('with a body, and without', () => {
    const full = withBody(two, 'text/plain', encode('hello'));
    expect(text(full)).toContain('Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello');
    expect(withoutBody(full)).toEqual(two);
  });
});

describe('writing', () => {
  test('Content-Length is that of the body, in its place, once', () => {
    const many = {
      ...two,
      headers: [{ name: 'l', value: '7' }, ...two.headers, { name: 'Content-Length', value: '9' }],
    };
    expect(text(many)).toMatch(/SIP\/2\.0\r\nl: 0\r\nVia/);
    expect(text(many)).not.toContain('Content-Length');
    expect(formatMessage(two)).toEqual(encode(text(two)));
  });

  test('a line break in a value is a defect of whoever built it', () => {
    expect(() => formatMessage(withHeader(two, 'Subject', 'a\r\nRoute: <sip:evil>'))).toThrow('line break');
    expect(() => formatMessage({ ...two, uri: 'sip:a\n' })).toThrow('line break');
  });
});

describe('the table', () => {
  test('has each name and compact form once, and a codec only for what it has', () => {
    const keys = headerTable.map(({ name }) => keyOf(name));
    expect(new Set(keys).size).toBe(keys.length);
    const compact = headerTable.flatMap((each) => each.compact ?? []);
    expect(new Set(compact).size).toBe(compact.length);
    expect([...codecs.keys()].filter((key) => !keys.includes(key))).toEqual([]);
  });

  test('has all headers of RFC 3261 §20 and the compact forms that it and its extensions registered', () => {
    const forms = headerTable
      .flatMap(({ name, compact }) => (compact === undefined ? [] : `${compact} ${name}`))
      .sort();
    expect(forms).toEqual([
      'a Accept-Contact',
      'b Referred-By',
      'c Content-Type',
      'd Request-Disposition',
      'e Content-Encoding',
      'f From',
      'i Call-ID',
      'j Reject-Contact',
      'k Supported',
      'l Content-Length',
      'm Contact',
      'o Event',
      'r Refer-To',
      's Subject',
      't To',
      'u Allow-Events',
      'v Via',
      'x Session-Expires',
    ]);
  });
});
