import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeAttribute } from '../../../agents/sdp/attribute.ts';
import { fileSelector } from '../../../agents/sdp/file-selector.ts';
import { accepts, mayCarry, overlap } from '../../../agents/sdp/format-list.ts';
import { readMsrp } from '../../../agents/sdp/msrp-media.ts';
import { parseSdp } from '../../../agents/sdp/parse.ts';
import { sdpOf, types } from './samples.ts';

interface Row {
  readonly attr: string;
  /** null: the texts disagree; either is right. */
  readonly valid: boolean | null;
}

const rows: Row[] = JSON.parse(
  readFileSync(new URL('../../vectors/offer-answer/offer-answer.json', import.meta.url), 'utf8'),
).attributes;

const withLine = (line: string) =>
  `v=0\r\no=- 1 1 IN IP4 h\r\ns=-\r\nc=IN IP4 h\r\nt=0 0\r\nm=message 7654 TCP/MSRP *\r\n${line}\r\n`;

describe('attributes of RFC 5547', () => {
  for (const { attr, valid } of rows)
    it(`${attr} is ${valid === false ? 'refused' : 'read'}`, () => {
      expect(parseSdp(withLine(attr)).errors.length === 0).toBe(valid !== false);
    });

  it('a name is decoded, and encoded again where it must be', () => {
    const sdp = sdpOf(withLine('a=file-selector:name:"a%22b%2Fc%C3%A4.txt"'));
    const selector = readMsrp(sdp.media[0]!, sdp).file?.selector;
    expect(selector?.name).toBe('a"b/cä.txt');
    expect(writeAttribute(fileSelector, selector!).value).toBe('name:"a%22b%2Fcä.txt"');
  });

  it.each([
    ['text/plain; charset=utf-8', 'type:text/plain;charset="utf-8"', 'text/plain;charset="utf-8"'],
    ['a/b;x="50% off; \\"now\\""', 'type:a/b;x="50%25 off; %22now%22"', 'a/b;x="50% off; \\"now\\""'],
    ['a/b;x="\\\\";y=z', 'type:a/b;x="\\";y="z"', 'a/b;x="\\\\";y="z"'],
  ])('the type %s is written %s and read %s', (type, text, read) => {
    expect(fileSelector.format({ type, hashes: [] }, 'rfc')).toBe(text);
    expect(fileSelector.parse(text, 'rfc')).toEqual({ ok: true, value: { type: read, hashes: [] } });
  });

  it.each([
    ['a day by itself', '6 May 2006 15:01 -0330', true],
    ['a second too many', '06 May 2006 23:59:60 +0000', true],
    ['no such day', '32 May 2006 15:01:31 +0300', false],
    ['no such hour', '15 May 2006 24:01:31 +0300', false],
    ['a zone by name', '15 May 2006 15:01:31 GMT', false],
    ['a year of two digits', '15 May 06 15:01:31 +0300', false],
  ])('a date with %s', (_, date, valid) => {
    for (const kind of ['creation', 'modification', 'read'])
      expect(parseSdp(withLine(`a=file-date:${kind}:"${date}"`)).errors.length === 0).toBe(valid);
  });

  it('the words of the grammar have no case (RFC 5234 §2.3)', () => {
    const lines = [
      'a=file-selector:Name:"a.txt" SIZE:7 Hash:SHA-1:72:24:5F:E8:65:3D:DA:F3:71:36:2F:86:D4:71:91:3E:E4:A2:CE:2E',
      'a=file-icon:CID:id2@alicepc.example.com',
      'a=file-date:Creation:"mon, 15 MAY 2006 15:01:31 +0300"',
    ];
    const sdp = sdpOf(withLine(lines.join('\r\n')));
    const { selector, icon, dates } = readMsrp(sdp.media[0]!, sdp).file!;
    expect([selector.name, selector.size, selector.hashes.length]).toEqual(['a.txt', 7, 1]);
    expect([icon, dates]).toEqual([
      'id2@alicepc.example.com',
      { creation: 'mon, 15 MAY 2006 15:01:31 +0300' },
    ]);
  });

  it('several hashes are read (§6: MUST be prepared to)', () => {
    const sdp = sdpOf(withLine(`a=file-selector:hash:sha-1:${'00:'.repeat(19)}00 hash:sha-256:AB:CD`));
    expect(readMsrp(sdp.media[0]!, sdp).file?.selector.hashes).toEqual([
      { algorithm: 'sha-1', hex: '0'.repeat(40) },
      { algorithm: 'sha-256', hex: 'ABCD' },
    ]);
  });

  for (const wrong of [
    'a=file-selector:size:0',
    'a=file-selector:size:12 size:12',
    'a=file-selector:name:"a" ',
    'a=file-selector:name:"%zz"',
    'a=file-selector:hash:sha-1:00:01',
    'a=file-selector:colour:red',
    'a=file-selector:type:a/b;x="%zz"',
    'a=file-selector:type:a/b;x="%0D%0AX: y"',
    'a=file-selector:type:a/b;x=y',
    'a=file-range:0-5',
    'a=file-range:1',
    'a=file-range:*-5',
    'a=file-range:1-5-9',
    'a=file-range:9-5',
    'a=file-transfer-id:',
    'a=file-date:creation:"Mon, 15 May 2006 15:01:31 +0300" creation:"Mon, 15 May 2006 15:01:31 +0300"',
    'a=accept-types:text',
    'a=accept-types:',
    'a=max-size:many',
    'a=setup:later',
    'a=sendonly:yes',
  ])
    it(`${wrong} is refused`, () => expect(parseSdp(withLine(wrong)).errors).toHaveLength(1));
});

describe('accept-types (RFC 4975 §8.6)', () => {
  it('takes wildcards and looks past parameters', () => {
    expect(accepts(types('text/*'), 'text/plain')).toBe(true);
    expect(accepts(types('*'), 'image/jpeg')).toBe(true);
    expect(accepts(types('text/plain;charset=utf-8'), 'TEXT/Plain')).toBe(true);
    expect(accepts(types('text/plain'), 'image/jpeg')).toBe(false);
    expect(overlap(types('message/cpim'), types('*'))).toBe(true);
    expect(overlap(types('message/cpim'), types('text/plain', 'message/imdn+xml'))).toBe(false);
  });

  it('types of accept-wrapped-types go inside message/cpim alone', () => {
    expect(mayCarry(types('message/cpim'), types('*'), 'image/jpeg')).toBe('wrapped');
    expect(mayCarry(types('message/cpim'), types('text/plain'), 'image/jpeg')).toBeUndefined();
    expect(mayCarry(types('text/plain'), types('*'), 'image/jpeg')).toBeUndefined();
    expect(mayCarry(types('image/*'), [], 'image/jpeg')).toBe('bare');
  });

  it('message/cpim in the first place asks for the wrapper', () => {
    expect(mayCarry(types('message/cpim', 'text/plain'), [], 'text/plain')).toBe('wrapped');
    expect(mayCarry(types('text/plain', 'message/cpim'), [], 'text/plain')).toBe('bare');
  });
});
