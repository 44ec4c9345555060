import { describe, expect, it } from 'vitest';
import { Congestion, initialWindow } from '../../../sim/net/tcp/congestion.ts';

const SMSS = 1_000;

describe('congestion control (RFC 5681, RFC 6582)', () => {
  it('starts with two, three or four segments by their size (§3.1)', () => {
    expect(
      [4_000, 2_191, 2_190, 1_460, 1_096, 1_095, 536].map((smss) => initialWindow(smss).segments),
    ).toEqual([2, 2, 3, 3, 3, 4, 4]);
    expect(initialWindow(1_460).bytes).toBe(4_380);
  });

  it('counts the initial window in segments, too', () => {
    const congestion = new Congestion(1_460, false);
    expect(congestion.allows(10, 20, 2)).toBe(true);
    expect(congestion.allows(10, 30, 3)).toBe(false);
    congestion.acknowledged(10, 11, 20);
    expect(congestion.allows(10, 30, 3)).toBe(true);
  });

  it('starts with one segment after a lost SYN', () => {
    expect(new Congestion(SMSS, true).cwnd).toBe(SMSS);
  });

  it('opens by what is acknowledged, at most SMSS an acknowledgement, in slow start', () => {
    const congestion = new Congestion(SMSS, false);
    congestion.acknowledged(300, 301, 0);
    expect(congestion.cwnd).toBe(4_300);
    congestion.acknowledged(5_000, 5_301, 0);
    expect(congestion.cwnd).toBe(5_300);
  });

  it('opens by SMSS for each window of bytes in congestion avoidance', () => {
    const congestion = new Congestion(SMSS, false);
    congestion.timedOut(8_001, 8_000, false);
    expect([congestion.ssthresh, congestion.cwnd]).toEqual([4_000, 1_000]);
    let una = 1;
    const grown = Array.from({ length: 12 }, () => {
      una += SMSS;
      congestion.acknowledged(SMSS, una, 4_000);
      return congestion.cwnd;
    });
    expect(grown).toEqual([2, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5, 6].map((segments) => segments * SMSS));
  });

  it('lets one new segment out for each of the first two duplicates', () => {
    const congestion = new Congestion(SMSS, false);
    congestion.acknowledged(1, 2, 4_000);
    expect(congestion.allows(SMSS, congestion.cwnd, 4)).toBe(false);
    congestion.duplicate(2, 5_000, 4_000);
    expect(congestion.allows(SMSS, congestion.cwnd, 4)).toBe(true);
    expect(congestion.allows(2 * SMSS, congestion.cwnd, 4)).toBe(false);
    congestion.duplicate(2, 6_000, 5_000);
    expect(congestion.allows(2 * SMSS, congestion.cwnd, 4)).toBe(true);
  });

  it('retransmits on the third duplicate, halves what was in flight before the first, and inflates the window', () => {
    const congestion = new Congestion(SMSS, false);
    const asks = [10_000, 11_000, 12_000, 12_000].map((inFlight) =>
      congestion.duplicate(1, 12_001, inFlight),
    );
    expect(asks).toEqual([false, false, true, false]);
    expect([congestion.ssthresh, congestion.cwnd, congestion.recovering]).toEqual([5_000, 9_000, true]);
  });

  it('sends the next hole on a partial acknowledgement and ends with the window in flight', () => {
    const congestion = new Congestion(SMSS, false);
    for (let n = 0; n < 3; n++) congestion.duplicate(1, 10_001, 10_000);
    expect(congestion.acknowledged(3_000, 3_001, 7_000)).toBe('retransmit first');
    expect([congestion.cwnd, congestion.restartsTimer]).toEqual([6_000, true]);
    expect(congestion.acknowledged(3_000, 6_001, 4_000)).toBe('retransmit first');
    expect(congestion.restartsTimer).toBe(false);
    expect(congestion.acknowledged(4_000, 10_001, 0)).toBe('go on');
    expect([congestion.recovering, congestion.cwnd]).toEqual([false, 2_000]);
  });

  it('does not take duplicates of what was sent before the last loss for a new one (RFC 6582 §3.2 (2))', () => {
    const congestion = new Congestion(SMSS, false);
    congestion.timedOut(10_001, 10_000, false);
    congestion.acknowledged(2_000, 2_001, 1_000);
    expect([1, 2, 3].map(() => congestion.duplicate(2_001, 10_001, 2_000))).toEqual([false, false, false]);
  });

  it('halves once for a segment that the timer sends again and again, and starts anew after an idle time', () => {
    const congestion = new Congestion(SMSS, false);
    congestion.timedOut(20_001, 20_000, false);
    congestion.timedOut(20_001, 1_000, true);
    expect(congestion.ssthresh).toBe(10_000);
    let una = 1;
    for (let n = 0; n < 9; n++) {
      una += SMSS;
      congestion.acknowledged(SMSS, una, SMSS);
    }
    congestion.restart();
    expect(congestion.cwnd).toBe(4_000);
  });
});
