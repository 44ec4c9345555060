import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breaches } from './invariants.ts';
import { instants, ofType, outcomes, push, type Run, run, type Story, sent, story } from './lab.ts';

// The instants of RFC 3261 §17, RFC 6026, RFC 4320 and RFC 3262 in whole runs: the schedules of vectors/timers on UDP and TCP, over links with jitter,
// while other agents push over links that lose.

interface Schedule {
  readonly sendAtMs: readonly number[];
}

interface Timers {
  readonly name: string;
  readonly T1: number;
  readonly T2: number;
  readonly T4: number;
  readonly inviteClientUdpNoResponse: Schedule & { readonly timerBAtMs: number };
  readonly nonInviteClientUdpNoResponse: Schedule & { readonly timerFAtMs: number };
  readonly inviteServerUdp300699NoAck: Schedule;
  readonly uasCore2xxNoAckAnyTransport: Schedule;
  readonly prackReliable1xxNoPrack: Schedule & { readonly giveUpAtMs: number };
}

const { vectors } = JSON.parse(
  readFileSync(new URL('../../vectors/timers/sip-timers.json', import.meta.url), 'utf8'),
) as { readonly vectors: readonly Timers[] };
const noise = [
  'nils: { role: push-sender, uri: "sip:nils-{n}@noise.example.net", count: 3 }',
  'nora: { role: push-receiver, uri: "sip:nora-{n}@example.com", count: 3, features: [+g.oma.lcsi.sip-push] }',
];
const noisyActs = [
  '{ at: 0s, do: register, by: nora }',
  '{ at: 900ms, do: push, by: nils, to: "sip:nora-{n}@example.com", files: [{ name: n.jpg, type: image/jpeg, size: 30000 }] }',
];

/** Values that have a schedule of their own; D and C follow or stand. */
function values({ name, T1, T2, T4 }: Timers): string {
  if (name.startsWith('3GPP')) return '3gpp';
  return `{ t1: ${T1}ms, t2: ${T2}ms, t4: ${T4}ms }`;
}

const cases = ['udp', 'tcp'].flatMap((transport) =>
  vectors.map((timers) => ({
    transport,
    timers,
    name: `${transport}, ${timers.name}: T1 = ${timers.T1} ms`,
  })),
);

