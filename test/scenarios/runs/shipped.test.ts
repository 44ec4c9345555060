import { describe, expect, it } from 'vitest';
import { shippedScenarios } from '../../../ui/cli/shipped.ts';
import { siplab } from '../../support/siplab.ts';
import { misdescribed } from './descriptions.ts';
import { breaches } from './invariants.ts';
import { runShipped } from './lab.ts';

describe('the scenarios that ship', () => {
  it.each(shippedScenarios().map(({ folder, name }) => (folder === '' ? name : `${folder}/${name}`)))(
    '%s comes to its end, meets its expectations, and its trace is sound',
    (name) => {
      const { verdict, reason, records, unmatchedFaults } = runShipped(name);
      expect(verdict.lines.filter(({ ok }) => !ok)).toEqual([]);
      expect(['idle', 'until']).toContain(reason);
      expect(unmatchedFaults).toEqual([]);
      expect(breaches(records)).toEqual([]);
      if (!name.startsWith('negative/')) expect(misdescribed(records)).toEqual([]);
    },
  );

  it.each(['figure-1', 'lost-200-ok', 'silent-receiver', 'icon-in-the-invite'])(
    '%s is drawn as it was approved',
    async (name) => {
      const { status, stdout, stderr } = siplab(['run', name, '--width', '80']);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      // The ladder is what a reviewer reads; what is in the messages changes the fingerprint, and each new monitor the counts.
      const text = stdout
        .replace(/fingerprint [0-9a-f]+/, 'fingerprint …')
        .replace(/^ requirements: .*\n/m, '');
      await expect(text).toMatchFileSnapshot(`../../golden/run-${name}-80.txt`);
    },
  );
});
