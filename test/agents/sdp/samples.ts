// Descriptions that several tests speak of.
import { readdirSync, readFileSync } from 'node:fs';
import { type AnswerInput, makeAnswer } from '../../../agents/sdp/answer.ts';
import { parseFormatEntry } from '../../../agents/sdp/format-list.ts';
import type { OwnStream } from '../../../agents/sdp/offer.ts';
import { parseSdp } from '../../../agents/sdp/parse.ts';
import type { Dialect, FormatEntry, Media, Origin, Sdp } from '../../../agents/sdp/types.ts';

export const vectors = ['rfc4975', 'rfc5547'].flatMap((folder) => {
  const url = new URL(`../../vectors/sdp/${folder}/`, import.meta.url);
  return readdirSync(url).map((file) => ({
    name: `${folder}/${file}`,
    text: readFileSync(new URL(file, url), 'utf8'),
  }));
});

export function types(...names: string[]): FormatEntry[] {
  return names.map((name) => {
    const entry = parseFormatEntry(name);
    if (entry === undefined) throw new Error(name);
    return entry;
  });
}

export function sdpOf(text: string, dialect?: Dialect): Sdp {
  const { sdp } = parseSdp(text, dialect);
  if (sdp === undefined) throw new Error(`not a description: ${text}`);
  return sdp;
}

export function origin(host: string, version = 1): Origin {
  return {
    username: 'push',
    sessionId: '2890844526',
    sessionVersion: String(version),
    netType: 'IN',
    addressType: 'IP4',
    address: host,
  };
}

export const hash = '72245FE8653DDAF371362F86D471913EE4A2CE2E';

/** A pushed picture. */
export function picture(
  changes: Partial<OwnStream> = {},
  id = 'Q6LMoGymJdh0IKIgD6wD0jkcfgva4xvE',
): OwnStream {
  return {
    path: ['msrp://sender.example.com:7654/jshA7we;tcp'],
    direction: 'sendonly',
    acceptTypes: types('message/cpim'),
    acceptWrappedTypes: types('*'),
    file: {
      selector: {
        name: 'My cool picture.jpg',
        type: 'image/jpeg',
        size: 4092,
        hashes: [{ algorithm: 'sha-1', hex: hash }],
      },
      transferId: id,
      disposition: 'render',
      dates: { creation: 'Mon, 15 May 2006 15:01:31 +0300' },
      icon: 'id2@sender.example.com',
    },
    ...changes,
  };
}

export const can = { acceptTypes: types('message/cpim'), acceptWrappedTypes: types('*') };

export const receiverPath = ['msrp://bob.example.com:8888/9di4ea;tcp'];

/** The answer of a receiver that takes all it can. */
export function answerTo(given: Sdp, changes: Partial<AnswerInput> = {}) {
  return makeAnswer({
    offer: given,
    can,
    origin: origin('bob.example.com'),
    accept: () => ({ path: receiverPath }),
    ...changes,
  });
}

export function answered(given: Sdp, changes: Partial<AnswerInput> = {}): Sdp {
  const outcome = answerTo(given, changes);
  if (outcome.outcome !== 'answered') throw new Error(outcome.warning.text);
  return outcome.answer;
}

export const withMedia = (sdp: Sdp, change: (media: Media) => Media): Sdp => ({
  ...sdp,
  media: sdp.media.map(change),
});

export const replaceAttribute = (media: Media, name: string, value: string): Media => ({
  ...media,
  attributes: media.attributes.map((one) => (one.name === name ? { name, value } : one)),
});
