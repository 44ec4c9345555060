/**
 * A priority queue of slots ordered by (due, order), as a 4-ary heap in typed arrays: the four children of a node lie side by side
 * in memory, and moving a node touches no object. Orders are unique, so the order of leaving does not depend on the heap's shape.
 */
export class EventHeap {
  #dues = new Float64Array(1024);
  #orders = new Float64Array(1024);
  #slots = new Int32Array(1024);
  size = 0;

  /** When the first one is due. Only while `size` is above 0. */
  get firstDue(): number {
    return this.#dues[0]!;
  }

  get firstSlot(): number {
    return this.#slots[0]!;
  }

  add(due: number, order: number, slot: number): void {
    if (this.size === this.#dues.length) this.#grow();
    this.#rise(this.size++, due, order, slot);
  }

  removeFirst(): void {
    const last = --this.size;
    if (last > 0) this.#sink(0, this.#dues[last]!, this.#orders[last]!, this.#slots[last]!);
  }

  /** Keeps only the slots that `keep` wants, in linear time. */
  filter(keep: (slot: number) => boolean): void {
    const dues = this.#dues;
    const orders = this.#orders;
    const slots = this.#slots;
    let kept = 0;
    for (let i = 0; i < this.size; i++) {
      if (!keep(slots[i]!)) continue;
      dues[kept] = dues[i]!;
      orders[kept] = orders[i]!;
      slots[kept++] = slots[i]!;
    }
    this.size = kept;
    for (let i = (kept - 2) >> 2; i >= 0; i--) this.#sink(i, dues[i]!, orders[i]!, slots[i]!);
  }

  #rise(hole: number, due: number, order: number, slot: number): void {
    const dues = this.#dues;
    const orders = this.#orders;
    const slots = this.#slots;
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      const parentDue = dues[parent]!;
      if (parentDue < due || (parentDue === due && orders[parent]! < order)) break;
      dues[hole] = parentDue;
      orders[hole] = orders[parent]!;
      slots[hole] = slots[parent]!;
      hole = parent;
    }
    dues[hole] = due;
    orders[hole] = order;
    slots[hole] = slot;
  }

  #sink(hole: number, due: number, order: number, slot: number): void {
    const dues = this.#dues;
    const orders = this.#orders;
    const slots = this.#slots;
    const size = this.size;
    for (let child = 4 * hole + 1; child < size; child = 4 * hole + 1) {
      let least = child;
      let leastDue = dues[child]!;
      const end = Math.min(child + 4, size);
      for (let other = child + 1; other < end; other++) {
        const otherDue = dues[other]!;
        if (otherDue < leastDue || (otherDue === leastDue && orders[other]! < orders[least]!)) {
          least = other;
          leastDue = otherDue;
        }
      }
      if (due < leastDue || (due === leastDue && order < orders[least]!)) break;
      dues[hole] = leastDue;
      orders[hole] = orders[least]!;
      slots[hole] = slots[least]!;
      hole = least;
    }
    dues[hole] = due;
    orders[hole] = order;
    slots[hole] = slot;
  }

  #grow(): void {
    const capacity = 2 * this.size;
    const dues = new Float64Array(capacity);
    const orders = new Float64Array(capacity);
    const slots = new Int32Array(capacity);
    dues.set(this.#dues);
    orders.set(this.#orders);
    slots.set(this.#slots);
    this.#dues = dues;
    this.#orders = orders;
    this.#slots = slots;
  }
}
