import type { FaultRule } from './fault-rule.ts';

/**
 * A scenario asks for what cannot be: a message that goes by TCP is neither dropped nor duplicated, reordered or corrupted, since TCP
 * loses nothing while the connection stands. Known only when such a message is sent; the run cannot go on.
 */
export class FaultOnStream extends Error {
  override readonly name = 'FaultOnStream';
  /** The rule's number, from 1. */
  readonly rule: number;

  constructor(rule: number, fault: FaultRule['fault']) {
    super(`a ${fault} of a message that goes by TCP: use stall, reset or refuse`);
    this.rule = rule;
  }
}
