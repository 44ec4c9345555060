import { describe, expect, it } from 'vitest';
import { fileSelector, sameFile } from '../../../agents/sdp/file-selector.ts';
import { judgeConformance } from '../../../scenarios/lab/conformance/judge.ts';
import { outcomes, run, sent, story } from '../../scenarios/runs/lab.ts';

// RFC 5547 §6: `type:text/plain;charset="utf-8"`: a parameter is quoted, and a blank would end the selector.

describe('a media type with a parameter', () => {
  const written = 'type:text/plain;charset="utf-8"';

  it.each(['text/plain; charset=utf-8', 'text/plain;charset=utf-8', 'text/plain ; charset="utf-8"'])(
    'is quoted in a selector: %s',
    (type) => {
      expect(fileSelector.format({ type, hashes: [] }, 'rfc')).toBe(written);
      const read = fileSelector.parse(written, 'rfc');
      expect('value' in read && sameFile(read.value, { type, hashes: [] })).toBe(true);
    },
  );

  it.each(['"text/plain; charset=utf-8"', '"text/plain;charset=utf-8"'])('is delivered: %s', (type) => {
    const acts = [
      `{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.txt, type: ${type}, size: 4092 }] }`,
    ];
    const result = run(story({ bob: 'accept-types: ts-26.141', acts }));
    expect(String(sent(result, 'INVITE', 'sender>core')[0]?.raw)).toContain(written);
    expect(outcomes(result)).toEqual(['delivered']);
    expect(judgeConformance(result.records).filter(({ outcome }) => outcome === 'violated')).toEqual([]);
  });
});
