// Parts of the page are modules, fetched when they are asked for. Many browsers remember of one that could not be fetched that it can't be, for
// as long as the page stands: asked for again, it goes by another name.

/** How often each could not be. */
const failed = new Map<string, number>();

/**
 * The module that `load` imports and returns; where it shares a file with others, it is known by this part of it. Rejects where it can't be
 * fetched; asked for again it is fetched again.
 */
export async function fetched<T extends object>(load: () => Promise<T>, part?: string): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const address = /https?:\S+\.js/.exec(String(error))?.[0];
    if (address === undefined) throw error;
    const times = failed.get(address) ?? 0;
    failed.set(address, times + 1);
    if (times === 0) throw error;
    const file: Record<string, unknown> = await import(/* @vite-ignore */ `${address}?again=${times}`);
    return withPart(file, part) as T;
  }
}

/** A file that holds several modules has each under a name of its own. */
function withPart(file: Record<string, unknown>, part: string | undefined): unknown {
  if (part === undefined || part in file) return file;
  return Object.values(file).find((one) => typeof one === 'object' && one !== null && part in one);
}
