// What lies around a scenario: the shelves that there are, the files that ship.
import { library } from '../library.ts';
import type { Around } from './names.ts';

const topics = [...new Set(library.map(({ topic }) => topic))];

/** For a scenario of this name, `core/digest`: its folder says how far up the files lie. */
export function around(scenario: string): Around {
  const up = '../'.repeat(scenario.split('/').length - 1);
  return { topics, files: import.meta.env.FILES.map((name) => `${up}files/${name}`) };
}
