/** RFC 6335 §6: the dynamic ports. */
const FIRST = 49_152;
const LAST = 65_535;

/** Gives each node its ephemeral ports in turn, so that a port comes back as late as possible. A crash does not set it back. */
export class PortBook {
  readonly #next = new Map<string, number>();

  /** The next port of a node that is free towards where it is to connect; the next one in turn when none is. */
  next(node: string, isFree: (port: number) => boolean): number {
    const first = this.#next.get(node) ?? FIRST;
    let port = first;
    while (!isFree(port)) {
      port = after(port);
      if (port === first) break;
    }
    this.#next.set(node, after(port));
    return port;
  }
}

function after(port: number): number {
  return port === LAST ? FIRST : port + 1;
}
