import { describe, expect, it } from 'vitest';
import { shippedScenarios } from '../../ui/cli/shipped.ts';
import { meaningOf, meaningOfLine } from '../../ui/web/inspector/meanings/meaning.ts';
import { inTimerUnits, timerMeaning } from '../../ui/web/inspector/meanings/timers.ts';
import { octetsOf } from '../../ui/web/inspector/octets.ts';
import { runShipped } from '../scenarios/runs/lab.ts';

const names = shippedScenarios().map(({ folder, name }) => (folder === '' ? name : `${folder}/${name}`));

describe('what a line is for', () => {
  it('is told of every header, SDP line and timer that shipped scenarios have', () => {
    const unknown = new Set<string>();
    const told = new Set<string>();
    for (const name of names) {
      for (const record of runShipped(name).records) {
        if (record.type === 'timer.set' && timerMeaning(record.name) === undefined)
          unknown.add(`timer ${record.name}`);
        if (record.type !== 'message.sent') continue;
        for (const { line, part } of linesOf(octetsOf(record.raw).text, record.protocol)) {
          const meaning = meaningOfLine(line, part, record.protocol);
          if (meaning === undefined) unknown.add(`${record.protocol} ${part}: ${line.slice(0, 40)}`);
          else told.add(meaning.name);
        }
      }
    }
    expect([...unknown]).toEqual([]);
    expect([...told]).toEqual(
      expect.arrayContaining(['Via', 'Accept-Contact', 'a=file-selector', 'Byte-Range', 'm=']),
    );
  });

  it('knows compact names, and any case of letters', () => {
    expect(meaningOf('sip', 'v')?.name).toBe('Via');
    expect(meaningOf('sip', 'call-id')?.name).toBe('Call-ID');
    expect(meaningOf('sdp', 'a=path')?.source).toBe('RFC 4975 §8.1');
    expect(meaningOf('msrp', 'constructor')).toBeUndefined();
  });

  it('tells a timer in units of T1', () => {
    const units = { t1Us: 500_000, t2Us: 4_000_000, t4Us: 5_000_000 };
    expect(
      [500_000, 1_000_000, 32_000_000, 5_000_000, 181_000_000, 0].map((us) => inTimerUnits(us, units)),
    ).toEqual(['T1', '2·T1', '64·T1', 'T4', undefined, undefined]);
  });
});

/** The header lines of a message, and the lines of its session description. Lines that a scenario breaks on purpose are no headers. */
function linesOf(
  text: string,
  protocol: string,
): { readonly line: string; readonly part: 'head' | 'body' }[] {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const headers = head
    .split('\r\n')
    .slice(1)
    .filter((line) => /^[A-Za-z][\w-]*\s*:/.test(line) && !/^X-/i.test(line))
    .map((line) => ({ line, part: 'head' as const }));
  const body =
    protocol === 'sip' && /^Content-Type: application\/sdp/im.test(head) ? rest.join('\r\n\r\n') : '';
  const sdp = body.split('\r\n').filter((line) => line !== '');
  return [...headers, ...sdp.map((line) => ({ line, part: 'body' as const }))];
}
