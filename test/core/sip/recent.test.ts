import { describe, expect, it } from 'vitest';
import { Recent } from '../../../core/sip/recent.ts';

describe('what is remembered of late', () => {
  it('stays while it is asked for, and goes once enough others have come', () => {
    const recent = new Recent<number>(3);
    recent.set('kept', 0);
    recent.set('gone', 1);
    for (let n = 0; n < 20; n++) {
      recent.set(`other ${n}`, n);
      expect(recent.get('kept')).toBe(0);
    }
    expect(recent.get('gone')).toBeUndefined();
    expect(recent.get('other 19')).toBe(19);
  });

  it('is never more than twice its limit', () => {
    const recent = new Recent<number>(100);
    for (let n = 0; n < 10_000; n++) recent.set(`${n}`, n);
    expect(recent.size).toBeLessThanOrEqual(200);
  });
});
