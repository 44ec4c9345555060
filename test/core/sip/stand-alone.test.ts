import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { CallNames } from '../../../core/sip/call-names.ts';
import type { SipMessage } from '../../../core/sip/message.ts';
import { parseMessage } from '../../../core/sip/parse.ts';
import { standAlone } from '../../../core/sip/stand-alone.ts';
import { office } from '../registrar/office.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function held(): number {
  for (let n = 0; n < 4; n++) collect();
  return process.memoryUsage().heapUsed;
}

describe('text that stands alone', () => {
  it.each(['', 'a', '"\\\r\n', 'ü𝄞\ud800'])('is the text: %j', (text) => {
    expect(standAlone(text)).toBe(text);
  });

  const filler = `X: ${'x'.repeat(20_000)}`;

  it('lets messages go: the names of 1,000 large ones hold none of them', () => {
    const names = new CallNames().sentBy('core');
    const before = held();
    for (let n = 0; n < 1000; n++) names.next(options(`${n}`.padStart(20, 'call')), 'peer');
    expect(held() - before).toBeLessThan(5_000_000);
    expect(names.next(options(`${1}`.padStart(20, 'call')), 'peer').transmission).toBe(1);
  });

  it('lets REGISTERs go: 1,000 bindings hold none of theirs', () => {
    const registrar = office();
    const before = held();
    for (let n = 0; n < 1000; n++) {
      const to = `<sip:user-of-this-number-${n}@example.com>`;
      const lines = [
        `Contact: "The device of ${n}" <sip:user-${n}@h1.example.com>;+sip.instance="<urn:uuid:${n}-7a6b>"`,
        'Supported: path',
        `Path: <sip:edge-${n}@h1.example.com;lr>`,
        filler,
      ];
      registrar.send({ to, callId: `the-call-of-user-${n}`, lines });
    }
    expect(registrar.location.size).toBe(1000);
    expect(held() - before).toBeLessThan(10_000_000);
  });

  function options(id: string): SipMessage {
    const lines = [
      'OPTIONS sip:b SIP/2.0',
      `Via: SIP/2.0/UDP h;branch=z9hG4bK${id}`,
      'From: <sip:a>;tag=1',
      'To: <sip:b>',
      `Call-ID: ${id}`,
      'CSeq: 1 OPTIONS',
      filler,
      '',
      '',
    ];
    const { message } = parseMessage(new TextEncoder().encode(lines.join('\r\n')), 'datagram');
    if (message === undefined) throw new Error('not SIP');
    return message;
  }
});
