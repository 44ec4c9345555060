import { describe, expect, it } from 'vitest';
import { buildLadder } from '../../ui/views/build-ladder.ts';
import { runJson } from '../../ui/views/json.ts';
import { mermaid } from '../../ui/views/mermaid.ts';
import { messageHints } from '../../ui/views/message-hints.ts';
import { plantuml } from '../../ui/views/plantuml.ts';
import { duration, plain, seconds, shorten, size } from '../../ui/views/words.ts';
import { svgOfRun } from '../../ui/web/picture/of-run.ts';
import { figure1, troubles } from './fixtures/figure-1.ts';
import { Story } from './fixtures/story.ts';

const evil = '<script>alert("1")</script> & ; # end %getenv("HOME")\n!include /etc/passwd \u001b';
const hostile = new Story(evil)
  .act(0, evil, evil, evil)
  .message({ ms: 1, from: evil, to: 'b', summary: evil, lost: evil })
  .records(9);

describe('the ladder in other languages', () => {
  it('as Mermaid', async () => {
    await expect(mermaid(buildLadder(figure1(true)))).toMatchFileSnapshot('../golden/ladder-lost-200.mmd');
  });

  it('as PlantUML', async () => {
    await expect(plantuml(buildLadder(figure1(true)))).toMatchFileSnapshot('../golden/ladder-lost-200.puml');
  });

  it('as SVG', async () => {
    const svg = svgOfRun(troubles(), { ok: true, lines: [] });
    await expect(svg).toMatchFileSnapshot('../golden/ladder-troubles.svg');
  });

  it('keeps a scenario’s words words', () => {
    const ladder = buildLadder(hostile);
    expect(mermaid(ladder).split('\n')).toHaveLength(7);
    expect(mermaid(ladder)).not.toMatch(/<script|\bend\b/);
    expect(plantuml(ladder)).not.toMatch(/%getenv|^!include|<script/m);
    const svg = svgOfRun(hostile);
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;');
  });

  it('as JSON that holds every record', () => {
    const records = figure1();
    const read = JSON.parse(runJson(records, { ok: true, lines: [] }));
    expect(read).toEqual({ verdict: { ok: true, lines: [] }, records });
    expect(JSON.parse(runJson(records, undefined)).records).toEqual(records);
  });
});

describe('words', () => {
  it('write times, lengths and sizes', () => {
    expect([0, 20_000, 1_020_437, 3_600_000_000].map(seconds)).toEqual([
      '0.000',
      '0.020',
      '1.020437',
      '3600.000',
    ]);
    const lengths = [0, 250, 1_500, 385_000, 820_437, 1_500_000, 123_000_000, 3_840_000_000].map(duration);
    expect(lengths).toEqual([
      '0 µs',
      '250 µs',
      '1.5 ms',
      '385 ms',
      '820 ms',
      '1.5 s',
      '2 min 3 s',
      '1 h 4 min',
    ]);
    expect([512, 4_400, 1_048_576].map(size)).toEqual(['512 B', '4.3 KiB', '1 MiB']);
  });

  it('make text safe for one line and cut it to size', () => {
    expect(plain('a\u001b[31m\r\nb\u202e')).toBe('a·[31m··b·');
    expect([shorten('abcdef', 6), shorten('abcdefg', 6), shorten('𝒳𝒳𝒳', 2), shorten('abc', 0)]).toEqual([
      'abcdef',
      'abcde…',
      '𝒳…',
      '',
    ]);
  });
});

describe('hints of a message', () => {
  it('name what an SDP body offers, and the headers worth a remark', () => {
    const invite = figure1().find((record) => record.type === 'message.sent' && record.summary === 'INVITE');
    const raw = invite?.type === 'message.sent' ? invite.raw : '';
    expect(messageHints(raw, 'sip')).toEqual({
      reason: '',
      remarks: ['SDP sendonly "a.jpg"', 'Accept-Contact: *;+g.oma.lcsi.sip-push', 'Session-Expires: 1800'],
    });
    expect(messageHints('SIP/2.0 486 Busy Here\r\n\r\n', 'sip').reason).toBe('Busy Here');
    expect(messageHints({ base64: '/w==' }, 'sip')).toEqual({ reason: '', remarks: [] });
  });
});
