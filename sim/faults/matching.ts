import type { Label } from '../net/types.ts';
import type { Us } from '../time.ts';
import type { MessageMatcher } from './fault-rule.ts';

/**
 * Whether a rule's pattern names a message: its words fit the summary's word by word from the left, and `1xx` to `6xx` fit any status
 * of that class. So `SEND` fits `SEND 1-2048/4364`, and `INVITE` fits no response to it.
 */
export function matchesSummary(pattern: string, summary: string): boolean {
  return wordsMatch(words(pattern), words(summary));
}

/** The words of a summary or a pattern. */
export function words(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

function wordsMatch(pattern: readonly string[], summary: readonly string[]): boolean {
  return pattern.length <= summary.length && pattern.every((word, i) => wordMatches(word, summary[i]!));
}

const STATUS_CLASS = /^[1-6]xx$/;
const STATUS = /^[1-6]\d\d$/;

function wordMatches(pattern: string, word: string): boolean {
  if (STATUS_CLASS.test(pattern) && STATUS.test(word)) return pattern[0] === word[0];
  return pattern === word;
}

/** A message on a hop, as rules see it. */
export interface Hop {
  readonly from: string;
  readonly to: string;
  readonly label: Label;
  readonly nowUs: Us;
}

/** Whether `name` is the host's own or its group's. */
export type NameTest = (host: string, name: string) => boolean;

/** Asks a rule about a message, whose summary has these words. */
export type Matches = (hop: Hop, summary: readonly string[]) => boolean;

/** How many messages a rule has seen that bear its name, on each hop. */
export type Seen = Map<string, number>;

/** Makes what asks a rule about each message in turn: it counts those of its name on each hop, from what was `seen` before. */
export function createMatcher(
  matcher: MessageMatcher,
  isNamed: NameTest,
  seen: Seen = new Map<string, number>(),
): Matches {
  const { from, to, nth, transmission, between } = matcher;
  const pattern = words(matcher.message);

  function isNth(hop: Hop): boolean {
    if (nth === undefined) return true;
    const key = `${hop.from}>${hop.to}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === nth;
  }

  return (hop, summary) => {
    if (from !== undefined && !isNamed(hop.from, from)) return false;
    if (to !== undefined && !isNamed(hop.to, to)) return false;
    if (!wordsMatch(pattern, summary)) return false;
    if (!isNth(hop)) return false;
    if (transmission !== undefined && hop.label.transmission !== transmission) return false;
    return between === undefined || (between[0] <= hop.nowUs && hop.nowUs < between[1]);
  };
}
