import { describe, expect, it } from 'vitest';
import { headerValues } from '../../../core/sip/headers.ts';
import { parseMessage } from '../../../core/sip/parse.ts';
import { type Run, run, sent, story } from '../../scenarios/runs/lab.ts';

const asking = (method: string, to: string, core?: string) =>
  run(
    story({
      ...(core !== undefined && { core }),
      acts: [`{ at: 1s, do: request, by: bob, method: ${method}, to: "${to}" }`],
    }),
  );

function values(result: Run, summary: string, name: string): string[] {
  const [first] = sent(result, summary, 'core>bob');
  const { message } = parseMessage(new TextEncoder().encode(`${first?.raw}`));
  return message === undefined ? [] : headerValues(message, name);
}

describe('what a core answers by itself', () => {
  it('OPTIONS with what it can, but no Allow, for a proxy is method agnostic (RFC 3261 §11.2)', () => {
    const own = run(story({ acts: [] })).names;
    const address = [...own].find(([, node]) => node === 'core')?.[0];
    const told = asking('OPTIONS', `sip:${address}:5060`);
    expect(sent(told, '200 OPTIONS', 'core>bob')).toHaveLength(1);
    expect(values(told, '200 OPTIONS', 'Accept')).toEqual(['application/sdp']);
    expect(values(told, '200 OPTIONS', 'Supported')).toEqual(['path', 'pref']);
    expect(values(told, '200 OPTIONS', 'Allow')).toEqual([]);
  });

  it('404 for a telephone number, which leads to no host (§16.5)', () => {
    expect(sent(asking('OPTIONS', 'tel:+1234'), '404 OPTIONS', 'core>bob')).toHaveLength(1);
  });

  it('nothing to a telephone number where a next host may know it', () => {
    const core =
      '{ core: { kind: sip, domain: example.com, next: far }, far: { kind: sip, domain: example.org } }';
    const result = asking('OPTIONS', 'tel:+1234', core);
    expect(sent(result, 'OPTIONS', 'core>far')).toHaveLength(1);
    expect(sent(result, '404 OPTIONS', 'far>core')).toHaveLength(1);
  });
});
