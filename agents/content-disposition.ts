// RFC 2183 §2: what a Content-Disposition that came says of a file.
import type { FileDates } from './sdp/types.ts';

export interface Disposition {
  /** `render`, `attachment` …, in lower case. */
  readonly type: string;
  readonly filename?: string;
  readonly dates?: FileDates;
}

/** Reads it; what is no parameter is passed over. Linear in the text. */
export function readDisposition(text: string): Disposition {
  const [type = '', ...rest] = pieces(text);
  const said = new Map<string, string>();
  for (const piece of rest) {
    const equals = piece.indexOf('=');
    const name = piece.slice(0, Math.max(equals, 0)).trim().toLowerCase();
    if (name !== '' && !said.has(name)) said.set(name, unquoted(piece.slice(equals + 1).trim()));
  }
  const filename = said.get('filename');
  const dates: { -readonly [K in keyof FileDates]: FileDates[K] } = {};
  for (const kind of ['creation', 'modification', 'read'] as const) {
    const date = said.get(`${kind}-date`);
    if (date !== undefined) dates[kind] = date;
  }
  return {
    type: type.trim().toLowerCase(),
    ...(filename !== undefined && { filename }),
    ...(Object.keys(dates).length > 0 && { dates }),
  };
}

/** Whether it is to be shown by itself. "Unrecognized disposition types should be treated as attachment" (RFC 2183 §2.8); none is `render` (RFC 5547 §7). */
export function isRendered(type = 'render'): boolean {
  return ['render', 'inline'].includes(type.toLowerCase());
}

/** Parted at each semicolon outside of quotes. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && quoted) at++;
    else if (character === '"') quoted = !quoted;
    else if (character === ';' && !quoted) {
      found.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...found, text.slice(start)];
}

function unquoted(value: string): string {
  const isQuoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
  return isQuoted ? value.slice(1, -1).replace(/\\(.)/gs, '$1') : value;
}
