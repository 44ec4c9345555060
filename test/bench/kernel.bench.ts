// The hold model: so many events pending; each that runs asks for another at a drawn time. One piece of work is one event.
import { createKernel } from '../../sim/kernel/kernel.ts';
import { type Contender, compare, type Measured } from './measure.ts';

export function kernelBench(): Measured[] {
  return [1_000, 1_000_000].flatMap((pending) =>
    compare('events/s', [hold(pending), cancelling(pending)].slice(0, pending > 1000 ? 1 : 2)),
  );
}

function hold(pending: number): Contender {
  const kernel = createKernel();
  let x = 12345;
  const next = () => {
    x = (Math.imul(x, 1_103_515_245) + 12_345) & 0x7fffffff;
    return x % 1_000_000;
  };
  const again = () => void kernel.after(next(), again);
  for (let i = 0; i < pending; i++) again();
  const count = 10_000;
  return {
    name: `kernel, ${pending.toLocaleString('en')} pending`,
    count,
    run() {
      for (let i = 0; i < count; i++) kernel.step();
      return kernel.nowUs;
    },
  };
}

/** Nearly every SIP timer is cancelled: each event sets a timer far off and cancels the one before. */
function cancelling(pending: number): Contender {
  const kernel = createKernel();
  const never = () => {};
  let guard = kernel.after(32_000_000, never);
  const tick = () => {
    kernel.cancel(guard);
    guard = kernel.after(32_000_000, never);
    kernel.after(1000, tick);
  };
  for (let i = 0; i < pending; i++) kernel.after(i, tick);
  const count = 10_000;
  return {
    name: `kernel, ${pending.toLocaleString('en')} pending, a timer set and cancelled an event`,
    count,
    run() {
      for (let i = 0; i < count; i++) kernel.step();
      return kernel.nowUs;
    },
  };
}
