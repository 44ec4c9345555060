import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../agents/sdp/check-answer.ts';
import { readMsrp } from '../../../agents/sdp/msrp-media.ts';
import { makeOffer, nextOffer } from '../../../agents/sdp/offer.ts';
import type { Sdp, Setup } from '../../../agents/sdp/types.ts';
import { answered, answerTo, origin, picture, replaceAttribute, withMedia } from './samples.ts';

// RFC 5547 §8, RFC 6135 §4.2.2: what no agent of ours would offer, and what is answered.

const offer = makeOffer({ origin: origin('sender.example.com') }, [picture()]);

describe('an answer', () => {
  it('says of a connection that stands who opened it, whatever was said before; a further offer asks anew', () => {
    const port = (uri: string, said: Setup) =>
      makeOffer({ origin: origin('h') }, [picture({ path: [uri], setup: said })]);
    const before = answered(port('msrp://h:7654/a;tcp', 'actpass'));
    for (const [asked, opened, expected] of [
      ['actpass', true, 'active'],
      ['actpass', false, 'passive'],
      ['active', true, 'passive'],
      ['passive', false, 'active'],
      ['holdconn', true, 'passive'],
    ] as const) {
      const again = answered(port('msrp://h:7654/a;tcp', asked), {
        previous: before,
        opened: () => opened,
        accept: () => 'as before',
      });
      expect(readMsrp(again.media[0]!, again).setup).toBe(expected);
    }
    const offered = (sdp: Sdp) => readMsrp(nextOffer(sdp, sdp.media).media[0]!, sdp).setup;
    expect(offered(before)).toBe('actpass');
    const behind = answered(port('msrp://h:7654/a;tcp', 'actpass'), {
      accept: () => ({ path: ['msrp://h:9/b;tcp'], setup: 'active' }),
    });
    expect(offered(behind)).toBe('active');
    expect(nextOffer(offer, offer.media)).toBe(offer);
  });

  it('declines a line that has the file-transfer-id of another', () => {
    const twice = { ...offer, media: [...offer.media, ...offer.media] };
    const answer = answered(twice);
    expect(answer.media.map(({ port }) => port === 0)).toEqual([false, true]);
    expect(checkAnswer(twice, answer)).toEqual([]);
  });

  it.each([
    ['file-selector', 'size:0', 'RFC 5547 §6 file-selector'],
    ['file-selector', 'hash:sha-1:00', 'RFC 5547 §6 file-selector'],
    ['file-range', '7-3', 'RFC 5547 §6 file-range'],
    ['file-transfer-id', 'a b', 'RFC 5547 §6 file-transfer-id'],
  ])('refuses a %s that cannot be read: %s', (name, value, rule) => {
    const broken = withMedia(offer, ({ attributes, ...media }) => ({
      ...media,
      attributes: [...attributes.filter((one) => one.name !== name), { name, value }],
    }));
    expect(answerTo(broken)).toMatchObject({ outcome: 'refused', warning: { code: 399 } });
    expect(answerTo(broken)).toMatchObject({ warning: { text: expect.stringContaining(rule) } });
    // Beside one that can be taken it is declined.
    const both = { ...broken, media: [...offer.media, ...broken.media] };
    const answer = answered(both);
    expect(answer.media.map(({ port }) => port === 0)).toEqual([false, true]);
  });

  it.each([
    ['file-disposition', 'as you like'],
    ['file-date', 'creation:"yesterday"'],
    ['file-icon', 'http://example.com/'],
  ])('passes over a %s that cannot be read', (name, value) => {
    const odd = withMedia(offer, ({ attributes, ...media }) => ({
      ...media,
      attributes: [...attributes.filter((one) => one.name !== name), { name, value }],
    }));
    expect(answered(odd).media[0]?.port).not.toBe(0);
  });

  it('takes the path of a peer behind relays: the first hop is where to connect, the last who is meant', () => {
    const path = 'msrp://relay.example.com:9000/hop;tcp msrp://alice.example.com:7654/jshA7we;tcp';
    const relayed = withMedia(offer, (media) => replaceAttribute(media, 'path', path));
    expect(answered(relayed).media[0]?.port).not.toBe(0);
    expect(readMsrp(relayed.media[0]!, relayed).path).toHaveLength(2);
  });
});
