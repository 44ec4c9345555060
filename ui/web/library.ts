// The scenarios that ship, by name: a list that the build has made. Their texts come when somebody asks for them (`state/texts.ts`).

export interface LibraryEntry {
  /** `figure-1`, `core/digest`: what the command line calls it. */
  readonly name: string;
  readonly title: string;
  readonly topic: string;
}

/** By folder and name, the top folder first. */
export const library: readonly LibraryEntry[] = import.meta.env.LIBRARY.map(([name, title, topic]) => ({
  name,
  title,
  topic,
}));

export function shipped(name: string): LibraryEntry | undefined {
  return library.find((entry) => entry.name === name);
}
