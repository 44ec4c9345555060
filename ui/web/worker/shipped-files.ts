// What the shipped scenarios push, bundled with the code that runs them.
import type { ReadFile } from './open-simulation.ts';

const urls = import.meta.glob<string>('../../../scenarios/files/*', {
  query: '?inline',
  import: 'default',
  eager: true,
});

/** Reads files beside a shipped scenario: `files/sunset.jpg` of `figure-1`, `../files/sunset.jpg` of `core/digest`. */
export function filesBeside(scenario: string): ReadFile {
  return (path) => {
    const base = new URL(`lab:///scenarios/${scenario}`);
    const wanted = `../../..${new URL(path, base).pathname}`;
    const url = urls[wanted];
    return url === undefined ? undefined : bytesOf(url);
  };
}

/** The octets of a data URL, in base64 or percent-encoded. */
function bytesOf(url: string): Uint8Array {
  const comma = url.indexOf(',');
  const data = url.slice(comma + 1);
  if (!url.slice(0, comma).endsWith(';base64')) return new TextEncoder().encode(decodeURIComponent(data));
  return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
}
