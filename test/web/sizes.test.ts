import { beforeEach, describe, expect, it } from 'vitest';
import { loadScenario } from '../../scenarios/lab/load.ts';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { shippedScenarios } from '../../ui/cli/shipped.ts';
import { firstVisit } from './first-visit.ts';
import { openSite, useSite } from './site.ts';

const kib = 1024;

it('all that a first visit fetches until its ladder stands is as small as its budget says', async () => {
  const site = await openSite();
  const { scripts, worker, styles, fonts, later } = await firstVisit(site);
  await site.close();
  expect(scripts.octets, scripts.names.join(' ')).toBeLessThanOrEqual(90 * kib);
  expect(worker.octets, worker.names.join(' ')).toBeLessThanOrEqual(200 * kib);
  expect(styles.octets, styles.names.join(' ')).toBeLessThanOrEqual(12 * kib);
  expect(fonts.octets, fonts.names.join(' ')).toBeLessThanOrEqual(90 * kib);
  // What is counted is there, and what is not is what comes later.
  for (const [name, { names }] of Object.entries({ index: scripts, 'run.worker': worker, index_: styles }))
    expect(names.some((one) => one.startsWith(`assets/${name.replace('_', '')}-`))).toBe(true);
  expect(worker.names.some((name) => name.endsWith('/figure-1.json'))).toBe(true);
  expect(fonts.names).toHaveLength(2);
  expect(later.some((name) => name.startsWith('assets/inspector-'))).toBe(true);
});

describe('what a visit fetches', () => {
  const site = useSite();
  let asked: string[] = [];
  beforeEach(() => {
    asked = [];
    site.page.on('request', (request) =>
      asked.push(new URL(request.url()).pathname.split('/assets/')[1] ?? ''),
    );
  });
  const fetched = (pattern: RegExp): string[] => asked.filter((name) => pattern.test(name));

  it('of a scenario that ships is what the build has read; what reads scenarios comes after the ladder', async () => {
    await site.open('#v1&s=figure-1');
    expect(fetched(/^scenarios-\w+\/figure-1\.json$/)).toHaveLength(1);
    // No other's, nor a text by itself.
    expect(fetched(/\.json$|yaml/)).toHaveLength(1);
    const reader = asked.findIndex((name) => name.startsWith('load-request'));
    if (reader >= 0) expect(reader).toBeGreaterThan(asked.findIndex((name) => name.endsWith('.json')));
    expect(site.complaints).toEqual([]);
  });

  it('of a scenario that is changed is its text, and what reads it', async () => {
    await site.open('#v1&s=figure-1&sel=bob>core/sender.1/200 INVITE/1/0&f=x:bob>core/200 INVITE/1');
    expect(fetched(/\.json$/)).toEqual([expect.stringMatching(/figure-1\.json$/)]);
    expect(fetched(/^load-request/).length).toBeGreaterThan(0);
    await site.page.waitForSelector('.arrow.lost');
    expect(site.complaints).toEqual([]);
  });
});

it('a scenario is the same when it has been written as JSON', () => {
  for (const { folder, name } of shippedScenarios()) {
    const { text } = scenarioSource(folder === '' ? name : `${folder}/${name}`);
    const { scenario } = loadScenario(text, name);
    expect(JSON.parse(JSON.stringify(scenario)), name).toEqual(scenario);
  }
});
