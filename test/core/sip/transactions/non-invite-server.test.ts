import { describe, expect, it } from 'vitest';
import { aRequest, createElement, respond, tcp, udp } from './element.ts';

/** RFC 3261 figure 8, with RFC 4320 §4 and RFC 6026 §8.8. */
describe('the non-INVITE server transaction', () => {
  const start = (flow = udp, status?: number) => {
    const uas = createElement();
    uas.receive(aRequest('MESSAGE'), flow);
    const transaction = uas.opened[0]!;
    if (status !== undefined) respond(transaction, status);
    uas.news();
    return { uas, transaction };
  };

  it('hands the request to the TU', () => {
    const uas = createElement();
    uas.receive(aRequest('MESSAGE'));
    expect(uas.log).toEqual(['0 to TU: MESSAGE']);
    expect(uas.story()).toEqual(['timer.set timer100', 'state  > trying on start']);
  });

  it('Trying, the request again: discarded', () => {
    const { uas } = start();
    uas.receive(aRequest('MESSAGE'));
    expect([uas.news(), uas.story().at(-1)]).toEqual([[], 'ignored retransmission in trying']);
  });

  it.each([200, 404, 699])('Trying, %i from the TU: sent, Completed', (status) => {
    const { uas, transaction } = start();
    respond(transaction, status);
    expect([uas.news(), transaction.state]).toEqual([[`0 send ${status}`], 'completed']);
    expect(uas.story().slice(-3)).toEqual([
      'timer.cleared timer100',
      'timer.set timerJ',
      'state trying > completed on 200-699',
    ]);
  });

  it('Trying, a 100 from the TU: sent by TCP, ignored by UDP (RFC 4320 §4.1)', () => {
    const byTcp = start(tcp, 100);
    expect([byTcp.transaction.state, byTcp.uas.log.at(-1)]).toEqual(['proceeding', '0 send 100']);
    const byUdp = start(udp, 100);
    expect([byUdp.transaction.state, byUdp.uas.log]).toEqual(['trying', ['0 to TU: MESSAGE']]);
  });

  it.each([udp, tcp])('by $transport, a 101–199 from the TU: never sent (RFC 4320 §4.1)', (flow) => {
    const { uas, transaction } = start(flow, 180);
    expect([transaction.state, uas.story().at(-1)]).toEqual(['trying', 'ignored 101-199 in trying']);
    uas.run(3500);
    respond(transaction, 199);
    expect([uas.news(), uas.story().at(-1)]).toEqual([['3500 send 100'], 'ignored 101-199 in proceeding']);
  });

  it.each([
    [0, 'trying'],
    [3500, 'proceeding'],
  ])('a 408 from the TU at %i ms: never sent, the end (RFC 4320 §4.2)', (ms) => {
    const { uas, transaction } = start();
    uas.run(ms);
    uas.news();
    respond(transaction, 408);
    expect([uas.news(), transaction.state]).toEqual([[`${ms} ended: MESSAGE`], 'terminated']);
    expect(uas.transactions.size).toBe(0);
  });

  it('Proceeding, the request again: the 100 again; the TU’s 100: sent; its final: Completed', () => {
    const { uas, transaction } = start();
    uas.run(3500);
    uas.receive(aRequest('MESSAGE'));
    respond(transaction, 100);
    respond(transaction, 200);
    expect(uas.news()).toEqual(['3500 send 100', '3500 send 100', '3500 send 100', '3500 send 200']);
    expect(transaction.state).toBe('completed');
  });

  it('Completed, the request again: the final again', () => {
    const { uas } = start(udp, 200);
    uas.receive(aRequest('MESSAGE'));
    expect(uas.news()).toEqual(['0 send 200']);
  });

  it.each([100, 200, 404, 408])('Completed, a further %i from the TU: discarded', (status) => {
    const { uas, transaction } = start(udp, 200);
    respond(transaction, status);
    expect([uas.news(), transaction.state]).toEqual([[], 'completed']);
    expect(uas.story().at(-1)).toContain('ignored');
  });

  it('Completed, J fires: the end', () => {
    const { uas, transaction } = start(udp, 200);
    uas.run();
    expect([uas.news(), transaction.state]).toEqual([['32000 ended: MESSAGE'], 'terminated']);
  });

  it.each([undefined, 200])('transport error after %s: the TU is told, the state stays', (status) => {
    const { uas, transaction } = start(udp, status);
    const before = transaction.state;
    uas.transactions.transportError(transaction.id);
    expect([uas.news(), transaction.state]).toEqual([['0 to TU: transport error'], before]);
  });
});
