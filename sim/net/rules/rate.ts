import type { Us } from '../../time.ts';
import type { LinkParameters } from '../link-parameters.ts';
import { PASS, type Rule } from './rule.ts';

type Queue = NonNullable<LinkParameters['queue']>;

const US_PER_S = 1_000_000;

/** A line that carries so many bit/s, one packet after another. */
export interface Line {
  /** When it is free again. */
  readonly freeUs: Us;
  /** Puts a packet on it, now or as soon as it is free; when the packet's last bit has left. */
  carry(sizeBytes: number, nowUs: Us): Us;
}

/**
 * The line with a queue before it that drops what finds it full (drop-tail). The packet on the line has left the queue. Times are exact:
 * the part of a µs that a packet leaves over is carried to the next.
 */
export function rateRule(line: Line, queue: Queue | undefined): Rule {
  const waiting = createBacklog();
  return ({ nowUs, sizeBytes }) => {
    if (queue !== undefined && line.freeUs > nowUs) {
      waiting.advance(nowUs);
      const full =
        'packets' in queue ? waiting.packets >= queue.packets : waiting.bytes + sizeBytes > queue.bytes;
      if (full) return { verdict: 'drop', reason: 'queue' };
    }
    const startsUs = Math.max(nowUs, line.freeUs);
    if (queue !== undefined && startsUs > nowUs) waiting.add(startsUs, sizeBytes);
    const leavesUs = line.carry(sizeBytes, nowUs);
    return leavesUs === nowUs ? PASS : { verdict: 'later', byUs: leavesUs - nowUs };
  };
}

/** A line of `rate` bit/s that is busy until `busyUs`. */
export function createLine(rate: number, busyUs: Us): Line {
  let wholeUs = busyUs;
  /** What is used of the µs after `wholeUs`, in 1/rate µs: a positive one makes the line free a µs later. */
  let rest = 0;
  const freeUs = () => wholeUs + (rest > 0 ? 1 : 0);
  return {
    get freeUs() {
      return freeUs();
    },
    carry(sizeBytes, nowUs) {
      if (nowUs >= freeUs()) {
        wholeUs = nowUs;
        rest = 0;
      }
      const work = sizeBytes * 8 * US_PER_S + rest;
      rest = work % rate;
      wholeUs += (work - rest) / rate;
      return freeUs();
    },
  };
}

/** The packets that wait, each until its turn on the line comes. */
function createBacklog() {
  let queue: { readonly startsUs: Us; readonly sizeBytes: number }[] = [];
  let first = 0;
  let bytes = 0;
  return {
    get packets() {
      return queue.length - first;
    },
    get bytes() {
      return bytes;
    },
    add(startsUs: Us, sizeBytes: number): void {
      queue.push({ startsUs, sizeBytes });
      bytes += sizeBytes;
    },
    /** Forgets those whose turn has come; in constant time a packet, over all. */
    advance(nowUs: Us): void {
      for (let next = queue[first]; next !== undefined && next.startsUs <= nowUs; next = queue[first]) {
        bytes -= next.sizeBytes;
        first++;
      }
      if (first > 64 && first * 2 > queue.length) {
        queue = queue.slice(first);
        first = 0;
      }
    },
  };
}
