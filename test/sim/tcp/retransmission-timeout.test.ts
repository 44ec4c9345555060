import { describe, expect, it } from 'vitest';
import { RetransmissionTimeout } from '../../../sim/net/tcp/retransmission-timeout.ts';

const MS = 1_000;
const S = 1_000_000;

describe('the retransmission timeout (RFC 6298)', () => {
  it('is 1 s before anything was measured (2.1)', () => {
    expect(new RetransmissionTimeout().us).toBe(1 * S);
  });

  it('is SRTT + 4 RTTVAR after the first measurement: three times it (2.2)', () => {
    const timeout = new RetransmissionTimeout();
    timeout.sample(800 * MS);
    expect(timeout.us).toBe(2400 * MS);
  });

  it('smooths what is measured later by 1/8 and 1/4 (2.3)', () => {
    const timeout = new RetransmissionTimeout();
    timeout.sample(800 * MS);
    timeout.sample(400 * MS);
    // RTTVAR 3/4 * 400 + 1/4 * |800 - 400| = 400; SRTT 7/8 * 800 + 1/8 * 400 = 750
    expect(timeout.us).toBe(2350 * MS);
  });

  it('is never below 1 s (2.4)', () => {
    const timeout = new RetransmissionTimeout();
    timeout.sample(10 * MS);
    expect(timeout.us).toBe(1 * S);
  });

  it('doubles up to 60 s (2.5, 5.5), until the next measurement', () => {
    const timeout = new RetransmissionTimeout();
    const seen = Array.from({ length: 7 }, () => {
      timeout.backOff();
      return timeout.us / S;
    });
    expect(seen).toEqual([2, 4, 8, 16, 32, 60, 60]);
    timeout.sample(100 * MS);
    expect(timeout.us).toBe(1 * S);
  });

  it('is 3 s when the SYN had to be sent again (5.7)', () => {
    const timeout = new RetransmissionTimeout();
    timeout.backOff();
    timeout.synWasSentAgain();
    expect(timeout.us).toBe(3 * S);
  });
});
