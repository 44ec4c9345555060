// How far a learner came in each lesson; kept in this browser only.
import { type ReadonlySignal, signal } from '@preact/signals-core';

export interface Came {
  /** The furthest step, from 1. */
  readonly step: number;
  /** The challenge is solved. */
  readonly solved: boolean;
}

export interface Progress {
  readonly of: ReadonlySignal<ReadonlyMap<string, Came>>;
  reached(lesson: string, step: number): void;
  solved(lesson: string): void;
}

const key = 'siplab.lessons';

export function createProgress(): Progress {
  const all = signal<ReadonlyMap<string, Came>>(stored());

  function becomes(lesson: string, came: Came): void {
    const before = all.peek().get(lesson);
    const next = {
      step: Math.max(came.step, before?.step ?? 0),
      solved: came.solved || (before?.solved ?? false),
    };
    if (next.step === before?.step && next.solved === before.solved) return;
    all.value = new Map(all.peek()).set(lesson, next);
    try {
      localStorage.setItem(key, JSON.stringify(Object.fromEntries(all.peek())));
    } catch {
      // A browser that keeps nothing still teaches.
    }
  }

  return {
    of: all,
    reached: (lesson, step) => becomes(lesson, { step, solved: false }),
    solved: (lesson) => becomes(lesson, { step: 1, solved: true }),
  };
}

/** What others wrote there is left out. */
function stored(): Map<string, Came> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    if (typeof value !== 'object' || value === null) return new Map();
    return new Map(Object.entries(value).filter((entry): entry is [string, Came] => isCame(entry[1])));
  } catch {
    return new Map();
  }
}

function isCame(value: unknown): value is Came {
  return (
    typeof value === 'object' &&
    value !== null &&
    'step' in value &&
    typeof value.step === 'number' &&
    'solved' in value &&
    typeof value.solved === 'boolean'
  );
}
