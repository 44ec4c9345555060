import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../vectors/', import.meta.url);

/** The published MSRP messages: RFC 4975, 4976 and 5547. */
export const published = ['rfc4975', 'rfc4976', 'rfc5547'].flatMap((rfc) =>
  readdirSync(new URL(rfc, root))
    .filter((name) => name.endsWith('.msrp'))
    .sort()
    .map((name) => ({
      name: `${rfc}/${name}`,
      bytes: new Uint8Array(readFileSync(new URL(`${rfc}/${name}`, root))),
    })),
);

export function table<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`msrp/${name}.json`, root), 'utf8')) as T;
}
