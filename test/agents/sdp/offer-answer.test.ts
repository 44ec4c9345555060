import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../agents/sdp/check-answer.ts';
import { checkOffer } from '../../../agents/sdp/check-offer.ts';
import { unusable } from '../../../agents/sdp/examine.ts';
import { formatSdp } from '../../../agents/sdp/format.ts';
import { closedMedia, makeOffer, nextOffer } from '../../../agents/sdp/offer.ts';
import { parseSdp } from '../../../agents/sdp/parse.ts';
import { offererOpens } from '../../../agents/sdp/setup.ts';
import { meaningOf } from '../../../agents/sdp/transfer-id.ts';
import type { Direction, Sdp, Setup } from '../../../agents/sdp/types.ts';
import {
  answered,
  answerTo,
  can,
  hash,
  origin,
  picture,
  receiverPath,
  replaceAttribute,
  sdpOf,
  types,
  vectors as vectorTexts,
  withMedia,
} from './samples.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../../vectors/offer-answer/offer-answer.json', import.meta.url), 'utf8'),
) as {
  directionPairs: { offer: Direction | null; allowedAnswers: Direction[] }[];
  cases: { id: string; valid: boolean }[];
  fileTransferIdTable: {
    id: string;
    prev: { id: string; file: string };
    new: { id: string; file: string; port: number };
    meaning: string;
  }[];
};

const offer = makeOffer({ origin: origin('sender.example.com') }, [picture()]);

describe('an offer', () => {
  it('is the text that RFC 5547 §9.1 shows', () => {
    expect(formatSdp(offer).split('\r\n')).toEqual([
      'v=0',
      'o=push 2890844526 1 IN IP4 sender.example.com',
      's=-',
      'c=IN IP4 sender.example.com',
      't=0 0',
      'm=message 7654 TCP/MSRP *',
      'a=sendonly',
      'a=accept-types:message/cpim',
      'a=accept-wrapped-types:*',
      'a=path:msrp://sender.example.com:7654/jshA7we;tcp',
      'a=file-selector:name:"My cool picture.jpg" type:image/jpeg size:4092 hash:sha-1:72:24:5F:E8:65:3D:DA:F3:71:36:2F:86:D4:71:91:3E:E4:A2:CE:2E',
      'a=file-transfer-id:Q6LMoGymJdh0IKIgD6wD0jkcfgva4xvE',
      'a=file-disposition:render',
      'a=file-date:creation:"Mon, 15 May 2006 15:01:31 +0300"',
      'a=file-icon:cid:id2@sender.example.com',
      '',
    ]);
    expect(checkOffer(offer)).toEqual([]);
  });

  it("speaks the change request's forms in its dialect", () => {
    const said = picture({ title: 'This is\r\nmy latest picture' });
    const { transferId: _, ...file } = said.file!;
    const text = formatSdp(
      makeOffer({ origin: origin('sender.example.com'), dialect: 'change-request' }, [
        { ...said, file: { ...file, disposition: 'attachment' } },
      ]),
    );
    expect(text).toContain('\r\ns=\r\n');
    expect(text).toContain('\r\ni=This is my latest picture\r\n');
    expect(text).toContain(`hash:sha-1:${hash}\r\n`);
    expect(text).toContain('\r\na=disposition: not-render\r\n');
    expect(text).toContain('+03:00"\r\n');
    expect(text).toContain('\r\na=icon:cid:id2@sender.example.com\r\n');
    expect(parseSdp(text, 'change-request').errors).toEqual([]);
  });

  it('has one m= line a file, and a c= of its own for a line of another host', () => {
    const other = picture({ path: ['msrps://[2001:db8::7]:9000/abc;tcp'] }, 'other');
    const two = makeOffer({ origin: origin('sender.example.com') }, [picture(), other]);
    expect(two.media.map(({ port, proto }) => [port, proto])).toEqual([
      [7654, 'TCP/MSRP'],
      [9000, 'TCP/TLS/MSRP'],
    ]);
    expect(two.media[1]?.connections).toEqual([
      { netType: 'IN', addressType: 'IP6', address: '2001:db8::7' },
    ]);
    expect(parseSdp(formatSdp(two)).sdp).toEqual(two);
  });

  it('a further one that changes nothing keeps its o= line, one that closes a file counts up', () => {
    expect(nextOffer(offer, offer.media)).toBe(offer);
    const closing = nextOffer(offer, offer.media.map(closedMedia));
    expect(closing.origin.sessionVersion).toBe('2');
    expect(closing.media[0]?.port).toBe(0);
    expect(checkOffer(closing, offer)).toEqual([]);
    expect(nextOffer(offer, []).media[0]?.port).toBe(0);
  });

  it('that only tells of the capability needs no more than a bare file-selector (RFC 5547 §8.5)', () => {
    const capability = vectorTexts.find(({ name }) => name === 'rfc5547/9.3-16.sdp')?.text ?? '';
    expect(checkOffer(sdpOf(capability))).toEqual([]);
  });

  it('of a file with a name alone is wrong (RFC 5547 §8.2.1)', () => {
    const named = picture({ file: { selector: { name: 'x', hashes: [] }, transferId: 'x' } });
    expect(checkOffer(makeOffer({ origin: origin('h') }, [named]))).toMatchObject([
      { rule: 'RFC 5547 §8.2.1' },
    ]);
  });
});

