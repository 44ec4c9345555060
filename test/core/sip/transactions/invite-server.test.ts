import { describe, expect, it } from 'vitest';
import { defaultTimers } from '../../../../core/sip/transactions-timers.ts';
import { anAck, aRequest, createElement, type Element, respond, tcp, udp } from './element.ts';

/** RFC 6026 figure 7 (in place of RFC 3261 figure 7). */
describe('the INVITE server transaction', () => {
  const states = {
    unanswered: () => start(),
    answered: () => start(180),
    completed: () => start(486),
    accepted: () => start(200),
    confirmed: () => {
      const started = start(486);
      started.uas.receive(anAck(aRequest()));
      return started;
    },
  };

  it('hands the INVITE to the TU, and sends a 100 after 200 ms', () => {
    const { uas, transaction } = start();
    expect(transaction.state).toBe('proceeding');
    uas.run();
    expect(uas.log).toEqual(['0 to TU: INVITE', '200 send 100']);
    expect(transaction.state).toBe('proceeding');
    const trying = uas.sent[0]!;
    expect(trying.headers.find((each) => each.name === 'To')?.value).not.toContain('tag');
  });

  it.each([180, 200, 486])('sends no 100 when the TU answers %i within 200 ms', (status) => {
    const { uas, transaction } = start();
    uas.run(199);
    respond(transaction, status);
    uas.run(300);
    expect(uas.log).toEqual(['0 to TU: INVITE', `199 send ${status}`]);
  });

  it('of a proxy sends the 100 at once, before the TU hears of the INVITE', () => {
    const proxy = createElement({ ...defaultTimers, tryingUs: 0 });
    proxy.receive();
    expect(proxy.log).toEqual(['0 send 100', '0 to TU: INVITE']);
    expect(proxy.opened[0]!.state).toBe('proceeding');
    expect(proxy.story()).toEqual(['state  > proceeding.answered on start']);
  });

  it.each([
    ['unanswered', 101, 'proceeding'],
    ['answered', 183, 'proceeding'],
    ['unanswered', 200, 'accepted'],
    ['answered', 200, 'accepted'],
    ['unanswered', 300, 'completed'],
    ['answered', 699, 'completed'],
    ['accepted', 200, 'accepted'],
  ] as const)('%s, %i from the TU: sent, %s', (state, status, next) => {
    const { uas, transaction } = states[state]();
    uas.news();
    respond(transaction, status);
    expect([uas.news(), transaction.state]).toEqual([[`0 send ${status}`], next]);
  });

  it.each([
    ['completed', 180, 'ignored 1xx in completed.retransmitting'],
    ['completed', 200, 'ignored 2xx in completed.retransmitting'],
    ['completed', 503, 'ignored 300-699 in completed.retransmitting'],
    ['accepted', 180, 'ignored 1xx in accepted'],
    ['accepted', 486, 'ignored 300-699 in accepted'],
    ['confirmed', 200, 'ignored 2xx in confirmed'],
  ] as const)('%s, %i from the TU: %s', (state, status, ignored) => {
    const { uas, transaction } = states[state]();
    uas.news();
    respond(transaction, status);
    expect([uas.news(), uas.story().at(-1)]).toEqual([[], ignored]);
  });

  it.each([
    ['unanswered', [], true],
    ['answered', ['0 send 180'], false],
    ['completed', ['0 send 486'], false],
    ['confirmed', [], true],
    ['accepted', [], true],
  ] as const)('%s, the INVITE again: %j', (state, news, ignored) => {
    const { uas, transaction } = states[state]();
    const before = transaction.state;
    uas.news();
    uas.receive();
    expect([uas.news(), transaction.state]).toEqual([news, before]);
    expect(uas.story().at(-1)!.startsWith('ignored INVITE in')).toBe(ignored);
    expect(uas.opened).toHaveLength(1);
  });

  it('resends the last provisional: the 100, then what the TU sent', () => {
    const { uas, transaction } = start();
    uas.run(200);
    uas.receive();
    respond(transaction, 180);
    respond(transaction, 183);
    uas.receive();
    expect(uas.news().slice(1)).toEqual(
      [200, 200, 200, 200, 200].map((ms, i) => `${ms} send ${[100, 100, 180, 183, 183][i]}`),
    );
  });

  it('Completed, G fires: resends, doubles G, up to T2', () => {
    const { uas } = states.completed();
    uas.run(11500);
    const resent = uas.log.filter((line) => line.endsWith('send 486'));
    expect(resent).toEqual([0, 500, 1500, 3500, 7500, 11500].map((ms) => `${ms} send 486`));
  });

  it('Completed, ACK: G and H stop, I starts, the TU hears nothing', () => {
    const { uas, transaction } = states.completed();
    uas.news();
    uas.receive(anAck(aRequest()));
    expect([uas.news(), transaction.state]).toEqual([[], 'confirmed']);
    expect(uas.story().slice(-4)).toEqual([
      'timer.cleared timerG',
      'timer.cleared timerH',
      'timer.set timerI',
      'state completed.retransmitting > confirmed on ACK',
    ]);
    uas.run();
    expect([uas.news(), transaction.state]).toEqual([['5000 ended: INVITE'], 'terminated']);
  });

  it('Completed, H fires by UDP and by TCP: the TU is told, the end', () => {
    for (const flow of [udp, tcp]) {
      const { uas, transaction } = start(486, flow);
      uas.run();
      expect(uas.log.slice(-2)).toEqual(['32000 to TU: no ACK', '32000 ended: INVITE']);
      expect(transaction.state).toBe('terminated');
    }
  });

  it('Proceeding, ACK: ignored', () => {
    const { uas } = states.answered();
    uas.receive(anAck(aRequest()));
    expect(uas.story().at(-1)).toBe('ignored ACK in proceeding.answered');
  });

  it('Confirmed, ACK: absorbed', () => {
    const { uas, transaction } = states.confirmed();
    uas.news();
    uas.receive(anAck(aRequest()));
    expect([uas.news(), transaction.state]).toEqual([[], 'confirmed']);
  });

  it('Accepted, ACK of its branch: to the TU; L fires: the end', () => {
    const { uas, transaction } = states.accepted();
    uas.news();
    uas.receive(anAck(aRequest()));
    expect([uas.news(), transaction.state]).toEqual([['0 to TU: ACK'], 'accepted']);
    uas.run();
    expect([uas.news(), transaction.state]).toEqual([['32000 ended: INVITE'], 'terminated']);
  });

  it.each(['unanswered', 'answered', 'completed', 'accepted', 'confirmed'] as const)(
    '%s, transport error: the TU is told, the state stays',
    (state) => {
      const { uas, transaction } = states[state]();
      const before = transaction.state;
      uas.news();
      uas.transactions.transportError(transaction.id);
      expect([uas.news(), transaction.state]).toEqual([['0 to TU: transport error'], before]);
    },
  );

  it('a failed send of a response leaves Completed to Timer H', () => {
    const uas = createElement();
    uas.broken = true;
    uas.onRequest = (transaction) => respond(transaction, 486);
    uas.receive(aRequest(), tcp);
    uas.run();
    expect(uas.log).toEqual([
      '0 to TU: INVITE',
      '0 send 486',
      '0 to TU: transport error',
      '32000 to TU: no ACK',
      '32000 ended: INVITE',
    ]);
  });
});

function start(status?: number, flow = udp): { uas: Element; transaction: Element['opened'][number] } {
  const uas = createElement();
  uas.receive(aRequest(), flow);
  const transaction = uas.opened[0]!;
  if (status !== undefined) respond(transaction, status);
  return { uas, transaction };
}
