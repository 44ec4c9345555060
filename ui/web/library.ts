// The scenarios that ship, as text in the page.

export interface LibraryEntry {
  /** `figure-1`, `core/digest`: what the command line calls it. */
  readonly name: string;
  readonly title: string;
  readonly topic: string;
  readonly text: string;
}

const texts = import.meta.glob<string>(
  ['../../scenarios/**/*.yaml', '!../../scenarios/lab/**', '!../../scenarios/files/**'],
  { query: '?raw', import: 'default', eager: true },
);

/** By folder and name, the top folder first. */
export const library: readonly LibraryEntry[] = Object.entries(texts)
  .map(([path, text]) => entryOf(path, text))
  .sort((a, b) => depth(a) - depth(b) || (a.name < b.name ? -1 : 1));

export function shipped(name: string): LibraryEntry | undefined {
  return library.find((entry) => entry.name === name);
}

function entryOf(path: string, text: string): LibraryEntry {
  const name = path.replace('../../scenarios/', '').replace(/\.yaml$/, '');
  const folder = name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : 'Basics';
  return { name, title: field(text, 'title') ?? name, topic: field(text, 'topic') ?? folder, text };
}

/** A top-level key of one of our own files, whose values are plain words; the loader reads them in earnest. */
function field(text: string, key: string): string | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${key}:`));
  return line
    ?.slice(key.length + 1)
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2');
}

function depth({ name }: LibraryEntry): number {
  return name.split('/').length;
}