describe('an answer', () => {
  it('mirrors selector and id, receives, and leaves out what a receiver does not say', () => {
    const answer = answered(offer);
    expect(formatSdp(answer).split('\r\n').slice(5)).toEqual([
      'm=message 8888 TCP/MSRP *',
      'a=recvonly',
      'a=accept-types:message/cpim',
      'a=accept-wrapped-types:*',
      'a=path:msrp://bob.example.com:8888/9di4ea;tcp',
      'a=setup:passive',
      'a=file-selector:name:"My cool picture.jpg" type:image/jpeg size:4092 hash:sha-1:72:24:5F:E8:65:3D:DA:F3:71:36:2F:86:D4:71:91:3E:E4:A2:CE:2E',
      'a=file-transfer-id:Q6LMoGymJdh0IKIgD6wD0jkcfgva4xvE',
      '',
    ]);
    expect(checkAnswer(offer, answer)).toEqual([]);
  });

  it('declines a file with port 0, selector and id mirrored', () => {
    const two = makeOffer({ origin: origin('sender.example.com') }, [picture(), picture({}, 'second')]);
    const answer = answered(two, {
      accept: ({ index }) => (index === 0 ? undefined : { path: receiverPath, maxSize: 20000 }),
    });
    expect(answer.media.map(({ port }) => port)).toEqual([0, 8888]);
    expect(answer.media[0]?.attributes.map(({ name }) => name)).toEqual([
      'file-selector',
      'file-transfer-id',
    ]);
    expect(answer.media[1]?.attributes).toContainEqual({ name: 'max-size', value: '20000' });
    expect(checkAnswer(two, answer)).toEqual([]);
  });

  it('is 488 with a Warning when nothing can be taken, port 0 when something else can', () => {
    const strange = picture({ acceptTypes: types('application/x-strange') }, 'strange');
    const alone = makeOffer({ origin: origin('h') }, [strange]);
    expect(answerTo(alone)).toEqual({
      outcome: 'refused',
      status: 488,
      warning: { code: 305, text: 'Incompatible media format' },
    });
    const beside = makeOffer({ origin: origin('h') }, [strange, picture()]);
    expect(answered(beside).media.map(({ port }) => port)).toEqual([0, 8888]);
  });

  it('refuses a file whose own type it could not be sent', () => {
    const narrow = { acceptTypes: types('message/cpim'), acceptWrappedTypes: types('text/*') };
    expect(answerTo(offer, { can: narrow })).toMatchObject({ status: 488, warning: { code: 305 } });
  });

  it('refuses other media and transports with their warn-codes', () => {
    const audio = sdpOf(formatSdp(offer).replace('m=message 7654 TCP/MSRP *', 'm=audio 7654 RTP/AVP 0'));
    expect(answerTo(audio)).toMatchObject({ warning: { code: 304 } });
    const tls = sdpOf(formatSdp(offer).replace('TCP/MSRP', 'TCP/TLS/MSRP').replace('msrp:', 'msrps:'));
    expect(answerTo(tls)).toMatchObject({ warning: { code: 302 } });
    expect(
      answerTo(tls, { can: { ...can, tls: true }, accept: () => ({ path: ['msrps://b:1/x;tcp'] }) }),
    ).toMatchObject({
      outcome: 'answered',
    });
  });

  it('closes with port 0 what is offered with port 0, counting its o= up', () => {
    const first = answered(offer);
    const closing = nextOffer(offer, offer.media.map(closedMedia));
    const second = answered(closing, { previous: first });
    expect(second.media[0]?.port).toBe(0);
    expect(second.origin.sessionVersion).toBe('2');
    expect(checkAnswer(closing, second)).toEqual([]);
  });

  it('to the same offer again is the same answer, without asking', () => {
    const first = answered(offer);
    const used = [{ id: 'Q6LMoGymJdh0IKIgD6wD0jkcfgva4xvE', selector: picture().file!.selector }];
    const accept = () => {
      throw new Error('asked');
    };
    expect(answered(offer, { previous: first, used, accept })).toEqual(first);
  });

  it('aborts with port 0 when a used id names another file', () => {
    const used = [{ id: 'Q6LMoGymJdh0IKIgD6wD0jkcfgva4xvE', selector: { name: 'other.txt', hashes: [] } }];
    expect(answered(offer, { used }).media[0]?.port).toBe(0);
  });

  it('to a pull sends, and adds the hash', () => {
    const pull = makeOffer({ origin: origin('h') }, [
      picture({ direction: 'recvonly', file: { selector: { name: 'a.txt', hashes: [] }, transferId: 'p' } }),
    ]);
    const selector = { name: 'a.txt', hashes: [{ algorithm: 'sha-1', hex: hash }] };
    const answer = answered(pull, { accept: () => ({ path: receiverPath, selector }) });
    expect(answer.media[0]?.attributes[0]).toEqual({ name: 'sendonly' });
    expect(checkAnswer(pull, answer)).toEqual([]);
  });

  it.each([
    // RFC 6135 §4.2.2; "holdconn" is read as if nothing were said (§4.2.1), and then the offerer opens (RFC 4975 §8.5).
    ['actpass', undefined, 'passive', true],
    ['actpass', 'active', 'active', false],
    ['active', 'active', 'passive', true],
    ['passive', undefined, 'active', false],
    ['holdconn', undefined, 'passive', true],
    [undefined, 'active', 'passive', true],
  ] as const)('to setup %s, of one who would rather be %s, says %s', (said, own, answer, opens) => {
    const given = makeOffer({ origin: origin('h') }, [picture(said === undefined ? {} : { setup: said })]);
    const line = answered(given, {
      accept: () => ({ path: receiverPath, ...(own !== undefined && { setup: own }) }),
    });
    const setup = line.media[0]?.attributes.find(({ name }) => name === 'setup')?.value;
    expect([setup, offererOpens(said, setup as Setup)]).toEqual([answer, opens]);
    expect(checkAnswer(given, line)).toEqual([]);
  });

  it('is not held to be right with holdconn, nor is an offer with it, nor one with passive', () => {
    const said = (setup: Setup) => makeOffer({ origin: origin('h') }, [picture({ setup })]);
    expect(checkOffer(said('holdconn'))).toMatchObject([{ rule: 'RFC 6135 §4.2.1' }]);
    expect(checkOffer(said('passive'))).toMatchObject([{ rule: 'RFC 6135 §4.2.2' }]);
    expect(checkOffer(said('active'))).toEqual([]);
    const held = withMedia(answered(said('actpass')), (media) =>
      replaceAttribute(media, 'setup', 'holdconn'),
    );
    expect(checkAnswer(said('actpass'), held)).toMatchObject([{ rule: 'RFC 6135 §4.2.1' }]);
  });

  it('follows setup and msrp-cema where they are offered', () => {
    const modern = makeOffer({ origin: origin('h') }, [picture({ setup: 'actpass', cema: true })]);
    const answer = answered(modern, { can: { ...can, cema: true } });
    expect(answer.media[0]?.attributes).toContainEqual({ name: 'setup', value: 'passive' });
    expect(answer.media[0]?.attributes).toContainEqual({ name: 'msrp-cema' });
    const moved = sdpOf(
      formatSdp(offer).replace('c=IN IP4 sender.example.com', 'c=IN IP4 gateway.example.com'),
    );
    expect(answerTo(moved, { can: { ...can, cema: true } })).toMatchObject({ outcome: 'refused' });
    expect(answerTo(moved)).toMatchObject({ outcome: 'answered' });
  });

  it('a description that must be ignored is not usable', () => {
    expect(unusable(parseSdp('v=0'))).toMatchObject({ code: 399 });
    expect(unusable(parseSdp(`${formatSdp(offer)}y=1\r\n`))).toMatchObject({ code: 399 });
    expect(unusable(parseSdp(formatSdp(offer)))).toBeUndefined();
  });
});

