/**
 * Keyed chance (ARCHITECTURE.md, decision 4): a draw depends on the run's key and its own name alone, never on which others were made.
 */
export interface Chance {
  /** A number in [0, 1) with 53 bits. */
  draw(name: string): number;
  /** An integer in [0, below). */
  integer(name: string, below: number): number;
  /** `length` characters of `[a-z0-9]`: about 5.17 bits each. */
  token(name: string, length: number): string;
}
