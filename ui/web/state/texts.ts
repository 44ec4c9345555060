// The texts of the scenarios that ship: each is asked of the worker when somebody first wants it, and kept.
import { signal } from '@preact/signals-core';
import type { SimulationClient } from '../worker/client.ts';

export interface Texts {
  /** Undefined until it is there; who reads it in an effect is told. */
  now(name: string): string | undefined;
  /** Undefined where it can't be had. */
  of(name: string): Promise<string | undefined>;
}

export function createTexts({ text }: Pick<SimulationClient, 'text'>): Texts {
  const known = signal<ReadonlyMap<string, string>>(new Map());
  const asked = new Map<string, Promise<string | undefined>>();

  async function fetched(name: string): Promise<string | undefined> {
    const found = await text(name);
    asked.delete(name);
    if (found !== undefined) known.value = new Map(known.peek()).set(name, found);
    return found;
  }

  async function of(name: string): Promise<string | undefined> {
    const there = known.peek().get(name);
    if (there !== undefined) return there;
    const coming = asked.get(name) ?? fetched(name);
    asked.set(name, coming);
    return coming;
  }

  return {
    now(name) {
      const there = known.value.get(name);
      if (there === undefined && !asked.has(name)) void of(name);
      return there;
    },
    of,
  };
}
