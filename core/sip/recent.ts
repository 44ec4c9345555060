// A map that does not grow without end.

/**
 * Keeps what was used lately: an entry that nobody asks for is forgotten once `limit` others were set after it, at the latest when it were
 * twice as many. Constant time; how much it remembers depends on nothing but what it was asked.
 */
export class Recent<V> {
  readonly #limit: number;
  #young = new Map<string, V>();
  #old: ReadonlyMap<string, V> = new Map();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.#limit && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
