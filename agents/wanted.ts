// Which files of those that are offered a receiver takes: names against patterns, `*` for any characters and `?` for one.

/** A file is taken when its name matches one of `accept` and none of `decline`. */
export function wanted(
  name: string,
  files: { readonly accept: readonly string[]; readonly decline: readonly string[] },
): boolean {
  return (
    files.accept.some((pattern) => matches(pattern, name)) &&
    !files.decline.some((pattern) => matches(pattern, name))
  );
}

/** Linear but for the last `*`: after a mismatch only that one is tried again, further on. */
export function matches(pattern: string, text: string): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let t = 0; t < text.length; ) {
    if (pattern[p] === '?' || (pattern[p] === text[t] && pattern[p] !== '*')) {
      p++;
      t++;
    } else if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
