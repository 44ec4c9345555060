import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSaid, speak } from '../../ui/web/state/speak.ts';

// What a screen reader is told politely is at most one sentence a second, and then the latest.

interface Heard {
  readonly atMs: number;
  readonly text: string;
}

/** A place in the page that only listens. */
function listening(): { readonly host: HTMLElement; readonly heard: Heard[] } {
  const heard: Heard[] = [];
  const replaceChildren = ({ textContent }: { textContent: string }): void => {
    heard.push({ atMs: performance.now(), text: textContent });
  };
  return { host: { replaceChildren } as unknown as HTMLElement, heard };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('document', { createElement: () => ({}) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('however much is to be said, a sentence a second is, and then the latest', () => {
  const { host, heard } = listening();
  const said = createSaid();
  speak(host, said);
  for (let times = 0; times < 250; times++) {
    said.value = `sentence ${times}`;
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(5_000);
  expect(heard.map(({ text }) => text)).toEqual([
    'sentence 0',
    'sentence 99',
    'sentence 199',
    'sentence 249',
  ]);
  for (const [at, { atMs }] of heard.entries())
    if (at > 0) expect(atMs - heard[at - 1]!.atMs).toBeGreaterThanOrEqual(1_000);
});

it('what is said again is heard again, and nothing is heard by itself', () => {
  const { host, heard } = listening();
  const said = createSaid();
  speak(host, said);
  vi.advanceTimersByTime(10_000);
  expect(heard).toEqual([]);
  for (let times = 0; times < 2; times++) {
    said.value = 'Undone.';
    vi.advanceTimersByTime(2_000);
  }
  expect(heard.map(({ text }) => text)).toEqual(['Undone.', 'Undone.']);
});
