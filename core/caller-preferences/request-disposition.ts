// RFC 3841 §9.1: what the caller asks of servers on the way.

/** Each directive as the caller gave it; absent where he left it to the server. */
export interface Disposition {
  readonly handling?: 'proxy' | 'redirect';
  readonly cancel?: boolean;
  readonly fork?: boolean;
  readonly recurse?: boolean;
  readonly parallel?: boolean;
  readonly queue?: boolean;
}

const meanings: Readonly<Record<string, Disposition>> = {
  proxy: { handling: 'proxy' },
  redirect: { handling: 'redirect' },
  cancel: { cancel: true },
  'no-cancel': { cancel: false },
  fork: { fork: true },
  'no-fork': { fork: false },
  recurse: { recurse: true },
  'no-recurse': { recurse: false },
  parallel: { parallel: true },
  sequential: { parallel: false },
  queue: { queue: true },
  'no-queue': { queue: false },
};

/** The directives' names. "The set of request disposition directives is not extensible on purpose." */
export const directives = Object.keys(meanings) as [string, ...string[]];

/**
 * Reads the values of Request-Disposition, in order. Unknown directives are passed over. "There can only be one directive of
 * each type per
 * request": of two the first counts.
 */
export function parseDisposition(values: readonly string[]): Disposition {
  const known = values.flatMap((value) => {
    const name = value.trim().toLowerCase();
    return Object.hasOwn(meanings, name) ? [meanings[name] ?? {}] : [];
  });
  return Object.assign({}, ...known.reverse()) as Disposition;
}
