import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { editYaml } from '../../ui/web/model/edit-rules.ts';
import { deedsFor, editFor } from '../../ui/web/model/fault-edit.ts';
import { webRun } from '../support/web-run.ts';
import { openSite } from './site.ts';

// The same run is the same everywhere, and a change touches only what follows from it (T3 and T10 of README.md).

it('one address in two profiles: the same fingerprint and the same drawing to the byte (T3)', async () => {
  const address = '#v1&s=lossy-link&seed=5eed&f=d740:bob>core/200 INVITE/1';
  const visit = async () => {
    const site = await openSite();
    await site.open(address);
    await site.page.waitForFunction(
      () =>
        document.querySelector('.rail')?.textContent?.includes('re-run') &&
        /^[\da-f]{16}$/.test(document.querySelector('.fingerprint .mono')?.textContent ?? ''),
    );
    const fingerprint = await site.page.textContent('.fingerprint .mono');
    await site.page.click('[aria-label="Export"]');
    const [download] = await Promise.all([
      site.page.waitForEvent('download'),
      site.page.click('[role="menuitem"]:has-text("SVG")'),
    ]);
    const drawing = readFileSync(await download.path(), 'utf8');
    await site.close();
    return { fingerprint, name: download.suggestedFilename(), drawing };
  };
  const [one, other] = [await visit(), await visit()];
  expect(one.drawing).toContain('<svg');
  expect(one.fingerprint).toMatch(/^[\da-f]{16}$/);
  expect(other).toEqual(one);
});

describe('dropping one message (T10)', () => {
  const run = webRun('lossy-link');
  const udp = run.arrows.filter(({ message }) => message.transport === 'udp' && message.lost === undefined);
  const chosen = udp.filter((_, at) => at % Math.ceil(udp.length / 8) === 1);

  it.each(chosen.map((arrow) => [arrow.key, arrow] as const))('%s', (_, arrow) => {
    expect(deedsFor(arrow)[0]).toBe('drop');
    const broken = webRun('lossy-link', [editYaml(editFor('drop', arrow, run.arrows))]);
    const lost = broken.arrowByKey.get(arrow.key);
    expect(lost?.message.lost?.reason).toMatch(/^fault/);
    // Whatever came before it is as it was, record by record.
    const before = ({ data }: typeof run) =>
      data.records.filter(({ seq, type }) => seq > 0 && seq <= arrow.sent.seq && type !== 'verdict');
    expect(before(broken)).toEqual(before(run));
    // Whatever else is sent at the same time as before takes as long as before, and is lost where it was lost.
    for (const twin of broken.arrows) {
      const was = run.arrowByKey.get(twin.key);
      if (was === undefined || was === arrow || twin.key === arrow.key) continue;
      if (twin.message.transport !== 'udp' || twin.sent.atUs !== was.sent.atUs) continue;
      expect([twin.key, twin.end?.atUs, twin.message.lost?.reason.replace(/ .*/, '')]).toEqual([
        was.key,
        was.end?.atUs,
        was.message.lost?.reason.replace(/ .*/, ''),
      ]);
    }
  });
});
