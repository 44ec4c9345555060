import { describe, expect, it } from 'vitest';
import type { IncomingCall } from '../../../agents/incoming-call.ts';
import type { OutgoingCall } from '../../../agents/outgoing-call.ts';
import { UserAgent, type UserAgentOptions } from '../../../agents/user-agent.ts';
import { CallNames } from '../../../core/sip/call-names.ts';
import { cseq, rack, read, rseq } from '../../../core/sip/header-table.ts';
import { header } from '../../../core/sip/headers.ts';
import type { SipRequest } from '../../../core/sip/message.ts';
import { defaultTimers } from '../../../core/sip/transactions-timers.ts';
import { createAgenda } from '../../../sim/statechart/agenda.ts';
import { createRunner } from '../../../sim/statechart/runner.ts';
import { type Field, field, type Line, type Peer, request } from '../../core/proxy/field.ts';
import { outcomes, run, sent, story } from '../../scenarios/runs/lab.ts';

// RFC 3262 against a peer that speaks plain text: what a callee takes for a PRACK, what a caller acknowledges.

interface Stage {
  readonly field: Field;
  readonly peer: Peer;
  readonly agent: UserAgent;
  readonly calls: IncomingCall[];
}

/** A user agent that knows 100rel and rings when it is called, beside a peer called alice. */
function stage(options: Partial<UserAgentOptions> = {}): Stage {
  const there = field({ peers: ['alice'] });
  const { world } = there;
  const host = world.network.addHost('bob');
  const agenda = createAgenda(world.trace);
  const calls: IncomingCall[] = [];
  const agent = agenda.now(
    () =>
      new UserAgent({
        host,
        runner: createRunner({ clock: world.kernel, trace: world.trace, node: 'bob', agenda }),
        calls: new CallNames(),
        timers: defaultTimers,
        address: 'sip:u@example.com',
        proxy: `sip:${there.peer('alice').address}`,
        reliable: 'supported',
        invited: (call) => {
          calls.push(call);
          return {
            begin: () => call.ring(),
            cancelled: () => {},
            acknowledged: () => {},
            ended: () => {},
          };
        },
        ...options,
      }),
  );
  return { field: there, peer: there.peer('alice'), agent, calls };
}

const invite = request('INVITE', { lines: ['Supported: 100rel'] });

/** A PRACK in the dialog of the 180 that alice has heard. */
function prack({ peer }: Stage, named: (rseqOf180: number) => string, number = 2): string {
  const ringing = peer.responses.find(({ status }) => status === 180);
  const to = ringing === undefined ? '' : (header(ringing, 'To') ?? '');
  const value = named((ringing && read(ringing, rseq)) ?? 0);
  return request('PRACK', { to, cseq: number, branch: `prack${number}`, lines: [`RAck: ${value}`] });
}

const answers = ({ peer }: Stage) =>
  peer.responses.flatMap((response) =>
    read(response, cseq)?.method === 'PRACK' ? [`${read(response, cseq)?.number} ${response.status}`] : [],
  );

describe('a callee', () => {
  it('rings reliably: Require, an RSeq from 1 to 2^31-1, and a dialog', () => {
    const here = stage();
    here.peer.say(here.agent.host, invite);
    here.field.run(0.1);
    const [ringing] = here.peer.responses;
    const number = ringing && read(ringing, rseq);
    expect(ringing && header(ringing, 'Require')).toBe('100rel');
    expect(number).toBeGreaterThanOrEqual(1);
    expect(number).toBeLessThan(2 ** 31);
    expect(ringing && header(ringing, 'Contact')).toContain('sip:u@');
  });

  it.each([
    ['another response-num', (n: number) => `${n + 1} 1 INVITE`],
    ['another CSeq-num', (n: number) => `${n} 2 INVITE`],
    ['another method', (n: number) => `${n} 1 UPDATE`],
  ])('answers a PRACK with %s by 481, and goes on repeating its 180', (_, named) => {
    const here = stage();
    here.peer.say(here.agent.host, invite);
    here.field.at(100, () => here.peer.say(here.agent.host, prack(here, named)));
    here.field.run(2);
    expect(answers(here)).toEqual(['2 481']);
    expect(here.peer.story.filter((each) => each === '180')).toHaveLength(3);
  });

  it('takes a PRACK once: a further one for the same response gets 481', () => {
    const here = stage();
    const named = (n: number) => `${n} 1 INVITE`;
    here.peer.say(here.agent.host, invite);
    here.field.at(100, () => here.peer.say(here.agent.host, prack(here, named)));
    here.field.at(200, () => here.peer.say(here.agent.host, prack(here, named, 3)));
    here.field.at(300, () => here.peer.say(here.agent.host, prack(here, named, 1)));
    here.field.run(2);
    // The last has a CSeq below that of the one before it (RFC 3261 §12.2.2).
    expect(answers(here)).toEqual(['2 200', '3 481', '1 500']);
    expect(here.peer.story.filter((each) => each === '180')).toHaveLength(1);
  });

  it('knows no PRACK in a dialog that it does not know, nor in one without reliable responses', () => {
    const here = stage();
    here.peer.say(here.agent.host, request('INVITE'));
    here.field.at(100, () =>
      here.peer.say(
        here.agent.host,
        prack(here, () => '1 1 INVITE'),
      ),
    );
    here.field.at(200, () =>
      here.peer.say(
        here.agent.host,
        request('PRACK', { to: '<sip:u@example.com>;tag=x', cseq: 7, lines: ['RAck: 1 1 INVITE'] }),
      ),
    );
    here.field.run(1);
    expect(answers(here)).toEqual(['2 481', '7 481']);
    const [ringing] = here.peer.responses;
    expect(ringing && header(ringing, 'RSeq')).toBeUndefined();
  });

  it('that does not know 100rel refuses the INVITE that requires it, and every PRACK', () => {
    const here = stage({ reliable: 'never' });
    here.peer.say(here.agent.host, request('INVITE', { lines: ['Require: 100rel'] }));
    here.peer.say(
      here.agent.host,
      request('PRACK', { to: '<sip:u@example.com>;tag=x', cseq: 7, branch: 'two' }),
    );
    here.field.run(0.1);
    const told = here.peer.responses.map(({ status }, i) => [
      status,
      header(here.peer.responses[i]!, 'Unsupported') ?? header(here.peer.responses[i]!, 'Allow'),
    ]);
    expect(told).toEqual([
      [420, '100rel'],
      [405, 'INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE'],
    ]);
  });

  it('sends the next one only when the one before is acknowledged, with the next RSeq', () => {
    const here = stage();
    here.peer.say(here.agent.host, invite);
    here.field.at(50, () => here.calls[0]?.ring());
    here.field.at(100, () =>
      here.peer.say(
        here.agent.host,
        prack(here, (n) => `${n} 1 INVITE`),
      ),
    );
    here.field.run(0.2);
    const numbers = here.peer.responses.flatMap((response) => read(response, rseq) ?? []);
    expect(numbers).toEqual([numbers[0], (numbers[0] ?? 0) + 1]);
    const [, second] = here.peer.responses.filter(({ status }) => status === 180);
    expect(here.peer.heard.indexOf(second!)).toBeGreaterThan(
      here.peer.heard.findIndex((each) => each.kind === 'response' && each.status === 200) - 1,
    );
  });
});

