// What the page can't do without.
type Wanted = Partial<Pick<typeof globalThis, 'Worker' | 'CompressionStream'>>;

/** What a browser lacks, in words; undefined where it has it all. Those with compression have modules in workers too. */
export function lackOf(scope: Wanted): string | undefined {
  if (scope.Worker === undefined) return 'workers';
  return scope.CompressionStream === undefined ? 'compression' : undefined;
}
