// Text that is kept longer than the message that it came in.

/**
 * The same text as a string of its own. Engines let a piece of a text hold on to the whole of it, and a text that was put together to its
 * pieces: kept as it is, a branch holds a message with its body. What JSON reads is written anew.
 */
export function standAlone(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}