const contact = 'sip:alice@192.0.2.2';
const reliable = (number: number, status = 183): Line => ({
  status,
  headers: [
    { name: 'Require', value: '100rel' },
    { name: 'RSeq', value: String(number) },
  ],
});

/** bob calls alice, who answers his INVITE by these lines, 10 ms apart, and each PRACK and BYE by 200. */
function calling(
  lines: readonly Line[],
  options: Partial<UserAgentOptions> = {},
): Stage & { call: OutgoingCall } {
  const here = stage(options);
  here.peer.plays(({ method }) =>
    method === 'INVITE' ? lines.map((line, i) => ({ afterMs: 10 * (i + 1), ...line })) : [{ status: 200 }],
  );
  const call = here.agent.call({
    to: contact,
    headers: [{ name: 'Session-Expires', value: '90' }],
    body: { contentType: 'application/sdp', bytes: new TextEncoder().encode('v=0\r\n') },
    user: {
      established: (_, session) => session.bye(),
      failed: () => {},
      ended: () => {},
    },
  });
  here.field.run(40);
  return { ...here, call };
}

const pracked = ({ peer }: Stage) =>
  peer.requests.flatMap((each: SipRequest) => {
    const named = read(each, rack);
    return each.method === 'PRACK'
      ? [`${read(each, cseq)?.number}: ${named?.rseq} ${header(each, 'To')?.split('tag=')[1]}`]
      : [];
  });

describe('a caller', () => {
  it('acknowledges what comes in order, no copy, and nothing that skips a number', () => {
    const here = calling([reliable(5), reliable(5), reliable(7), reliable(6), reliable(7), { status: 200 }]);
    expect(pracked(here)).toEqual(['2: 5 alice', '3: 6 alice', '4: 7 alice']);
    // The dialog goes on: its BYE has the next number.
    const bye = here.peer.requests.find(({ method }) => method === 'BYE');
    expect(bye && header(bye, 'CSeq')).toBe('5 BYE');
  });

  it('keeps a sequence a dialog: each fork has its own', () => {
    const here = calling([
      reliable(5),
      { ...reliable(90), tag: 'other' },
      { ...reliable(91), tag: 'other' },
      reliable(6),
      { status: 200 },
    ]);
    expect(pracked(here)).toEqual(['2: 5 alice', '2: 90 other', '3: 91 other', '3: 6 alice']);
    const over = here.field.records.filter(
      (record) => record.type === 'state' && record.machine === 'dialog' && record.on === 'abandoned',
    );
    expect(over).toHaveLength(1);
  });

  it('acknowledges no 100, and nothing without an RSeq or without a dialog', () => {
    const here = calling([
      { ...reliable(5), status: 100 },
      { status: 183, headers: [{ name: 'Require', value: '100rel' }] },
      { status: 180 },
      { status: 486 },
    ]);
    expect(pracked(here)).toEqual([]);
  });

  it('that does not know 100rel acknowledges nothing', () => {
    expect(pracked(calling([reliable(5), { status: 486 }], { reliable: 'never' }))).toEqual([]);
  });

  it('begins anew with an INVITE that is sent again', () => {
    const minSe = { status: 422, headers: [{ name: 'Min-SE', value: '900' }] };
    const here = calling([reliable(5), minSe]);
    // The second INVITE is played the same part: its RSeq is taken for a first one again.
    expect(pracked(here)).toEqual(['2: 5 alice', '3: 5 alice']);
  });
});

describe('a core', () => {
  it('says nothing of its own to who requires 100rel: no 182 while the call is queued', () => {
    const acts = [
      '{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 4092 }] }',
      '{ at: 2s, do: answer, by: bob, with: busy }',
      '{ at: 13s, do: answer, by: bob, with: accept }',
    ];
    const parts = { bob: 'answer: manual, reliable: supported', acts };
    const go = (word: string) =>
      run(story({ ...parts, sender: `reliable: ${word}, request-disposition: queue` }));
    expect(sent(go('required'), '182 INVITE')).toEqual([]);
    expect(outcomes(go('required'))).toEqual(['delivered']);
    expect(sent(go('supported'), '182 INVITE')).toHaveLength(1);
  });
});
