import { loadScenario } from '../../../scenarios/lab/load.ts';
import { type RunOptions, type RunResult, runScenario } from '../../../scenarios/lab/run.ts';
import type { Scenario } from '../../../scenarios/lab/scenario.ts';
import { createCapture } from '../../../sim/capture/pcapng.ts';
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { scenarioSource } from '../../../ui/cli/scenario-source.ts';

// Whole runs for tests: a scenario by its text or by the name under which it ships, and what its trace says, in few words.

/** The parts of a story that a test cares about; the rest is one sender, one core and bob, 20 ms apart, SIP by UDP, bob registered. */
export interface Story {
  /** YAML of `network.links`. */
  readonly links?: string;
  readonly core?: string;
  readonly sender?: string;
  readonly bob?: string;
  /** Further agents, as YAML lines of a mapping. */
  readonly agents?: readonly string[];
  /** Acts after bob's registration at 0 s; by default one push of 4092 octets at 1 s. */
  readonly acts?: readonly string[];
  readonly faults?: readonly string[];
  readonly timers?: string;
  /** Further lines at the top level. */
  readonly more?: string;
}

export const push =
  '{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 4092 }] }';

/** A story as a scenario file. */
export function story(parts: Story = {}): string {
  const list = (lines: readonly string[]) => lines.map((line) => `  - ${line}`).join('\n');
  return `title: A story
network: { links: ${parts.links ?? '{ default: { transport: udp, latency: 20ms } }'} }
core: ${parts.core ?? '{ kind: sip, domain: example.com }'}
agents:
  sender: { role: push-sender, uri: sip:push@push-sender-agent.example.com, ${parts.sender ?? ''} }
  bob: { role: push-receiver, uri: sip:bob@example.com, features: [+g.oma.lcsi.sip-push], ${parts.bob ?? ''} }
${(parts.agents ?? []).map((line) => `  ${line}`).join('\n')}
timeline:
${list(['{ at: 0s, do: register, by: bob }', ...(parts.acts ?? [push])])}
faults:${parts.faults === undefined ? ' []' : `\n${list(parts.faults)}`}
timers: ${parts.timers ?? '{}'}
${parts.more ?? ''}
`;
}

export interface Run extends RunResult {
  readonly scenario: Scenario;
}

/** Loads and runs a scenario's text. Throws what the run throws, and what is wrong with the text. */
export function run(text: string, options: Partial<RunOptions> = {}): Run {
  const { scenario, errors } = loadScenario(text, 'story.yaml');
  if (scenario === undefined) throw new Error(errors.map((error) => error.text).join('\n'));
  return { scenario, ...runScenario(scenario, { readFile: () => undefined, ...options }) };
}

/** Runs a scenario that ships, by its name. */
export function runShipped(name: string, options: Partial<RunOptions> = {}): Run {
  const source = scenarioSource(name);
  const { scenario, errors } = loadScenario(source.text, source.name);
  if (scenario === undefined) throw new Error(errors.map((error) => error.text).join('\n'));
  return { scenario, ...runScenario(scenario, { readFile: source.readFile, ...options }) };
}

/** A run with the packets that a capture of it holds. */
export function captured(go: (options: Partial<RunOptions>) => Run): Run & { readonly pcapng: Uint8Array } {
  const names = new Map<string, string[]>();
  const capture = createCapture({
    epochUs: 1_767_225_600_000_000,
    names: () => names,
    application: 'siplab',
  });
  const result = go({ tap: capture });
  for (const [address, node] of result.names) names.set(address, [node]);
  return { ...result, pcapng: capture.bytes() };
}

type OfType<T, R = TraceRecord> = R extends { readonly type: infer U } ? (T extends U ? R : never) : never;

/** The records of a type. */
export function ofType<T extends TraceRecord['type']>({ records }: Run, type: T): OfType<T>[] {
  return records.filter((record) => record.type === type) as OfType<T>[];
}

export type Message = OfType<'message.sent'>;

/** What was sent of a name, as `INVITE`, on a hop, as `core>bob`. */
export function sent(result: Run, summary: string, hop?: string): Message[] {
  return ofType(result, 'message.sent').filter(
    (record) =>
      (record.summary === summary || record.summary.startsWith(`${summary} `)) &&
      (hop === undefined || hop === `${record.from}>${record.to}`),
  );
}

/** When messages were sent, in ms after the first of them. */
export function instants(messages: readonly { readonly at: number }[]): number[] {
  const first = messages[0]?.at ?? 0;
  return messages.map(({ at }) => (at - first) / 1000);
}

/** When timers of a name fired at a host, in s since the run began. */
export function fired(result: Run, node: string, name: string): number[] {
  return ofType(result, 'timer.fired')
    .filter((record) => record.node === node && record.name === name)
    .map(({ at }) => at / 1_000_000);
}

/** What the sender's pushes came to. */
export function outcomes(result: Run): unknown[] {
  return ofType(result, 'store')
    .filter(({ what }) => what === 'push')
    .map(({ value }) => (value as { outcome: unknown }).outcome);
}

/** The SIP messages and MSRP messages in order of sending, as `sender>core INVITE`. */
export function ladder(result: Run): string[] {
  return ofType(result, 'message.sent').map(({ from, to, summary }) => `${from}>${to} ${summary}`);
}
