import { describe, expect, it } from 'vitest';
import { machines } from '../../scenarios/lab/machines.ts';
import { outlineOf } from '../../sim/statechart/outline.ts';
import { shippedScenarios } from '../../ui/cli/shipped.ts';
import { meaningOf, meaningOfLine } from '../../ui/web/inspector/meanings/meaning.ts';
import { inTimerUnits, timerMeaning } from '../../ui/web/inspector/meanings/timers.ts';
import { octetsOf } from '../../ui/web/inspector/octets.ts';
import { takenTransition } from '../../ui/web/inspector/taken-transition.ts';
import { runShipped } from '../scenarios/runs/lab.ts';

describe('what the inspector says', () => {
  const unknown = new Set<string>();
  const told = new Set<string>();
  const lost = new Set<string>();
  let changes = 0;
  const outlines = new Map(machines.map(({ machine }) => [machine.id, outlineOf(machine)]));
  for (const { folder, name } of shippedScenarios()) {
    for (const record of runShipped(folder === '' ? name : `${folder}/${name}`).records) {
      if (record.type === 'timer.set' && timerMeaning(record.name) === undefined)
        unknown.add(`timer ${record.name}`);
      if (record.type === 'state' && record.from !== '') {
        const outline = outlines.get(record.machine);
        changes++;
        if (outline === undefined || takenTransition(outline, record) === undefined)
          lost.add(`${record.machine}: ${record.from} > ${record.on} > ${record.to}`);
      }
      if (record.type !== 'message.sent') continue;
      for (const { line, part } of linesOf(octetsOf(record.raw).text, record.protocol)) {
        const meaning = meaningOfLine(line, part, record.protocol);
        // What breaks the rules may make a line up.
        if (meaning === undefined && folder.startsWith('negative')) continue;
        if (meaning === undefined) unknown.add(`${record.protocol} ${part}: ${line.slice(0, 40)}`);
        else told.add(meaning.name);
      }
    }
  }

  it('tells what every header, SDP line and timer that shipped scenarios have is for', () => {
    expect([...unknown]).toEqual([]);
    const some = ['Via', 'Accept-Contact', 'a=file-selector', 'Byte-Range', 'm='];
    expect([...told]).toEqual(expect.arrayContaining(some));
  });

  it('finds every change of state in its chart', () => {
    expect([...lost]).toEqual([]);
    expect(changes).toBeGreaterThan(1_000);
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
