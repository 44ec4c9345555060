import { describe, expect, it } from 'vitest';
import { siplab } from '../../support/siplab.ts';

describe('run --explain routing', () => {
  it('prints each decision as a table beneath the ladder', () => {
    const { status, stdout } = siplab(['run', 'three-devices', '--explain', 'routing', '--width', '100']);
    const tables = stdout.slice(stdout.indexOf(' Routing:')).split('\n\n');
    expect(status).toBe(0);
    expect(tables).toHaveLength(5);
    expect(tables[4]?.trimEnd().split('\n')).toEqual([
      ' 4.020 core: INVITE sip:bob@example.com',
      '   rank     q    score  contact                 because',
      '   1        1.0  1      sip:bob@192.0.2.3:5060  nothing speaks against it',
      '   dropped  1.0         sip:bob@192.0.2.4:5060  Accept-Contact #1: score 0<1 + explicit+require',
      '   dropped  0.5         sip:bob@192.0.2.5:5060  Accept-Contact #1: no match + require',
      '     sip:bob@192.0.2.3:5060',
      '       *;+g.oma.lcsi.sip-push;require;explicit: g.oma.lcsi.sip-push matched · score 1',
      '     sip:bob@192.0.2.4:5060',
      '       *;+g.oma.lcsi.sip-push;require;explicit: g.oma.lcsi.sip-push not said · score 0 · require and',
      '       explicit: dropped',
      '     sip:bob@192.0.2.5:5060',
      '       *;+g.oma.lcsi.sip-push;require;explicit: g.oma.lcsi.sip-push not matched · no match ·',
      '       require: dropped',
    ]);
  });

  it('says who is tried otherwise than ranked, and why; and what Reject-Contact found', () => {
    const { stdout } = siplab(['run', 'redirected', '--explain', 'routing', '--width', '100']);
    const tables = stdout.slice(stdout.indexOf(' Routing:')).split('\n\n');
    expect(tables[2]?.split('\n').slice(0, 5)).toEqual([
      ' 2.020 core: INVITE sip:bob@example.com',
      '   tried  rank  q    score  contact                 because',
      '   1.     1     1.0  1      sip:bob@192.0.2.3:5060  nothing speaks against it',
      '   –      2     0.7  1      sip:bob@192.0.2.4:5060  nothing speaks against it',
      '     tried otherwise than ranked: Request-Disposition: no-fork',
    ]);
    expect(tables[5]).toContain(
      '     sip:bob@192.0.2.3:5060\n       Reject-Contact *;audio: sip.audio matched · rejected',
    );
  });

  it('keeps to 80 columns', () => {
    for (const name of ['three-devices', 'redirected']) {
      const { stdout } = siplab(['run', name, '--explain', 'routing', '--width', '80']);
      const lines = stdout.slice(stdout.indexOf(' Routing:')).split('\n');
      expect(lines.length).toBeGreaterThan(20);
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
    }
  });

  it('knows nothing else to explain', () => {
    const { status, stderr, stdout } = siplab(['run', 'three-devices', '--explain', 'timers']);
    expect([status, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
    expect(stderr).toContain('--explain timers');
  });
});
