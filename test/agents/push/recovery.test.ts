import { describe, expect, it } from 'vitest';
import { ofType, outcomes, type Run, run, sent, story } from '../../scenarios/runs/lab.ts';

// RFC 4975 §5.4 in whole runs: a session whose connection breaks is created anew by a re-INVITE, and what was not confirmed goes by it.

const links = '{ default: { transport: udp, latency: 20ms, rate: 1Mbit/s } }';
const large =
  '{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 400000 }] }';

const go = (faults: readonly string[], sender = 'recover: 1', more: Parameters<typeof story>[0] = {}) =>
  run(story({ links, sender, acts: [large], faults, ...more }));

const stored = (result: Run, what: string, node: string) =>
  ofType(result, 'store').flatMap((record) =>
    record.what === what && record.node === node ? [record.value] : [],
  );

const values = (text: unknown, name: string) =>
  [...String(text).matchAll(new RegExp(`^a=${name}:(.*)$`, 'gm'))].map(([, value]) => value?.trim());

const offers = (result: Run) => sent(result, 'INVITE', 'sender>core').map(({ raw }) => raw);
const answers = (result: Run) => sent(result, '200 INVITE', 'bob>core').map(({ raw }) => raw);
const violated = (result: Run) => ofType(result, 'verdict').filter(({ outcome }) => outcome === 'violated');

describe('a connection that breaks in the middle of a file', () => {
  const result = go(['{ reset: sender<>bob, at: 2s }']);

  it('is replaced by a re-INVITE, where the push may: both sides have new URIs, the transfer a new id', () => {
    expect([offers(result).length, answers(result).length]).toEqual([2, 2]);
    for (const said of [offers(result), answers(result)])
      for (const name of ['path', 'file-transfer-id']) {
        const [first, second] = said.map((text) => values(text, name)[0]);
        expect([name, first === second, second === undefined]).toEqual([name, false, false]);
      }
    const [first, second] = offers(result).map((text) => values(text, 'file-selector'));
    expect(second).toEqual(first);
  });

  it('costs no octet twice that was confirmed: the file goes on where its 200s ended', () => {
    const [range] = values(offers(result)[1], 'file-range');
    const confirmed = ofType(result, 'message.received').filter(
      ({ summary, node, at }) => summary === '200 SEND' && node === 'sender' && at <= 2_000_000,
    ).length;
    const wrapper = Number(/SEND 1-2048\/(\d+)/.exec(sent(result, 'SEND')[0]?.summary ?? '')?.[1]) - 400_000;
    expect(range).toBe(`${confirmed * 2048 - wrapper + 1}-*`);
    expect(values(answers(result)[1], 'file-range')).toEqual([range]);
    expect(stored(result, 'file', 'bob')).toMatchObject([{ bytes: 400_000, range }]);
    expect(outcomes(result)).toEqual(['delivered']);
    expect(violated(result)).toEqual([]);
  });

  it.each([
    ['twice, where it may be replaced twice', 'recover: 2', ['delivered'], 3],
    ['twice, where it may be replaced once', 'recover: 1', ['failed'], 2],
    ['where it may not be replaced', 'recover: 0', ['failed'], 1],
  ])('%s', (_, sender, outcome, invites) => {
    const twice = go(['{ reset: sender<>bob, at: 2s }', '{ reset: sender<>bob, at: 4s }'], sender);
    expect(outcomes(twice)).toEqual(outcome);
    expect(offers(twice)).toHaveLength(invites);
    expect(sent(twice, 'BYE', 'sender>core')).toHaveLength(1);
    expect(violated(twice)).toEqual([]);
  });

  it('of which its receiver knows nothing: what it has counts all the same', () => {
    const unanswered = 'recover: 1, failure-report: no, success-report: yes';
    const cut = go(['{ partition: sender<>bob, from: 2s, until: 101s }'], unanswered, {
      bob: 'reports: incremental',
    });
    expect(offers(cut)).toHaveLength(2);
    expect(stored(cut, 'part missing', 'bob')).toEqual([]);
    expect(stored(cut, 'file', 'bob')).toMatchObject([{ bytes: 400_000 }]);
    expect([outcomes(cut), violated(cut)]).toEqual([['delivered'], []]);
  });

  it('is opened by the receiver again, where it opened the first', () => {
    const active = go(['{ reset: sender<>bob, at: 2s }'], 'recover: 1', { bob: 'setup: active' });
    expect(answers(active).map((text) => values(text, 'setup'))).toEqual([['active'], ['active']]);
    expect([outcomes(active), violated(active)]).toEqual([['delivered'], []]);
  });

  it('while the receiver refreshes the session: the offers that collide are made again', () => {
    const glare = go(['{ reset: sender<>bob, at: 46s }'], 'recover: 1, session-expires: 90', {
      links: '{ default: { transport: udp, latency: 20ms, rate: 64kbit/s } }',
      bob: 'session-expires: 90, refresher: uas, min-se: 90',
    });
    expect([outcomes(glare), violated(glare)]).toEqual([['delivered'], []]);
  });

  it('is not replaced where its file was refused', () => {
    const refused = go(['{ reset: sender<>bob, at: 2.5s }'], 'recover: 1', {
      acts: [large, '{ at: 2s, do: abort, by: bob }'],
    });
    expect([outcomes(refused), violated(refused)]).toEqual([['aborted'], []]);
  });

  it('is not replaced in the dialect that has no ids of transfers', () => {
    const early = go(['{ reset: sender<>bob, at: 2s }'], 'recover: 1', { more: 'dialect: change-request' });
    expect([outcomes(early), violated(early), offers(early).length]).toEqual([['failed'], [], 1]);
  });

  it('and one of several files: the others go on meanwhile, and those in turn wait', () => {
    const files = ['a', 'b']
      .map((name) => `{ name: ${name}.jpg, type: image/jpeg, size: 150000 }`)
      .join(', ');
    const both = `{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [${files}] }`;
    for (const order of ['together', 'in-turn']) {
      const two = go(['{ reset: sender<>bob, at: 2s }'], `recover: 1, order: ${order}`, { acts: [both] });
      expect([order, outcomes(two), violated(two)]).toEqual([order, ['delivered'], []]);
      expect(stored(two, 'file', 'bob')).toHaveLength(2);
    }
  });
});

