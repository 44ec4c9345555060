import { describe, expect, it } from 'vitest';
import { answerOffer } from '../../../agents/answered-offer.ts';
import type { PushSender } from '../../../agents/push-sender.ts';
import { checkAnswer } from '../../../agents/sdp/check-answer.ts';
import { parseSdp } from '../../../agents/sdp/parse.ts';
import { ofType, outcomes, type Run, run, runShipped, sent, story } from '../../scenarios/runs/lab.ts';

// RFC 3261 §13.2.1, §13.2.2.4, §13.3.1: the offer in the 2xx, the answer in the ACK.

const push = (more = '', files = '{ name: a.jpg, type: image/jpeg, size: 4092 }') =>
  `{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [${files}], offer: callee, ${more} }`;
const two = '{ name: a.jpg, type: image/jpeg, size: 4092 }, { name: b.txt, type: text/plain, size: 900 }';
const violated = (result: Run) =>
  ofType(result, 'verdict').flatMap((one) => (one.outcome === 'violated' ? [one.requirement] : []));
const bodies = (result: Run, summary: string, hop: string) =>
  sent(result, summary, hop).map(({ raw }) => String(raw).split('\r\n\r\n')[1] ?? '');
const files = (result: Run) =>
  ofType(result, 'store').flatMap(({ what, value }) => (what === 'file' ? [value as object] : []));

describe('a push that leaves the offer to its callee', () => {
  const result = run(story({ acts: [push('', two)] }));

  it('has no SDP in its INVITE, the offer in the 200 and the answer in the ACK', () => {
    expect(bodies(result, 'INVITE', 'sender>core')).toEqual(['']);
    const [offer] = bodies(result, '200 INVITE', 'bob>core');
    const [answer] = bodies(result, 'ACK', 'sender>core');
    expect(offer).toContain('a=recvonly');
    expect(offer).not.toContain('file-selector');
    expect(answer).toContain('a=sendonly');
    const [offered, answered] = [parseSdp(offer ?? '').sdp, parseSdp(answer ?? '').sdp];
    expect(offered && answered && checkAnswer(offered, answered)).toEqual([]);
    expect(String(sent(result, 'ACK', 'sender>core')[0]?.raw)).toContain('Content-Type: application/sdp');
  });

  it('brings its files one after the other, each by its name', () => {
    expect(files(result)).toMatchObject([
      { name: 'a.jpg', bytes: 4092 },
      { name: 'b.txt', bytes: 900 },
    ]);
    expect([outcomes(result), violated(result)]).toEqual([['delivered'], ['PSA-EST-08']]);
  });

  it.each([
    ['where the receiver opens what it offered', '', 'setup: active'],
    ['where the sender does, which cannot be reached', 'setup: active', ''],
    ['in the dialect of the change request', '', ''],
  ])('%s', (text, sender, bob) => {
    const more = text.includes('dialect') ? 'dialect: change-request' : '';
    const other = run(story({ sender, bob, more, acts: [push('', two)] }));
    expect([outcomes(other), files(other).length]).toEqual([['delivered'], 2]);
  });

  it('may be sent before its answer is there: who offered is prepared to receive (RFC 3264 §5.1)', () => {
    const links = '{ default: { transport: udp, latency: 20ms }, "core>bob": { latency: 400ms } }';
    const sender = 'setup: active, success-report: yes';
    for (const report of ['yes', 'partial', 'no']) {
      const other = run(
        story({ links, sender: `${sender}, failure-report: ${report}`, acts: [push('', two)] }),
      );
      const heard = ofType(other, 'message.received').filter(({ node }) => node === 'bob');
      const [send = -1, ack = -1] = ['SEND', 'ACK'].map((what) =>
        heard.findIndex(({ summary }) => summary.startsWith(what)),
      );
      expect(send).toBeLessThan(ack);
      expect([outcomes(other), files(other).length]).toEqual([['delivered'], 2]);
      expect(violated(other)).toEqual(['PSA-EST-08']);
    }
  });

  it('begins no session where its BYE overtakes the ACK', () => {
    const faults = ['{ delay: ACK, from: core, to: bob, by: 200ms, nth: 1 }'];
    // The file is larger than what the offer allows: the caller ends at once.
    const other = run(story({ bob: 'max-size: 100', acts: [push()], faults }));
    const heard = ofType(other, 'message.received').filter(({ node }) => node === 'bob');
    const [bye = -1, ack = -1] = ['BYE', 'ACK'].map((what) =>
      heard.findIndex(({ summary }) => summary === what),
    );
    expect([bye >= 0, bye < ack]).toEqual([true, true]);
    expect(sent(other, 'SEND')).toEqual([]);
    expect(violated(other)).toEqual(['PSA-EST-08']);
  });

  it.each([
    ['the 200', '200 INVITE', 'bob', 'core'],
    ['the ACK', 'ACK', 'core', 'bob'],
    ['the INVITE', 'INVITE', 'core', 'bob'],
  ])('though %s is lost; each ACK has the same answer', (_, what, from, to) => {
    const other = run(
      story({ acts: [push()], faults: [`{ drop: ${what}, from: ${from}, to: ${to}, nth: 1 }`] }),
    );
    expect(outcomes(other)).toEqual(['delivered']);
    expect(new Set(bodies(other, 'ACK', 'sender>core')).size).toBe(1);
  });

  it('goes on over another connection where one breaks', () => {
    const big = '{ name: a.bin, type: application/octet-stream, size: 200000 }';
    const links = '{ default: { transport: udp, latency: 20ms, rate: 1Mbit/s } }';
    const other = run(
      story({ links, acts: [push('recover: 1', big)], faults: ['{ reset: sender<>bob, at: 2s }'] }),
    );
    expect(outcomes(other)).toEqual(['delivered']);
    expect(files(other)).toMatchObject([{ name: 'a.bin', bytes: 200_000 }]);
  });

  it('that was taken back, and whose 200 crosses the CANCEL, is answered by port 0 and ended', () => {
    const acts = [push(), '{ at: 1.07s, do: cancel, by: sender }'];
    const other = run(story({ acts }));
    expect(outcomes(other)).toEqual(['cancelled']);
    expect(bodies(other, 'ACK', 'sender>core')[0]).toContain('m=message 0 TCP/MSRP');
    expect(sent(other, 'BYE', 'sender>core')).toHaveLength(1);
  });

  it('rings without acknowledgement, for the first reliable response would have to have the offer', () => {
    const both = 'reliable: supported';
    const other = run(story({ sender: both, bob: `${both}, ring: true, think: 1s`, acts: [push()] }));
    expect([sent(other, '180 INVITE').length > 0, sent(other, 'PRACK').length, outcomes(other)]).toEqual([
      true,
      0,
      ['delivered'],
    ]);
    const insisting = run(story({ sender: 'reliable: required', bob: both, acts: [push()] }));
    expect([outcomes(insisting), sent(insisting, '488 INVITE').length > 0]).toEqual([['failed'], true]);
  });

  it('is refused where the callee has no wish for it', () => {
    const other = run(story({ bob: 'answer: busy', acts: [push()] }));
    expect([outcomes(other), sent(other, '486 INVITE', 'bob>core').length]).toEqual([['failed'], 1]);
  });
});

