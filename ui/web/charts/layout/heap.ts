/** Numbers by the least of their costs; of equal ones the first to come. */
export class Heap {
  readonly #costs: number[] = [];
  readonly #values: number[] = [];
  readonly #turns: number[] = [];
  #turn = 0;

  push(cost: number, value: number): void {
    let at = this.#costs.length;
    this.#set(at, cost, value, this.#turn++);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): number | undefined {
    const first = this.#values[0];
    const end = this.#costs.length - 1;
    if (end < 0) return undefined;
    this.#swap(0, end);
    this.#costs.pop();
    this.#values.pop();
    this.#turns.pop();
    let at = 0;
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < end && this.#isBefore(child, least)) least = child;
      if (least === at) return first;
      this.#swap(at, least);
      at = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#costs[a]!, this.#costs[b]!];
    return one < other || (one === other && this.#turns[a]! < this.#turns[b]!);
  }

  #set(at: number, cost: number, value: number, turn: number): void {
    this.#costs[at] = cost;
    this.#values[at] = value;
    this.#turns[at] = turn;
  }

  #swap(a: number, b: number): void {
    const [cost, value, turn] = [this.#costs[a]!, this.#values[a]!, this.#turns[a]!];
    this.#set(a, this.#costs[b]!, this.#values[b]!, this.#turns[b]!);
    this.#set(b, cost, value, turn);
  }
}
