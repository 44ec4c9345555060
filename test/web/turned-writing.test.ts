import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { filesBeneath } from '../support/sources.ts';
import { dropFile } from './drop-file.ts';
import { useSite } from './site.ts';
import { turnedIn } from './turned.ts';

// Signs that turn the direction of writing, in whatever a stranger may write: they are seen, and what stands beside them stays where it is.

const site = useSite();

const turned = 'gpj.\u202Eexe\u2066 \u200fnow';
const seen = 'gpj.‹RLO›exe‹LRI› ‹RLM›now';

const scenario = `title: 'A ${turned}'
core: { kind: sip }
agents:
  sender: { role: push-sender, uri: sip:push@example.com, display-name: '${turned}' }
  bob: { role: push-receiver, uri: sip:bob@example.com }
timeline:
  - { at: 0s, do: register, by: bob }
  - { at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: '${turned}', type: image/jpeg, size: 9 }] }
`;

it('is seen in a scenario’s title, in the editor and in its list of mistakes', async () => {
  await site.open('#v1&s=figure-1');
  await dropFile(site.page, 'turned.yaml', scenario);
  await site.page.waitForFunction((title) => document.title.includes(title), seen);
  await site.atRest();
  await site.page.focus('#ladder');
  await site.page.keyboard.press('i');
  await site.page.waitForSelector('.cm-line:has-text("display-name")');
  expect(await site.page.textContent('.cm-line:has-text("title:")')).toContain(seen);
  expect(await turnedIn(site.page)).toEqual([]);
  await site.page.click('.cm-line:has-text("title:")');
  await site.page.keyboard.press('Home');
  await site.page.keyboard.insertText(`x${turned}: 1\n`);
  await site.page.waitForSelector('.mistakes li');
  expect(await site.page.textContent('.mistakes')).toContain(seen);
  expect(await turnedIn(site.page)).toEqual([]);
});

it('is seen in a message’s text, its fields and what can be said of it', async () => {
  await site.open('#v1&s=figure-1');
  await dropFile(site.page, 'turned.yaml', scenario);
  await site.page.waitForFunction((title) => document.title.includes(title), seen);
  await site.atRest();
  await site.page.focus('#ladder');
  const told: string[] = [];
  for (let message = 0; message < 4; message++) {
    await site.page.keyboard.press('ArrowDown');
    for (const tab of ['raw', 'fields', 'bytes', 'state', 'spec']) {
      await site.page.click(`#tab-${tab}`);
      told.push((await site.page.textContent('#inspector, .inspector')) ?? '');
      expect(await turnedIn(site.page)).toEqual([]);
    }
    await site.page.focus('#ladder');
  }
  expect(told.some((text) => text.includes(seen))).toBe(true);
});

it('is seen in what is told in a corner', async () => {
  await site.open('#v1&s=figure-1');
  await dropFile(site.page, `${turned}.pdf`, 'no trace');
  await site.page.waitForSelector(`.toast:has-text("${seen}")`);
  expect(await turnedIn(site.page)).toEqual([]);
});

it('every template is one in which it is seen', () => {
  const others = filesBeneath('ui/web')
    .filter((path) => path.endsWith('.ts') && !path.endsWith('/template.ts'))
    .filter((path) => /from 'lit-html'/.test(readFileSync(path, 'utf8')));
  expect(others).toEqual([]);
});