describe('an offer that is not answered in the ACK', () => {
  it.each(['negative/sender/acknowledges-without-answer', 'negative/rfc/rfc3261-13.2.1'])(
    '%s: the callee ends the session',
    (name) => {
      const result = runShipped(name);
      expect(sent(result, 'BYE', 'bob>core')).toHaveLength(1);
      expect(sent(result, 'BYE', 'sender>core')).toHaveLength(0);
    },
  );
});

describe('offers of strangers', () => {
  const agent = {
    options: { dialect: 'rfc' },
    ua: { host: { address: '192.0.2.1' }, integer: () => 1 },
  } as unknown as PushSender;
  const head = 'v=0\r\no=- 1 1 IN IP4 192.0.2.2\r\ns=-\r\nc=IN IP4 192.0.2.2\r\nt=0 0\r\n';
  const line = (direction: string, more = '') =>
    `m=message 8888 TCP/MSRP *\r\na=${direction}\r\na=accept-types:message/cpim\r\na=accept-wrapped-types:*\r\na=path:msrp://192.0.2.2:8888/x;tcp\r\n${more}`;
  const ports = (text: string, wanted = true) => {
    const offer = new TextEncoder().encode(text);
    const said = answerOffer(agent, 'sender.push 1', 'msrp://192.0.2.1:7654/y;tcp', offer, wanted);
    const problems = said && checkAnswer(parseSdp(text).sdp ?? said.answer, said.answer);
    return [said?.answer.media.map(({ port }) => port), said?.taken?.index, problems];
  };

  it.each([
    [
      'the second of two lines, for the first is none for messages',
      `${head}m=audio 9 RTP/AVP 0\r\n${line('recvonly')}`,
      [[0, 7654], 1, []],
    ],
    ['one of two that would do', `${head}${line('sendrecv')}${line('recvonly')}`, [[7654, 0], 0, []]],
    ['none, where the peer would send', `${head}${line('sendonly')}`, [[0], undefined, []]],
    ['none, where nothing fits', `${head}m=audio 9 RTP/AVP 0\r\n`, [[0], undefined, []]],
    ['nothing, where there is none', '', [undefined, undefined, undefined]],
  ])('takes %s', (_, text, expected) => expect(ports(text)).toEqual(expected));

  it('takes none of a session that is not wanted', () =>
    expect(ports(`${head}${line('recvonly')}`, false)).toEqual([[0], undefined, []]));
});