describe.each(cases)('$name', ({ transport, timers }) => {
  const isUdp = transport === 'udp';
  const limitMs = 64 * timers.T1;

  function go(parts: Story): Run {
    const links = `{ default: { transport: ${transport}, latency: 20ms, jitter: 10ms }, nils<>core: { loss: 15% }, core<>nora: { loss: 15% }, nils<>nora: { loss: 10% } }`;
    const acts = [...noisyActs, ...(parts.acts ?? [push])];
    const result = run(story({ links, agents: noise, timers: values(timers), ...parts, acts }));
    expect(breaches(result.records)).toEqual([]);
    expect(result.reason).toBe('idle');
    expect(result.unmatchedFaults).toEqual([]);
    return result;
  }

  /** What a transaction sends again goes once by TCP. */
  const byUdp = ({ sendAtMs }: Schedule) => (isUdp ? sendAtMs : [0]);

  /** No answer comes to this message. By TCP a connection itself gives up before so long a Timer B: there the message stalls. */
  function unanswered(message: string, from: string, to: string, sinceMs: number): string {
    const isShort = isUdp || limitMs <= 32_000;
    return isShort
      ? `{ partition: ${from}<>${to}, from: ${sinceMs}ms }`
      : `{ stall: ${message}, from: ${from}, to: ${to}, by: ${2 * limitMs}ms }`;
  }

  /** When a timer of a host fired, in ms after the first of some messages. */
  function firedAfter(
    result: Run,
    node: string,
    name: string,
    since: readonly { readonly at: number }[],
  ): number[] {
    const alike = ofType(result, 'timer.fired').filter(
      (record) => record.node === node && record.name === name,
    );
    return alike.map(({ at }) => (at - (since[0]?.at ?? 0)) / 1000);
  }

  it('INVITE client at the core: A and B; the caller is told 408', () => {
    const result = go({ faults: [unanswered('INVITE', 'core', 'bob', 900)] });
    const invites = sent(result, 'INVITE', 'core>bob');
    expect(instants(invites)).toEqual(byUdp(timers.inviteClientUdpNoResponse));
    expect(firedAfter(result, 'core', 'timerB', invites)).toEqual([limitMs]);
    expect(sent(result, '408 INVITE', 'core>sender')).not.toEqual([]);
    expect(outcomes(result)).toContain('failed');
  });

  it('INVITE client at the caller: A and B, and no ACK', () => {
    const result = go({ faults: [unanswered('INVITE', 'sender', 'core', 900)] });
    const invites = sent(result, 'INVITE', 'sender>core');
    expect(instants(invites)).toEqual(byUdp(timers.inviteClientUdpNoResponse));
    expect(firedAfter(result, 'sender', 'timerB', invites)).toEqual([limitMs]);
    expect(sent(result, 'ACK', 'sender>core')).toEqual([]);
  });

  it('non-INVITE client, REGISTER: E and F', () => {
    const result = go({ acts: [], faults: [unanswered('REGISTER', 'bob', 'core', 0)] });
    const registers = sent(result, 'REGISTER', 'bob>core');
    expect(instants(registers)).toEqual(byUdp(timers.nonInviteClientUdpNoResponse));
    expect(firedAfter(result, 'bob', 'timerF', registers)).toEqual([limitMs]);
  });

  it('non-INVITE client, BYE: E and F, and the dialog is over', () => {
    const result = go({ sender: 'linger: 5s', faults: [unanswered('BYE', 'sender', 'core', 4000)] });
    const byes = sent(result, 'BYE', 'sender>core');
    expect(instants(byes)).toEqual(byUdp(timers.nonInviteClientUdpNoResponse));
    expect(firedAfter(result, 'sender', 'timerF', byes)).toEqual([limitMs]);
    expect(outcomes(result)).toContain('delivered');
  });

  it('BYE through the core to nobody: 100 when E has reached T2, never 408 (RFC 4320)', () => {
    const result = go({ sender: 'linger: 5s', faults: [unanswered('BYE', 'core', 'bob', 4000)] });
    const byes = sent(result, 'BYE', 'sender>core');
    const received = ofType(result, 'message.received').find(
      ({ summary, from }) => summary === 'BYE' && from === 'sender',
    );
    const trying = sent(result, '100 BYE', 'core>sender');
    const reachesT2Ms = toReachT2(timers);
    expect(((trying[0]?.at ?? 0) - (received?.at ?? 0)) / 1000).toBe(reachesT2Ms);
    expect(instants(sent(result, 'BYE', 'core>bob'))).toEqual(byUdp(timers.nonInviteClientUdpNoResponse));
    expect(firedAfter(result, 'sender', 'timerF', byes)).toEqual([limitMs]);
    expect(sent(result, '408 BYE')).toEqual([]);
  });

  // A partition would take the ACKs of TCP's own as well; a connection that stalls does what a drop does to datagrams.
  const noAck = isUdp
    ? '{ drop: ACK, from: core, to: bob }'
    : `{ stall: ACK, from: core, to: bob, by: ${2 * limitMs}ms }`;

  it('300–699 without an ACK: G and H', () => {
    const result = go({ bob: 'answer: busy', faults: [noAck] });
    const refusals = sent(result, '486 INVITE', 'bob>core');
    expect(instants(refusals)).toEqual(byUdp(timers.inviteServerUdp300699NoAck));
    expect(firedAfter(result, 'bob', 'timerH', refusals)).toEqual([limitMs]);
  });

  it('2xx without an ACK: the callee’s core sends it again on every transport, then BYE after 64*T1', () => {
    const result = go({ sender: `linger: ${2 * limitMs}ms`, faults: [noAck] });
    const answers = sent(result, '200 INVITE', 'bob>core');
    expect(instants(answers)).toEqual(timers.uasCore2xxNoAckAnyTransport.sendAtMs);
    const [bye] = sent(result, 'BYE', 'bob>core');
    expect(((bye?.at ?? 0) - (answers[0]?.at ?? 0)) / 1000).toBe(limitMs);
  });

  it('a reliable provisional without a PRACK: the callee’s core sends it again on every transport, then 504 after 64*T1', () => {
    const { sendAtMs, giveUpAtMs } = timers.prackReliable1xxNoPrack;
    const noPrack = isUdp
      ? '{ drop: PRACK, from: core, to: bob }'
      : `{ stall: PRACK, from: core, to: bob, by: ${2 * limitMs}ms }`;
    const result = go({
      sender: 'reliable: supported',
      bob: 'reliable: supported, ring: true, answer: silent',
      faults: [noPrack],
    });
    const ringing = sent(result, '180 INVITE', 'bob>core');
    expect(instants(ringing)).toEqual(sendAtMs);
    const [refusal] = sent(result, '504 INVITE', 'bob>core');
    expect(((refusal?.at ?? 0) - (ringing[0]?.at ?? 0)) / 1000).toBe(giveUpAtMs);
    expect(outcomes(result)).toContain('failed');
  });

  it('each timer runs as long as its row says', () => {
    const longMs = {
      timerB: [limitMs],
      timerC: [181_000],
      timerD: [isUdp ? Math.max(32_000, limitMs) : 0],
      timerF: [limitMs],
      timerH: [limitMs],
      timerI: [isUdp ? timers.T4 : 0],
      timerJ: [isUdp ? limitMs : 0],
      timerK: [isUdp ? timers.T4 : 0],
      timerL: [limitMs],
      timerM: [limitMs],
    } as const;
    const busy = go({ bob: 'answer: busy' });
    const accepted = go({});
    const seen = new Map<string, Set<number>>();
    for (const record of [...ofType(busy, 'timer.set'), ...ofType(accepted, 'timer.set')]) {
      const durations = seen.get(record.name) ?? new Set();
      seen.set(record.name, durations.add((record.due - record.at) / 1000));
    }
    for (const [name, durations] of Object.entries(longMs))
      expect([name, ...(seen.get(name) ?? [])]).toEqual([name, ...durations]);
    const onlyByUdp = ['timerA', 'timerE', 'timerG'].filter((name) => seen.has(name));
    expect(onlyByUdp).toEqual(isUdp ? ['timerA', 'timerE', 'timerG'] : []);
  });

  it('Timer C: a receiver that rings and says no more is cancelled after more than 3 min', () => {
    const result = go({ bob: 'answer: silent, ring: true' });
    const ringing = ofType(result, 'message.received').filter(
      ({ summary, node }) => summary === '180 INVITE' && node === 'core',
    );
    const cancels = sent(result, 'CANCEL', 'core>bob');
    expect(((cancels[0]?.at ?? 0) - (ringing[0]?.at ?? 0)) / 1000).toBe(181_000);
    expect(sent(result, '487 INVITE', 'bob>core')).toHaveLength(1);
    expect(sent(result, '487 INVITE', 'core>sender')).toHaveLength(1);
  });

  it('CANCEL that nobody answers: the INVITE is given up after 64*T1', () => {
    const acts = [push, '{ at: 5s, do: cancel, by: sender }'];
    const result = go({
      bob: 'answer: silent, ring: true',
      acts,
      faults: ['{ partition: sender<>core, from: 4s }'],
    });
    const cancels = sent(result, 'CANCEL', 'sender>core');
    expect(instants(cancels)).toEqual(byUdp(timers.nonInviteClientUdpNoResponse));
    expect(firedAfter(result, 'sender', 'cancelGuard', cancels)).toEqual([limitMs]);
    expect(outcomes(result)).toContain('cancelled');
  });
});

/** When Timer E is set to T2 for the first time, in ms after the request. */
function toReachT2({ T1, T2 }: Timers): number {
  let elapsedMs = 0;
  for (let intervalMs = T1; intervalMs < T2; intervalMs = Math.min(2 * intervalMs, T2))
    elapsedMs += intervalMs;
  return elapsedMs;
}
