import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../support/sources.ts';
import { ladder, ofType, outcomes, type Run, runShipped, sent } from './lab.ts';

let figure: Run;
beforeAll(() => {
  figure = runShipped('figure-1');
});

describe('Figure 1', () => {
  it('has the ten messages of the document in its order, between the hops that it leaves out', () => {
    const acrossTheCore = ladder(figure)
      .filter((line) => !line.includes('REGISTER') && !line.startsWith('core>') && !line.includes('100 '))
      .map((line) => line.replace(/ (\d+)-.*$/, ' from $1'));
    expect(acrossTheCore).toEqual([
      'sender>core INVITE',
      'bob>core 200 INVITE',
      'sender>core ACK',
      'sender>bob SEND from 1',
      'sender>bob SEND from 2049',
      'bob>sender 200 SEND',
      'bob>sender 200 SEND',
      'bob>sender REPORT',
      'sender>core BYE',
      'bob>core 200 BYE',
    ]);
    expect(outcomes(figure)).toEqual(['delivered']);
  });

  it('sends SIP by UDP on both hops; its INVITE stays under the 1300 octets of RFC 3261 §18.1.1', () => {
    const invites = sent(figure, 'INVITE');
    expect(invites.map(({ from, to, transport }) => `${from}>${to} ${transport}`)).toEqual([
      'sender>core udp',
      'core>bob udp',
    ]);
    for (const { raw } of invites) expect(new TextEncoder().encode(String(raw)).length).toBeLessThan(1300);
    const sip = ofType(figure, 'message.sent').filter(({ protocol }) => protocol === 'sip');
    expect(sip.filter(({ transport }) => transport !== 'udp')).toEqual([]);
  });

  it('sends two chunks one after the other, without waiting for an answer', () => {
    const [first, second, ...more] = sent(figure, 'SEND');
    const total = /^SEND 1-2048\/(\d+)$/.exec(first?.summary ?? '')?.[1];
    expect(Number(total)).toBeGreaterThan(4092);
    expect(second?.summary).toBe(`SEND 2049-*/${total}`);
    expect(more).toEqual([]);
    expect(second?.at).toBe(first?.at);
    expect(sent(figure, '200 SEND')[0]?.at).toBeGreaterThan(second?.at ?? 0);
  });

  it('delivers the picture that it sent, to the octet', () => {
    const picture = readFileSync(join(root, 'scenarios/files/sunset.jpg'));
    const sha1 = createHash('sha1').update(picture).digest('hex');
    const stored = ofType(figure, 'store').filter(({ what }) => what === 'file');
    expect(stored.map(({ node, value }) => [node, value])).toMatchObject([
      ['bob', { name: 'My cool picture.jpg', type: 'image/jpeg', bytes: 4092 }],
    ]);
    expect(stored[0]?.value).toMatchObject({ sha1 });
  });

  it('reports all octets once, after which the sender ends the session', () => {
    const [report, ...others] = sent(figure, 'REPORT');
    expect(others).toEqual([]);
    expect(report?.raw).toMatch(/Status: 000 200/);
    expect(report?.raw).toMatch(/Byte-Range: 1-(\d+)\/\1\r/);
    expect(sent(figure, 'BYE', 'sender>core')[0]?.at).toBeGreaterThan(report?.at ?? 0);
  });
});
