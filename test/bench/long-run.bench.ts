// Many pushes through one core, one after the other: what a message costs to simulate, with trace and fingerprint, and what it costs to judge
// by the whole catalogue, in processor time; and how both grow with the length of the run.
import { judgeConformance } from '../../scenarios/lab/conformance/judge.ts';
import { loadScenario } from '../../scenarios/lab/load.ts';
import { openRun } from '../../scenarios/lab/run.ts';
import type { Measured } from './measure.ts';

const lengths = [100, 1_000];
const rounds = 3;

interface Cost {
  readonly messages: number;
  /** µs a message. */
  readonly simulated: number;
  readonly judged: number;
}

export function longRunBench(): Measured[] {
  const costs = lengths.map(leastOf);
  const [short] = costs;
  return costs.flatMap((cost) => {
    const name = `${cost.messages.toLocaleString('en')} messages of pushes`;
    const row = (what: 'simulated' | 'judged'): Measured => ({
      name: `${name}, ${what}: processor time a message`,
      value: cost[what],
      unit: 'µs',
      ratioTo:
        short === undefined || short === cost
          ? {}
          : { [`${short.messages.toLocaleString('en')} messages`]: cost[what] / short[what] },
    });
    return [row('simulated'), row('judged')];
  });
}

/** The least of some rounds: noise only ever adds. */
function leastOf(pushes: number): Cost {
  const costs = Array.from({ length: rounds }, () => costOf(pushes));
  const least = (what: 'simulated' | 'judged') => Math.min(...costs.map((cost) => cost[what]));
  return { messages: costs[0]?.messages ?? 0, simulated: least('simulated'), judged: least('judged') };
}

function costOf(pushes: number): Cost {
  const { scenario, errors } = loadScenario(storyOf(pushes), 'many-pushes.yaml');
  if (scenario === undefined) throw new Error(errors[0]?.text);
  const run = openRun(scenario, { readFile: () => new Uint8Array() });
  const simulatedUs = spentUs(() => run.advance(Number.POSITIVE_INFINITY));
  const judgedUs = spentUs(() => judgeConformance(run.records, 'idle'));
  const messages = run.records.filter(({ type }) => type === 'message.sent').length;
  return { messages, simulated: simulatedUs / messages, judged: judgedUs / messages };
}

function spentUs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function storyOf(pushes: number): string {
  const file = '{ name: a.jpg, type: image/jpeg, size: 4092 }';
  const acts = Array.from(
    { length: pushes },
    (_, i) => `  - { at: ${i + 1}s, do: push, by: sender, to: sip:bob@example.com, files: [${file}] }`,
  );
  return `title: Many pushes
network: { links: { default: { transport: udp, latency: 20ms } } }
core: { kind: sip, domain: example.com }
agents:
  sender: { role: push-sender, uri: sip:push@push-sender-agent.example.com, success-report: yes }
  bob: { role: push-receiver, uri: sip:bob@example.com, features: [+g.oma.lcsi.sip-push], expires: 1000000 }
timeline:
  - { at: 0s, do: register, by: bob }
${acts.join('\n')}
`;
}
