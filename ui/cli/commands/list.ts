import { loadScenario } from '../../../scenarios/lab/load.ts';
import { type Command, status } from '../command.ts';
import { print } from '../output.ts';
import { scenarioSource } from '../scenario-source.ts';
import { type Shipped, shippedScenarios } from '../shipped.ts';

export const command: Command = {
  usage: '[--json]',
  help: 'Lists the scenarios that ship, by topic. siplab run NAME runs one.',
  flags: { json: { type: 'boolean', help: 'as JSON: [{"name","topic","title","file"}]' } },
  async run(call) {
    const entries = shippedScenarios().map(entryOf);
    await print(call.has('json') ? `${JSON.stringify(entries, null, 2)}\n` : shelves(entries));
    return status.held;
  },
};

interface Entry {
  readonly name: string;
  readonly topic: string;
  readonly title: string;
  readonly file: string;
}

function entryOf({ name, folder, path }: Shipped): Entry {
  const { scenario } = loadScenario(scenarioSource(path).text, path);
  return {
    name,
    topic: scenario?.topic || folder || 'basics',
    title: scenario?.title ?? '(not readable)',
    file: path,
  };
}

/** Topics in the order of their first scenario, their scenarios beneath, titles in a column. */
function shelves(entries: readonly Entry[]): string {
  const width = Math.max(0, ...entries.map(({ name }) => name.length));
  const topics = [...new Set(entries.map(({ topic }) => topic))];
  const shelf = (topic: string): string => {
    const lines = entries.filter((entry) => entry.topic === topic);
    return [topic, ...lines.map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`), ''].join('\n');
  };
  return topics.map((topic) => `${shelf(topic)}\n`).join('');
}
