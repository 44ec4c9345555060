/** A piece of TypeScript source, comments and blanks left out. */
export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'template' | 'regex' | 'sign';
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** After these a slash begins a regular expression, not a division. */
const beforeRegex = new Set(
  'return typeof case do else in of void delete throw new instanceof yield await => ( [ { } , ; : ? ! & | = + - * % < > ~ ^'.split(
    ' ',
  ),
);

const blanks = /[\s\ufeff]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|^#![^\n]*/y;
const word = /[#\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const number = /\d[\w.]*/y;
const string = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const regex = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const sign = /=>|\?\.(?!\d)|\.\.\.|[\s\S]/uy;

const patterns = [
  ['word', word],
  ['number', number],
  ['string', string],
  ['sign', sign],
] as const;

/** The tokens of a source file: enough of TypeScript's lexis to tell code from comments, strings, templates and regular expressions. */
export function tokens(source: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  let line = 1;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  const take = (kind: Token['kind'] | undefined, text: string): void => {
    if (kind !== undefined) found.push({ kind, text, line });
    line += text.split('\n').length - 1;
    at += text.length;
  };

  /** A template's text up to its end or to `${`, whose code is then read like any other. */
  const template = (): void => {
    let end = at + 1;
    while (end < source.length && source[end] !== '`' && !source.startsWith('${', end)) {
      end += source[end] === '\\' ? 2 : 1;
    }
    const opens = source[end] === '$';
    take('template', source.slice(at, end + (opens ? 2 : 1)));
    if (opens) {
      until('}');
      template();
    }
  };

  /** Reads code up to a closing brace that opens nowhere in it; `undefined`: to the end. The brace itself begins what follows. */
  const until = (closing: '}' | undefined): void => {
    let depth = 0;
    while (at < source.length) {
      if (source[at] === '{') depth++;
      else if (source[at] === '}' && depth-- === 0 && closing !== undefined) return;
      one();
    }
  };

  const one = (): void => {
    const gap = match(blanks);
    if (gap !== undefined) take(undefined, gap);
    else if (source[at] === '`') template();
    else code();
  };

  const code = (): void => {
    const previous = found.at(-1);
    const slash = previous === undefined || (previous.kind !== 'string' && beforeRegex.has(previous.text));
    const kinds = slash ? [['regex', regex] as const, ...patterns] : patterns;
    for (const [kind, pattern] of kinds) {
      const text = match(pattern);
      if (text === undefined) continue;
      take(kind, text);
      return;
    }
  };

  until(undefined);
  return found;
}

/** What a file imports: the text between the quotes of `import … from`, `export … from`, `import '…'` and `import('…')`. */
export function imports(all: readonly Token[]): { readonly from: string; readonly line: number }[] {
  return all.flatMap((token, index) => {
    if (token.kind !== 'string') return [];
    const before = all[index - 1];
    const opened = before?.text === '(' && all[index - 2]?.text === 'import';
    const told = before?.kind === 'word' && (before.text === 'from' || before.text === 'import');
    return opened || told ? [{ from: token.text.slice(1, -1), line: token.line }] : [];
  });
}
