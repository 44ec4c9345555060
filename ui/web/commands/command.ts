// What a command is: its keys, its words, and what it does.
import type { Page } from '../page.ts';

export interface Command {
  /** As `keyOf` writes them; a command without keys is found in the palette. */
  readonly keys: readonly string[];
  /** How the help writes the keys. */
  readonly shown: string;
  readonly does: string;
  /** Acts wherever the focus is, not only in the ladder. */
  readonly anywhere?: true;
  /** Where it says no, the key means something else, or nothing. */
  when?(page: Page): boolean;
  run(page: Page): void;
}

export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

/** What of a key event makes its name. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** `d`, `Shift+N`, `Control+Shift+L`, `Shift+ArrowDown`, `?`: signs are what they are, however they are typed. */
export function keyOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): string {
  const letter = /^\p{L}$/u.test(key);
  const sign = key.length === 1 && !letter && key !== ' ';
  const parts = [
    (ctrlKey || metaKey) && 'Control',
    altKey && 'Alt',
    shiftKey && !sign && 'Shift',
    letter ? (shiftKey || ctrlKey || metaKey ? key.toUpperCase() : key.toLowerCase()) : key,
  ];
  return parts.filter(Boolean).join('+');
}

/** Letters, digits and signs by themselves: what who speaks to a computer may say by accident (WCAG 2.1.4). */
export function isCharacter({ key, ctrlKey, metaKey, altKey }: KeyPress): boolean {
  return key.length === 1 && key !== ' ' && !(ctrlKey || metaKey || altKey);
}
