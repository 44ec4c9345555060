import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenariosFolder } from '../../ui/cli/shipped.ts';
import { ofType, runShipped } from './runs/lab.ts';

// scenarios/rows.md says where each thing that agents do is shown: held against what ships and what it sends.

interface Row {
  readonly what: string;
  readonly scenarios: readonly string[];
  readonly messages: readonly string[];
}

const cells = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const words = (cell = '') => cell.split(',').map((word) => word.trim());

const rows = readFileSync(join(scenariosFolder(), 'rows.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('|') && !line.startsWith('|---'))
  .slice(1)
  .map(cells)
  .map(
    ([what = '', scenarios, messages]): Row => ({
      what,
      scenarios: words(scenarios),
      messages: words(messages),
    }),
  );

describe('the table of rows', () => {
  it('is read', () => {
    expect(rows.length).toBeGreaterThan(40);
  });

  it('has every MSRP status that an agent may have to answer', () => {
    const told = rows.flatMap(({ messages }) => messages.map((message) => message.split(' ')[0]));
    const missing = ['400', '403', '408', '413', '415', '481', '501', '506'].filter(
      (one) => !told.includes(one),
    );
    expect(missing).toEqual([]);
  });

  it.each(rows)('$what', ({ scenarios, messages }) => {
    for (const name of scenarios) {
      const result = runShipped(name);
      const { scenario, verdict } = result;
      expect(verdict.lines.filter(({ ok }) => !ok).map(({ text }) => text)).toEqual([]);
      expect([name, scenario.description !== '', verdict.lines.length > 0]).toEqual([name, true, true]);
      const sent = ofType(result, 'message.sent').map(({ summary }) => summary);
      const missing = messages.filter(
        (one) => !sent.some((each) => each === one || each.startsWith(`${one} `)),
      );
      expect([name, missing]).toEqual([name, []]);
    }
  });
});