describe('a connection that cannot be opened', () => {
  it('is asked for once more, and then carries the whole file', () => {
    const result = go(['{ refuse: sender>bob, from: 0s, until: 1.14s }']);
    expect(offers(result)).toHaveLength(2);
    expect(values(offers(result)[1], 'file-range')).toEqual([]);
    expect([outcomes(result), violated(result)]).toEqual([['delivered'], []]);
  });

  it('is asked for by one re-INVITE, however many files were to go by it', () => {
    const file = (name: string) => `{ name: ${name}, type: image/jpeg, size: 40000 }`;
    const acts = [large.replace(/files: .*/, `files: [${['a.jpg', 'b.jpg', 'c.jpg'].map(file).join()}] }`)];
    const result = go(['{ refuse: sender>bob, from: 0s, until: 1.3s }'], 'recover: 9', { acts });
    const asked = offers(result).filter((offer) => !/^m=message 0 /m.test(String(offer)));
    expect(new Set(asked.map((offer) => values(offer, 'path').join())).size).toBe(asked.length);
    expect(asked.length).toBeGreaterThan(1);
    expect([outcomes(result), violated(result)]).toEqual([['delivered'], []]);
  });
});

describe('messages over a session that breaks', () => {
  const messages =
    '{ at: 1s, do: push, by: sender, to: sip:bob@example.com, message: [{ text: One }, { text: Two }] }';
  const ids = (result: Run) =>
    sent(result, 'SEND', 'sender>bob').map(({ raw }) => /^Message-ID: (.*)$/m.exec(String(raw))?.[1]);

  it('go again, whole, by the Message-IDs that they had', () => {
    const result = go(['{ reset: sender<>bob, at: 1.15s }'], 'recover: 1', { acts: [messages] });
    const all = ids(result);
    expect(all).toHaveLength(4);
    expect(all.slice(2)).toEqual(all.slice(0, 2));
    expect([outcomes(result), violated(result)]).toEqual([['delivered'], []]);
  });

  it('are taken once, where they had come and only their answers were lost', () => {
    const result = go(['{ reset: sender<>bob, at: 1.175s }'], 'recover: 1', { acts: [messages] });
    expect(ids(result)).toHaveLength(4);
    expect(stored(result, 'file', 'bob')).toHaveLength(2);
    expect([outcomes(result), violated(result)]).toEqual([['delivered'], []]);
  });
});
