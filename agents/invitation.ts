// The change request, 6.5.1: what the user may say about one invitation. It outlives the push: what is said too late is ignored, and traced so.
import type { Running } from '../core/sip/transaction-types.ts';
import type { pushReceiverMachine } from './push-receiver.machine.ts';

export class Invitation {
  readonly #machine: Running<typeof pushReceiverMachine>;

  constructor(machine: Running<typeof pushReceiverMachine>) {
    this.#machine = machine;
  }

  accept(): void {
    this.#machine.send({ type: 'accept' });
  }

  refuse(status: number): void {
    this.#machine.send({ type: 'refuse', status });
  }

  release(): void {
    this.#machine.send({ type: 'release' });
  }

  /** RFC 5547 §8.4: 413 to what comes, then a re-INVITE with port 0; of one file, or of all. */
  abort(file?: string): void {
    this.#machine.send(file === undefined ? { type: 'abort' } : { type: 'abort', file });
  }
}
