import { describe, expect, it } from 'vitest';
import { aRequest, createElement, tcp, udp } from './element.ts';

/** RFC 3261 figure 6. */
describe('the non-INVITE client transaction', () => {
  const bye = (flow = udp, ...answers: number[]) => {
    const uac = createElement();
    const transaction = uac.call(aRequest('BYE'), flow);
    for (const status of answers) uac.answer(status);
    return { uac, transaction };
  };

  it('sends the request, starts F and, by UDP, E', () => {
    const { uac, transaction } = bye();
    expect(uac.log).toEqual(['0 send BYE']);
    expect(transaction.state).toBe('trying');
    expect(uac.story()).toEqual([
      'timer.set timerF',
      'timer.set timerE',
      'state  > pending.retransmitting.trying on start',
    ]);
    expect(bye(tcp).transaction.state).toBe('trying');
    expect(bye(tcp).uac.story()).toEqual(['timer.set timerF', 'state  > pending.trying on start']);
  });

  it('a 1xx leaves E alone: to the TU, Proceeding', () => {
    const { uac, transaction } = bye();
    uac.run(600);
    uac.news();
    uac.answer(100);
    expect(uac.news()).toEqual(['600 to TU: 100']);
    expect(transaction.state).toBe('proceeding');
    expect(uac.story().at(-1)).toBe(
      'state pending.retransmitting.trying > pending.retransmitting.proceeding on 1xx',
    );
    uac.run(5500);
    expect(uac.news()).toEqual(['1500 send BYE', '5500 send BYE']);
    expect(transaction.state).toBe('proceeding');
  });

  it.each([
    [udp, [], 199, 'proceeding'],
    [udp, [100], 183, 'proceeding'],
    [udp, [], 200, 'completed'],
    [udp, [100], 699, 'completed'],
    [tcp, [], 100, 'proceeding'],
    [tcp, [100], 100, 'proceeding'],
    [tcp, [], 481, 'completed'],
    [tcp, [100], 200, 'completed'],
  ] as const)('by $transport after %j, %i: to the TU, %s', (flow, before, status, next) => {
    const { uac, transaction } = bye(flow, ...before);
    uac.news();
    uac.answer(status);
    expect(uac.news()).toEqual([`0 to TU: ${status}`]);
    expect(transaction.state).toBe(next);
  });

  it.each([[], [100]])('F fires after %j: timeout to the TU, the end', (...answers) => {
    for (const flow of [udp, tcp]) {
      const { uac, transaction } = bye(flow, ...answers);
      uac.run();
      expect(uac.log.at(-1)).toBe('32000 to TU: timeout');
      expect([transaction.state, uac.transactions.size]).toEqual(['terminated', 0]);
    }
  });

  it.each([[], [100]])('transport error after %j: to the TU, the end', (...answers) => {
    const { uac, transaction } = bye(udp, ...answers);
    uac.news();
    uac.broken = true;
    uac.run(500);
    expect(uac.news()).toEqual(['500 send BYE', '500 to TU: transport error']);
    expect([transaction.state, uac.transactions.size]).toEqual(['terminated', 0]);
  });

  it.each([100, 200, 404])('Completed, %i: absorbed', (status) => {
    const { uac, transaction } = bye(udp, 200);
    uac.news();
    expect(uac.answer(status)).toBe(true);
    expect([uac.news(), transaction.state]).toEqual([[], 'completed']);
    expect(uac.story().at(-1)).toBe(`ignored ${status === 100 ? '1xx' : '200-699'} in completed`);
  });

  it('Completed stops E and F; K fires: the end, without a word', () => {
    const { uac, transaction } = bye(udp, 200);
    uac.news();
    uac.run();
    expect([uac.news(), transaction.state, uac.transactions.size]).toEqual([[], 'terminated', 0]);
    expect(uac.answer(200)).toBe(false);
  });
});
