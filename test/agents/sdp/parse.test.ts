import { describe, expect, it } from 'vitest';
import { formatSdp } from '../../../agents/sdp/format.ts';
import { checkMsrp, readMsrp } from '../../../agents/sdp/msrp-media.ts';
import { parseSdp } from '../../../agents/sdp/parse.ts';
import { hash, sdpOf, vectors } from './samples.ts';

const head = 'v=0\r\no=- 1 1 IN IP4 host\r\ns=-\r\nc=IN IP4 host\r\nt=0 0\r\n';
const line = 'm=message 7654 TCP/MSRP *\r\n';

describe('the published descriptions', () => {
  for (const { name, text } of vectors)
    it(`${name} reads without error and writes as it was`, () => {
      const { sdp, errors } = parseSdp(text);
      expect(errors).toEqual([]);
      expect(sdp && formatSdp(sdp)).toBe(text);
      expect(sdp && checkMsrp(sdp, 0)).toEqual([]);
    });

  it('reads all that RFC 5547 §6 says of a file', () => {
    const sdp = sdpOf(vectors.find(({ name }) => name === 'rfc5547/6-01.sdp')?.text ?? '');
    expect(readMsrp(sdp.media[0]!, sdp)).toMatchObject({
      path: ['msrp://atlanta.example.com:7654/jshA7we;tcp'],
      direction: 'sendonly',
      title: 'This is my latest picture',
      file: {
        selector: { name: 'My cool picture.jpg', type: 'image/jpeg', size: 32349, hashes: [{ hex: hash }] },
        transferId: 'vBnG916bdberum2fFEABR1FR3ExZMUrd',
        disposition: 'attachment',
        dates: { creation: 'Mon, 15 May 2006 15:01:31 +0300' },
        icon: 'id2@alicepc.example.com',
        range: { start: 1, stop: 32349 },
      },
    });
  });
});

describe('what sdp-transform loses', () => {
  it('a second setup, unknown attributes and the order of all of them are kept', () => {
    const text = `${head}${line}a=setup:active\r\na=x-unknown:1\r\na=setup:passive\r\na=accept-types:*\r\n`;
    expect(formatSdp(sdpOf(text))).toBe(text);
  });

  it('the number of ports is kept', () => {
    const text = `${head}m=message 7654/2 TCP/MSRP *\r\n`;
    expect(sdpOf(text).media[0]).toMatchObject({ port: 7654, portCount: 2 });
    expect(formatSdp(sdpOf(text))).toBe(text);
  });

  it('long numbers keep their digits', () => {
    const text = `${head.replace('- 1 1', '- 9223372036854775807 9223372036854775806')}${line}`;
    expect(formatSdp(sdpOf(text))).toBe(text);
  });

  it('every line type of RFC 4566 is kept', () => {
    const text = [
      'v=0',
      'o=jdoe 2890844526 2890842807 IN IP6 2001:db8::1',
      's=SDP Seminar',
      'i=A Seminar',
      'u=http://www.example.com/',
      'e=j.doe@example.com (Jane Doe)',
      'e=two@example.com',
      'p=+1 617 555-6011',
      'c=IN IP4 224.2.17.12/127',
      'b=X-YZ:128',
      'b=AS:64',
      't=2873397496 2873404696',
      'r=604800 3600 0 90000',
      't=3034423619 3042462419',
      'z=2882844526 -1h 2898848070 0',
      'k=prompt',
      'a=recvonly',
      'm=audio 49170 RTP/AVP 0 8',
      'm=video 51372/2 RTP/AVP 99',
      'i=title',
      'c=IN IP4 224.2.1.1/127/3',
      'c=IN IP6 ff15::101/3',
      'b=AS:1',
      'k=clear:x',
      'a=rtpmap:99 h263-1998/90000',
      '',
    ].join('\r\n');
    const { sdp, errors } = parseSdp(text);
    expect(errors).toEqual([]);
    expect(sdp && formatSdp(sdp)).toBe(text);
  });

  it('a line of no known type is kept beside the error that has the description ignored', () => {
    const { sdp, errors } = parseSdp(`${head}x=what\r\n${line}`);
    expect(errors).toMatchObject([{ line: 6, rule: 'RFC 4566 §5' }]);
    expect(sdp?.unknown).toEqual([{ type: 'x', value: 'what' }]);
    expect(sdp?.media).toHaveLength(1);
  });
});

