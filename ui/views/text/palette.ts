/** What a character of the ladder is, for its colour. */
export type Style =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'request'
  | 'response'
  | 'msrp'
  | 'failure'
  | 'timer'
  | 'act'
  | 'good';

/**
 * Mid-tones of the 256-colour palette: each stands out from white and from black by at least 3.8:1, so one palette serves dark and
 * light terminals. Nothing is told by colour alone.
 */
const codes: Readonly<Record<Style, string>> = {
  plain: '',
  dim: '38;5;244',
  strong: '1',
  request: '38;5;32',
  response: '38;5;29',
  msrp: '38;5;133',
  failure: '38;5;166',
  timer: '38;5;100',
  act: '1',
  good: '38;5;29',
};

/** Begins a style; `''` for plain text. */
export function begin(style: Style): string {
  const code = codes[style];
  return code === '' ? '' : `\u001b[${code}m`;
}

export const end = '\u001b[0m';
