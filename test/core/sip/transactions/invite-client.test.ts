import { describe, expect, it } from 'vitest';
import { aRequest, createElement, type Element, tcp } from './element.ts';

/** RFC 3261 figure 5 as RFC 6026 replaces it: a row of the table is a state, an event, what follows, the next state. */
describe('the INVITE client transaction', () => {
  const states = {
    calling: () => start(),
    proceeding: () => start(180),
    completed: () => start(486),
    accepted: () => start(200),
  };

  it('sends the INVITE, starts B and, by UDP, A', () => {
    const { uac, transaction } = start();
    expect(uac.log).toEqual(['0 send INVITE']);
    expect(transaction.state).toBe('calling');
    expect(uac.story()).toEqual([
      'timer.set timerB',
      'timer.set timerA',
      'state  > calling.retransmitting on start',
    ]);
    const byTcp = createElement();
    expect(byTcp.call(aRequest(), tcp).state).toBe('calling');
    expect(byTcp.story()).toEqual(['timer.set timerB', 'state  > calling.sent on start']);
  });

  it('Calling, A fires: resends, doubles A, stays', () => {
    const { uac, transaction } = start();
    uac.run(500);
    expect(uac.news()).toEqual(['0 send INVITE', '500 send INVITE']);
    expect(transaction.state).toBe('calling');
    expect(uac.story().slice(-3)).toEqual([
      'timer.fired timerA',
      'timer.set timerA',
      'state calling.retransmitting > calling.retransmitting on timerA',
    ]);
  });

  it.each([
    ['calling', 100, ['0 to TU: 100'], 'proceeding'],
    ['calling', 200, ['0 to TU: 200'], 'accepted'],
    ['calling', 300, ['0 send ACK', '0 to TU: 300'], 'completed'],
    ['calling', 699, ['0 send ACK', '0 to TU: 699'], 'completed'],
    ['proceeding', 180, ['0 to TU: 180'], 'proceeding'],
    ['proceeding', 299, ['0 to TU: 299'], 'accepted'],
    ['proceeding', 486, ['0 send ACK', '0 to TU: 486'], 'completed'],
    ['completed', 486, ['0 send ACK'], 'completed'],
    ['completed', 503, ['0 send ACK'], 'completed'],
    ['accepted', 200, ['0 to TU: 200'], 'accepted'],
  ] as const)('%s, %i: %j, %s', (state, status, news, next) => {
    const { uac, transaction } = states[state]();
    uac.news();
    expect(uac.answer(status)).toBe(true);
    expect(uac.news()).toEqual(news);
    expect(transaction.state).toBe(next);
    expect(uac.story().at(-1)).not.toContain('ignored');
  });

  it.each([
    ['completed', 180, 'ignored 1xx in completed'],
    ['completed', 200, 'ignored 2xx in completed'],
    ['accepted', 180, 'ignored 1xx in accepted'],
    ['accepted', 486, 'ignored 300-699 in accepted'],
  ] as const)('%s, %i: %s', (state, status, ignored) => {
    const { uac, transaction } = states[state]();
    uac.news();
    expect(uac.answer(status)).toBe(true);
    expect(uac.news()).toEqual([]);
    expect([transaction.state, uac.story().at(-1)]).toEqual([state, ignored]);
  });

  it('Calling, a 1xx: A and B are stopped, and nothing times out any more', () => {
    const { uac } = start();
    uac.answer(100);
    expect(uac.story().slice(-3)).toEqual([
      'timer.cleared timerA',
      'timer.cleared timerB',
      'state calling.retransmitting > proceeding on 1xx',
    ]);
    uac.run();
    expect([uac.news().length, uac.transactions.size]).toEqual([2, 1]);
  });

  it('Calling, transport error: to the TU, the end', () => {
    const uac = createElement();
    uac.broken = true;
    const transaction = uac.call();
    expect(uac.log).toEqual(['0 send INVITE', '0 to TU: transport error']);
    expect([transaction.state, uac.transactions.size]).toEqual(['terminated', 0]);
  });

  it('Completed, transport error on the ACK: to the TU, the end', () => {
    const { uac, transaction } = start();
    uac.broken = true;
    uac.answer(486);
    expect(uac.log).toEqual(['0 send INVITE', '0 send ACK', '0 to TU: 486', '0 to TU: transport error']);
    expect([transaction.state, uac.transactions.size]).toEqual(['terminated', 0]);
  });

  it('Proceeding, transport error: nothing was sent, ignored', () => {
    const { uac, transaction } = states.proceeding();
    uac.transactions.transportError(transaction.id);
    expect([transaction.state, uac.story().at(-1)]).toEqual([
      'proceeding',
      'ignored transport error in proceeding',
    ]);
  });

  it.each(['calling', 'proceeding'] as const)('%s, abandoned after its CANCEL: the end', (state) => {
    const { uac, transaction } = states[state]();
    uac.transactions.abandon(transaction);
    expect([transaction.state, uac.transactions.size]).toEqual(['terminated', 0]);
    uac.transactions.abandon(transaction);
    uac.run();
    expect(uac.log.filter((line) => line.includes('send'))).toEqual(['0 send INVITE']);
  });

  it.each(['completed', 'accepted'] as const)('%s, abandoned: ignored', (state) => {
    const { uac, transaction } = states[state]();
    uac.transactions.abandon(transaction);
    expect([transaction.state, uac.story().at(-1)]).toEqual([state, `ignored abandon in ${state}`]);
  });

  it('enters and leaves Completed at the same instant by TCP, with an ACK on it', () => {
    const uac = createElement();
    uac.call(aRequest(), tcp);
    uac.answer(486);
    uac.run();
    expect(uac.log).toEqual(['0 send INVITE', '0 send ACK', '0 to TU: 486']);
    expect(uac.story().slice(-4)).toEqual([
      'timer.set timerD',
      'state calling.sent > completed on 300-699',
      'timer.fired timerD',
      'state completed > terminated on timerD',
    ]);
  });
});

function start(status?: number): { uac: Element; transaction: ReturnType<Element['call']> } {
  const uac = createElement();
  const transaction = uac.call();
  if (status !== undefined) uac.answer(status);
  return { uac, transaction };
}
