// A core with many users: each registers and is pushed to once, one after the other, without a trace. Time and memory a user, as their number grows.
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { responseTo } from '../../core/sip/build.ts';
import { CallNames } from '../../core/sip/call-names.ts';
import { formatMessage } from '../../core/sip/format.ts';
import { parseMessage } from '../../core/sip/parse.ts';
import { defaultTimers } from '../../core/sip/transactions-timers.ts';
import { SipCore } from '../../core/sip-core.ts';
import { DEFAULT_LINK } from '../../sim/net/link-parameters.ts';
import type { DatagramSocket, Host } from '../../sim/net/types.ts';
import { createAgenda } from '../../sim/statechart/agenda.ts';
import { createCompiledRunner } from '../../sim/statechart/compiled-runner.ts';
import { createWorld } from '../../sim/world.ts';
import type { Measured } from './measure.ts';

/** Between one user's request and the next one's, in µs: about as many as are registered at a time in a large network. */
const paceUs = 2_000;

/** What a user may cost among many, against one among 1,000, before it counts as growing faster than linearly. Machines are noisy. */
const mostGrowth = 1.5;

export function coreBench(): { readonly rows: Measured[]; readonly held: boolean } {
  // The first run warms the engine up, and does not count.
  office(1_000);
  const rows = [1_000, 10_000, 100_000].map((users) => {
    // The engine holds on to the world that it ran last: a small one, so that its end does not count as this one's gain.
    office(10);
    return { users, ...office(users) };
  });
  const [least] = rows;
  const measured = rows.flatMap(({ users, us, bytes }): Measured[] => {
    const name = `${users.toLocaleString('en')} users registered, one INVITE to each`;
    const to = (value: number, first: number | undefined): Record<string, number> =>
      users === least?.users ? {} : { '1,000 users': value / (first ?? value) };
    return [
      { name: `${name}: time a user`, value: us, unit: 'µs', ratioTo: to(us, least?.us) },
      { name: `${name}: memory a user`, value: bytes, unit: 'bytes', ratioTo: to(bytes, least?.bytes) },
    ];
  });
  const held = measured.every(({ ratioTo }) => Object.values(ratioTo).every((ratio) => ratio <= mostGrowth));
  return { rows: measured, held };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Time in µs, and bytes of heap that remain when all calls are over, a user. */
function office(users: number): { readonly us: number; readonly bytes: number } {
  const heap = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = heap();
  const link = { ...DEFAULT_LINK, latency: { kind: 'constant', value: 10_000 } as const };
  const world = createWorld({
    seed: 'office',
    links: { default: link, links: [] },
    limits: { maxEvents: 1e9, maxUs: 1e12 },
  });
  const agenda = createAgenda(world.trace);
  const host = world.network.addHost('core');
  world.network.addName('example.com', host.address);
  const core = agenda.now(
    () =>
      new SipCore({
        host,
        runner: createCompiledRunner({ clock: world.kernel, trace: world.trace, node: 'core', agenda }),
        calls: new CallNames(),
        timers: { ...defaultTimers, tryingUs: 0 },
        role: 'both',
        domains: ['example.com'],
        isUser: () => true,
        recordRoute: true,
        expiresS: { min: 60, default: 3600, max: 86_400 },
        epochMs: 0,
        dialect: 'rfc',
      }),
  );
  const phones = peer(world.network.addHost('phones'), (socket, text) => {
    const { message } = parseMessage(new TextEncoder().encode(text));
    if (message?.kind !== 'request' || message.method === 'ACK') return;
    send(socket, host, formatMessage(responseTo(message, 200, { toTag: 'p' })));
  });
  const caller = peer(world.network.addHost('caller'), () => {});
  const begun = performance.now();
  for (let n = 0; n < users; n++) {
    world.kernel.at(n * paceUs, () => send(phones.socket, host, phones.text('REGISTER', n)));
    world.kernel.at((users + n) * paceUs, () => send(caller.socket, host, caller.text('INVITE', n)));
  }
  world.run();
  const us = ((performance.now() - begun) * 1000) / users;
  const bytes = (heap() - before) / users;
  if (core.location.size !== users) throw new Error(`${core.location.size} of ${users} are bound`);
  return { us, bytes };
}

function send(socket: DatagramSocket, to: Host, bytes: Uint8Array): void {
  const label = { protocol: 'sip', name: 'bench', transmission: 0, transaction: '', summary: '' };
  socket.send({ address: to.address, port: 5060 }, bytes, label);
}

function peer(host: Host, heard: (socket: DatagramSocket, text: string) => void) {
  const socket: DatagramSocket = host.bindDatagrams(5060, (bytes) =>
    heard(socket, new TextDecoder().decode(bytes)),
  );
  return {
    socket,
    text: (method: 'REGISTER' | 'INVITE', n: number): Uint8Array =>
      new TextEncoder().encode(
        [
          `${method} ${method === 'REGISTER' ? 'sip:example.com' : `sip:u${n}@example.com`} SIP/2.0`,
          `Via: SIP/2.0/UDP ${host.address};branch=z9hG4bK${method}${n}`,
          'Max-Forwards: 70',
          `From: <sip:${method === 'REGISTER' ? `u${n}` : 'push'}@example.com>;tag=${n}`,
          `To: <sip:u${n}@example.com>`,
          `Call-ID: ${method}${n}`,
          `CSeq: 1 ${method}`,
          `Contact: <sip:u${n}@${host.address}>${method === 'REGISTER' ? ';+g.oma.lcsi.sip-push' : ''}`,
          ...(method === 'INVITE' ? ['Accept-Contact: *;+g.oma.lcsi.sip-push;require'] : []),
          'Content-Length: 0',
          '',
          '',
        ].join('\r\n'),
      ),
  };
}
