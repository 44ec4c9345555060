// Whether single characters are keys: who speaks to the computer, or shakes, may switch them off (WCAG 2.1.4). Kept in this browser only.
import { type Signal, signal } from '@preact/signals-core';

const key = 'siplab.letters';

export interface Letters {
  readonly on: Signal<boolean>;
  toggle(): void;
}

export function createLetters(): Letters {
  const on = signal(stored());
  return {
    on,
    toggle() {
      on.value = !on.value;
      try {
        localStorage.setItem(key, on.value ? 'on' : 'off');
      } catch {
        // A browser that keeps nothing still heeds it.
      }
    },
  };
}

function stored(): boolean {
  try {
    return localStorage.getItem(key) !== 'off';
  } catch {
    return true;
  }
}
