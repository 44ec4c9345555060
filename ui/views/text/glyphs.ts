/** The characters that a ladder in text is made of; all of them one column wide. */
export interface Glyphs {
  readonly lifeline: string;
  readonly silence: string;
  readonly line: {
    readonly sip: string;
    readonly provisional: string;
    readonly msrp: string;
    readonly lost: string;
  };
  readonly right: string;
  readonly left: string;
  readonly lost: string;
  readonly again: string;
  readonly copy: string;
  readonly apart: (n: number) => string;
  readonly fired: string;
  readonly timer: string;
  readonly mark: Readonly<
    Record<'act' | 'fault' | 'note' | 'binding' | 'score' | 'store' | 'state' | 'ignored', string>
  >;
  readonly ellipsis: string;
  readonly gap: string;
  readonly rule: string;
  readonly good: string;
  readonly bad: string;
  readonly open: string;
  readonly dot: string;
}

export const unicode: Glyphs = {
  lifeline: '│',
  silence: '┊',
  line: { sip: '─', provisional: '╌', msrp: '═', lost: '┄' },
  right: '▶',
  left: '◀',
  lost: '✕',
  again: '↻',
  copy: '②',
  apart: (n) => (n <= 20 ? String.fromCodePoint(0x2460 + n - 1) : `(${n})`),
  fired: '◆',
  timer: '◇',
  mark: { act: '●', fault: '⚑', note: '¶', binding: '■', score: '≡', store: '□', state: '○', ignored: '∅' },
  ellipsis: '…',
  gap: '⋯',
  rule: '─',
  good: '✔',
  bad: '✘',
  open: '·',
  dot: '·',
};

export const ascii: Glyphs = {
  lifeline: '|',
  silence: ':',
  line: { sip: '-', provisional: '-', msrp: '=', lost: '.' },
  right: '>',
  left: '<',
  lost: 'X',
  again: 'r',
  copy: '(copy)',
  apart: (n) => `(${n})`,
  fired: '*',
  timer: 'o',
  mark: { act: '@', fault: '!', note: '#', binding: '+', score: '%', store: '$', state: 'o', ignored: '0' },
  ellipsis: '..',
  gap: '...',
  rule: '-',
  good: 'ok',
  bad: 'FAILED',
  open: '-',
  dot: ',',
};

/** In a pure ASCII ladder, what has an ASCII spelling gets it; what is left becomes `?`. */
export function toAscii(text: string): string {
  return text
    .replaceAll('→', '->')
    .replaceAll('µ', 'u')
    .replaceAll('…', '..')
    .replaceAll('·', '.')
    .replace(/[“”]/g, '"')
    .replace(/[^\u0020-\u007e]/g, '?');
}
