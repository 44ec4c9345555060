// Parts of the page that are not needed to draw the first ladder: they are fetched when first asked for.
import { signal } from '@preact/signals-core';

/** The module, or undefined until it is there; who reads it in an effect is told. */
export function later<T>(load: () => Promise<T>): () => T | undefined {
  const found = signal<T | undefined>(undefined);
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      void load().then((module) => {
        found.value = module;
      });
    }
    return found.value;
  };
}
