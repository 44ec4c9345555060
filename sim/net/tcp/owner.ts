import type { CloseReason, StreamHandlers, Wire } from '../types.ts';

/** The owner of one end, and how it hears of what happens: with a cause in the trace, and of the end exactly once. */
export class Owner {
  handlers: StreamHandlers | undefined;
  readonly #wire: Wire;
  /** The record that was being handled when the end was asked for: the cause of what no other record brings about. */
  readonly cause: number;
  #told = false;

  constructor(wire: Wire, cause: number) {
    this.#wire = wire;
    this.cause = cause;
  }

  /** Tells the owner something now. Only from an event of the world's, never inside one of the stream's own methods. */
  tell(what: () => void): void {
    const { trace } = this.#wire;
    trace.because(trace.current < 0 ? this.cause : trace.current, what);
  }

  received(bytes: Uint8Array, seq: number): void {
    this.#wire.trace.because(seq, () => this.handlers?.received(bytes));
  }

  closed(reason: CloseReason): void {
    if (this.#told) return;
    this.#told = true;
    this.tell(() => this.handlers?.closed(reason));
    // It hears no more: what TIME-WAIT keeps for a minute is not the owner's.
    this.handlers = undefined;
  }

  /** For ends that come about inside one of the stream's own methods, or while the world is being changed. */
  closedLater(reason: CloseReason): void {
    const { clock, trace } = this.#wire;
    const cause = trace.current;
    clock.after(0, () => trace.because(cause, () => this.closed(reason)));
  }
}