describe('the vectors of RFC 3264, 4975 and 5547', () => {
  const answer = answered(offer);
  const two = { ...offer, media: [...offer.media, ...offer.media] };
  const second = (version: string, changed: boolean): Sdp => ({
    ...(changed ? { ...offer, name: 'another' } : offer),
    origin: { ...offer.origin, sessionVersion: version },
  });
  const before = { ...offer, origin: { ...offer.origin, sessionVersion: '10' } };
  const problems: Record<string, () => unknown[]> = {
    'oa-01': () => checkAnswer(two, answer),
    'oa-03': () => checkAnswer(offer, answered(offer, { accept: () => undefined })),
    'oa-05': () => checkOffer(second('10', true), before),
    'oa-07': () => checkOffer(second('10', false), before),
    'oa-09': () => checkAnswer(offer, { ...answer, times: [{ start: '1', stop: '2', repeats: [] }] }),
    'oa-11': () => checkOffer(withMedia(offer, (media) => ({ ...media, port: 7655 }))),
    'oa-13': () => checkOffer(withMedia(offer, (media) => ({ ...media, formats: ['text/plain'] }))),
    'oa-15': () => checkOffer(withMedia(offer, (media) => ({ ...media, proto: 'TCP/TLS/MSRP' }))),
  };
  for (const { id, valid } of vectors.cases)
    it(`${id} is ${valid ? 'right' : 'wrong'}`, () => {
      expect(problems[id]?.()).toHaveLength(valid ? 0 : 1);
    });

  for (const { offer: offered, allowedAnswers } of vectors.directionPairs)
    it(`${offered ?? 'no direction'} is answered by ${allowedAnswers.join(', ')}`, () => {
      const withoutFile = (direction: Direction | null): Sdp =>
        withMedia(offer, (media) => ({
          ...media,
          attributes: [
            ...(direction === null ? [] : [{ name: direction }]),
            ...media.attributes.filter(({ name }) => !name.startsWith('file-') && name !== 'sendonly'),
          ],
        }));
      for (const direction of ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const)
        expect(checkAnswer(withoutFile(offered), withoutFile(direction)).length === 0).toBe(
          allowedAnswers.includes(direction),
        );
    });

  for (const row of vectors.fileTransferIdTable)
    it(`${row.id}: ${row.meaning}`, () => {
      const named = ({ id, file }: { id: string; file: string }) => ({
        id,
        selector: { name: file, hashes: [] },
      });
      const meaning = meaningOf([named(row.prev)], { ...named(row.new), port: row.new.port });
      const expected = {
        'ft-01': 'existing',
        'ft-02': 'new',
        'ft-03': 'new',
        'ft-04': 'error',
        'ft-05': 'closed',
      };
      expect(meaning).toBe(expected[row.id as keyof typeof expected]);
    });

  it('checkAnswer sees what the published answer of RFC 5547 §9.2 must not say', () => {
    const wrong = withMedia(answer, (media) => ({
      ...media,
      attributes: [...media.attributes, { name: 'file-disposition', value: 'render' }],
    }));
    expect(checkAnswer(offer, wrong)).toMatchObject([{ rule: 'RFC 5547 §8.3.1', media: 0 }]);
    const resized = withMedia(answer, (media) => replaceAttribute(media, 'file-selector', 'size:1'));
    expect(checkAnswer(offer, resized)).toHaveLength(3);
  });
});