describe('errors', () => {
  const cases: [what: string, text: string, offsetOf: string, rule: string][] = [
    ['an empty session name', `${head.replace('s=-', 's=')}${line}`, 's=', 'RFC 4566 §5.3 s='],
    ['a line out of order', `${head.replace('s=-\r\n', '')}s=-\r\n${line}`, 's=-', 'RFC 4566 §5'],
    ['two o= lines', `${head.replace('s=-', 'o=- 2 2 IN IP4 h\r\ns=-')}`, 'o=- 2', 'RFC 4566 §5.2 o='],
    ['a trailing word in t=', head.replace('t=0 0', 't=0 0 0'), 't=', 'RFC 4566 §5.9 t='],
    ['a port out of range', `${head}m=message 70000 TCP/MSRP *\r\n`, 'm=', 'RFC 4566 §5.14 m='],
    ['no format', `${head}m=message 1 TCP/MSRP\r\n`, 'm=', 'RFC 4566 §5.14 m='],
    ['a path without a port', `${head}${line}a=path:msrp://h/x;tcp\r\n`, 'msrp:', 'RFC 4975 §8.2 path'],
    [
      'a file attribute of the session',
      `${head}a=file-transfer-id:x\r\n`,
      'file-t',
      'RFC 5547 §6 file-transfer-id',
    ],
    ['a line without an equals sign', `${head}hello\r\n`, 'hello', 'RFC 4566 §5'],
  ];
  for (const [what, text, at, rule] of cases)
    it(`${what}: where and by which rule`, () => {
      const error = parseSdp(text).errors[0];
      expect(error).toMatchObject({ offset: text.indexOf(at), rule });
    });

  it('no description comes of text without o=, or with an m= that cannot be read', () => {
    expect(parseSdp('').sdp).toBeUndefined();
    expect(parseSdp(head.replace('o=', 'q=')).sdp).toBeUndefined();
    expect(parseSdp(`${head}m=message\r\n`).sdp).toBeUndefined();
  });

  it('a c= is there for the session or for every m=', () => {
    const bare = head.replace('c=IN IP4 host\r\n', '');
    expect(parseSdp(`${bare}${line}c=IN IP4 h\r\n`).errors).toEqual([]);
    expect(parseSdp(`${bare}${line}`).errors).toMatchObject([{ rule: 'RFC 4566 §5.7 c=' }]);
  });

  it('bare LF and a missing last line end are taken', () => {
    expect(parseSdp(`${head}${line}`.replaceAll('\r\n', '\n').trimEnd()).errors).toEqual([]);
  });
});

describe("the change request's example", () => {
  const text = [
    'v=0',
    'o=push 2890844526 2890844526 IN IP4 push-sender-agent.example.com',
    's=',
    'c=IN IP4 push-sender-agent.example.com',
    't=0 0',
    'm=message 7654 TCP/MSRP *',
    'i=This is my latest picture',
    'a=sendonly',
    'a=accept-types:message/cpim',
    'a=accept-wrapped-types:*',
    'a=path:msrp://push-sender-agent.example.com:7654/jshA7we;tcp',
    `a=file-selector:name:"My cool picture.jpg" type:image/jpeg size:4092 hash:sha-1:${hash}`,
    'a=disposition: not-render',
    'a=file-date:creation:"Mon, 15 May 2006 15:01:31 +03:00"',
    'a=icon:cid:id2@ push-sender-agent.example.com',
    '',
  ].join('\r\n');

  it('is read in its dialect, with the meaning of RFC 5547', () => {
    const { sdp, errors } = parseSdp(text, 'change-request');
    expect(errors).toEqual([]);
    expect(sdp && formatSdp(sdp)).toBe(text);
    expect(sdp && readMsrp(sdp.media[0]!, sdp, 'change-request').file).toEqual({
      selector: {
        name: 'My cool picture.jpg',
        type: 'image/jpeg',
        size: 4092,
        hashes: [{ algorithm: 'sha-1', hex: hash }],
      },
      disposition: 'attachment',
      dates: { creation: 'Mon, 15 May 2006 15:01:31 +0300' },
      icon: 'id2@push-sender-agent.example.com',
    });
  });

  it('breaks the RFCs in three places', () => {
    expect(parseSdp(text).errors.map(({ rule }) => rule)).toEqual([
      'RFC 4566 §5.3 s=',
      'RFC 5547 §6 file-selector',
      'RFC 5547 §6 file-date',
    ]);
  });
});
