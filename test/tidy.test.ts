import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBeneath, type Source, sourcesBeneath } from './support/sources.ts';
import { imports, type Token, tokens } from './support/tokens.ts';

// The rules of how the code is laid out that a machine can judge.

const layers = ['sim', 'core', 'agents', 'scenarios', 'ui'] as const;
const product = sourcesBeneath(...layers);
const tests = sourcesBeneath('test');

/** Files over 400 lines, each with its reason. */
const longFiles: Readonly<Record<string, string>> = {};

/** Who uses which outside package; `''`: whoever has a machine. */
const owners: Readonly<Record<string, string>> = {
  seedrandom: 'sim/',
  '@stdlib/math-base-special-ln': 'sim/',
  '@stdlib/math-base-special-exp': 'sim/',
  '@noble/hashes': 'sim/hash.ts',
  xstate: '',
  yaml: 'scenarios/lab/',
  zod: 'scenarios/lab/',
  'sdp-transform': 'agents/sdp/',
  d3: 'ui/web/',
  'lit-html': 'ui/web/',
  '@preact/signals-core': 'ui/web/',
  '@codemirror/autocomplete': 'ui/web/editor/',
  '@codemirror/commands': 'ui/web/editor/',
  '@codemirror/lang-yaml': 'ui/web/editor/',
  '@codemirror/language': 'ui/web/editor/',
  '@codemirror/lint': 'ui/web/editor/',
  '@codemirror/state': 'ui/web/editor/',
  '@codemirror/view': 'ui/web/editor/',
  '@lezer/highlight': 'ui/web/editor/',
};

const clocks = ['Date', 'setTimeout', 'setInterval', 'setImmediate', 'process', 'performance'];
const browser = [
  'window',
  'document',
  'navigator',
  'localStorage',
  'fetch',
  'HTMLElement',
  'requestAnimationFrame',
];

describe('imports', () => {
  it('point left only: sim < core < agents < scenarios < ui', () => {
    const wrong = inner().filter(({ from, to }) => layerOf(to) > layerOf(from));
    expect(wrong.map(told)).toEqual([]);
  });

  it('leave the folders of the two protocols closed: they import nothing of the project from outside', () => {
    const closed = ['core/sip/', 'agents/msrp/'];
    const wrong = inner().filter(({ from, to }) =>
      closed.some((folder) => from.startsWith(folder) && !to.startsWith(folder)),
    );
    expect(wrong.map(told)).toEqual([]);
  });

  it('give agents nothing of the core but SIP and the one file where it meets a host', () => {
    const allowed = (to: string): boolean => to.startsWith('core/sip/') || to === 'core/sip-host.ts';
    const wrong = inner().filter(
      ({ from, to }) => from.startsWith('agents/') && to.startsWith('core/') && !allowed(to),
    );
    expect(wrong.map(told)).toEqual([]);
  });

  it('say the extension, so that the file is the one that runs', () => {
    const wrong = inner().filter(({ to }) => !/\.(?:ts|json|css)$/.test(to));
    expect(wrong.map(told)).toEqual([]);
  });

  it('take each outside package in the one place that owns it', () => {
    const wrong = outer().filter(({ from, to }) => {
      const owner = owners[packageOf(to)];
      return !to.startsWith('node:') && (owner === undefined || !from.startsWith(owner));
    });
    expect(wrong.map(told)).toEqual([]);
  });

  it('give the program nothing that only the page has, nor the types of that', () => {
    const of = new Map<string, ReturnType<typeof all>>();
    for (const one of all()) of.set(one.from, [...(of.get(one.from) ?? []), one]);
    const seen = new Set(product.map(({ path }) => path).filter((path) => path.startsWith('ui/cli/')));
    for (const path of seen) for (const { to, inside } of of.get(path) ?? []) if (inside) seen.add(to);
    const reached = [...seen].flatMap((path) => of.get(path) ?? []).filter(({ inside }) => !inside);
    expect(seen.has('ui/web/picture/of-run.ts')).toBe(true);
    const wrong = reached.filter(({ to }) => (owners[packageOf(to)] ?? '').startsWith('ui/web/'));
    expect(wrong.map(told)).toEqual([]);
  });

  it('leave node to the command line', () => {
    const wrong = outer().filter(({ from, to }) => to.startsWith('node:') && !from.startsWith('ui/cli/'));
    expect(wrong.map(told)).toEqual([]);
  });
});

describe('the world outside', () => {
  it('has no clock and no chance in sim, core and agents but the lab’s own', () => {
    const sources = product.filter(({ path }) => /^(?:sim|core|agents)\//.test(path));
    const wrong = sources.flatMap((source) => [...uses(source, clocks), ...usesRandom(source)]);
    expect(wrong).toEqual([]);
  });

  it('has no browser in what also runs without one', () => {
    const sources = product.filter(({ path }) =>
      /^(?:sim|core|agents|scenarios|ui\/views|ui\/web\/picture)\//.test(path),
    );
    expect(sources.flatMap((source) => uses(source, [...browser, 'process', 'Buffer']))).toEqual([]);
  });
});

describe('files', () => {
  it('fit the head: at most 400 lines, or a reason', () => {
    const wrong = [...product, ...tests].filter(({ path, text }) => {
      return text.split('\n').length > 401 && longFiles[path] === undefined;
    });
    expect(wrong.map(({ path, text }) => `${path}: ${text.split('\n').length - 1} lines`)).toEqual([]);
  });

  it('have names in kebab-case', () => {
    const wrong = [...product, ...tests].filter(({ path }) => {
      return !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:machine|test|bench|d|worker))*\.ts$/.test(
        posix.basename(path),
      );
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('lie in folders with a README that says where to start', () => {
    const all = filesBeneath('.').filter((path) => !path.startsWith('node_modules/'));
    const has = new Set(all.filter((path) => path.endsWith('/README.md')).map((path) => posix.dirname(path)));
    expect(documented().filter((folder) => !has.has(folder))).toEqual([]);
  });

  it('leave nothing to be done and nothing silenced', () => {
    const wrong = [...product, ...tests].flatMap((source) => [...unfinished(source), ...silenced(source)]);
    expect(wrong).toEqual([]);
  });
});

describe('tests', () => {
  it('assert something, each of them', () => {
    const helpers = new Set(tests.flatMap(assertingHelpers));
    const empty = tests
      .filter(({ path }) => path.endsWith('.test.ts'))
      .flatMap((source) => testsWithout(source, helpers));
    expect(empty).toEqual([]);
  });

  it('are all run', () => {
    const wrong = tests.flatMap(({ path, tokens: all }) =>
      all
        .filter(
          ({ text }, at) =>
            /^(?:skip|only|todo)$/.test(text) && all[at - 1]?.text === '.' && isTestWord(all[at - 2]),
        )
        .map(({ line }) => `${path}:${line}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the reader of sources', () => {
  it('tells code from comments, strings, templates and regular expressions', () => {
    const template = ['`Date $', '{b.c /* x */} $', '{`$', '{d}`} Date`'].join('');
    const source = `a /* Date */ = 'Date' + ${template}; // Date\nreturn /Date'/.test(e / f / g);`;
    const words = tokens(source).filter(({ kind }) => kind === 'word');
    expect(words.map(({ text }) => text).join(' ')).toBe('a b c d return test e f g');
    expect(words.at(-1)?.line).toBe(2);
  });

  it('finds every form of import', () => {
    const source =
      "import a from './a.ts';\nimport './b.ts';\nexport * from './c.ts';\nconst d = await import('./d.ts');";
    expect(imports(tokens(source)).map(({ from }) => from)).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts']);
  });
});

interface Import {
  readonly from: string;
  readonly to: string;
  readonly line: number;
}

function all(): (Import & { readonly inside: boolean })[] {
  return product.flatMap(({ path, tokens: code }) =>
    imports(code).map(({ from: said, line }) => {
      const inside = said.startsWith('.');
      return {
        from: path,
        to: inside ? posix.join(posix.dirname(path), said) : said,
        line,
        inside,
      };
    }),
  );
}

function inner(): Import[] {
  return all().filter(({ inside }) => inside);
}

function outer(): Import[] {
  return all().filter(({ inside }) => !inside);
}

function told({ from, to, line }: Import): string {
  return `${from}:${line} imports ${to}`;
}

function layerOf(path: string): number {
  const layer = layers.findIndex((name) => path.startsWith(`${name}/`));
  return layer < 0 ? Number.MAX_SAFE_INTEGER : layer;
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Where a file uses a global of the platform: not a member, not a key, and not a name that the file gives itself. */
function uses({ path, tokens: code }: Source, globals: readonly string[]): string[] {
  const own = new Set(
    globals.filter((name) => code.some((token, at) => token.text === name && isDeclared(code, at))),
  );
  return code
    .filter(
      ({ kind, text }, at) =>
        kind === 'word' && globals.includes(text) && !own.has(text) && !isMember(code, at),
    )
    .map(({ text, line }) => `${path}:${line} uses ${text}`);
}

function usesRandom({ path, tokens: code }: Source): string[] {
  return code
    .filter(({ text }, at) => text === 'random' && code[at - 2]?.text === 'Math')
    .map(({ line }) => `${path}:${line} uses Math.random`);
}

/** `x.Date`, `Date: …`, and a method `setTimeout(fn, delay) {` or `setTimeout(fn: …)` of an object or an interface. */
function isMember(code: readonly Token[], at: number): boolean {
  const before = code[at - 1]?.text ?? '';
  const after = code[at + 1]?.text ?? '';
  if (before === '.' || before === '?.' || after === ':') return true;
  if (after === '?' && code[at + 2]?.text === ':') return true;
  if (after !== '(') return false;
  let depth = 0;
  for (let end = at + 1; end < code.length; end++) {
    if (code[end]?.text === '(') depth++;
    else if (code[end]?.text === ')' && --depth === 0) return /^[{:]$/.test(code[end + 1]?.text ?? '');
  }
  return false;
}

/** `const window`, `(document: …)`, `{ seq, window } = …`. */
function isDeclared(code: readonly Token[], at: number): boolean {
  const before = code[at - 1]?.text ?? '';
  const after = code[at + 1]?.text ?? '';
  if (/^(?:const|let|function|class|interface|type)$/.test(before)) return true;
  return (/^[({,]$/.test(before) && /^[:?]$/.test(after)) || (/^[{,]$/.test(before) && /^[},]$/.test(after));
}

/** Source folders of the first and second level that hold code. */
function documented(): string[] {
  const second = product
    .map(({ path }) => path.split('/').slice(0, 2))
    .filter(([, name]) => !name?.endsWith('.ts'));
  return [...new Set([...layers, 'test', ...second.map((parts) => parts.join('/'))])].sort();
}

/** Words that say that something is left to be done, in comments as anywhere. */
function unfinished({ path, text }: Source): string[] {
  const words = new RegExp(`\\b(?:${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`);
  return text
    .split('\n')
    .flatMap((line, index) => (words.test(line) ? [`${path}:${index + 1} leaves work to be done`] : []));
}

function silenced({ path, text, tokens: code }: Source): string[] {
  const comments = text.split('\n').flatMap((line, index) => {
    return silencer(path).test(line) ? [`${path}:${index + 1}`] : [];
  });
  const casts = code.filter(({ text: as }, at) => as === 'as' && code[at + 1]?.text === 'any');
  return [...comments, ...casts.map(({ line }) => `${path}:${line}`)].map(
    (place) => `${place} silences the compiler`,
  );
}

/** A test may expect an error of the compiler's: that asserts that there is one. */
function silencer(path: string): RegExp {
  const words = path.startsWith('test/') ? 'ignore|nocheck' : 'ignore|nocheck|expect-error';
  return new RegExp(`^\\s*/[/*]\\s*(?:@ts-(?:${words})|biome-ignore)`);
}

function isTestWord(token: Token | undefined): boolean {
  return token !== undefined && /^(?:it|test|describe)$/.test(token.text);
}

/** Functions of the tests that assert on behalf of others. */
function assertingHelpers({ tokens: code }: Source): string[] {
  return code.flatMap(({ text }, at) => {
    if (text !== 'function' && text !== 'const') return [];
    const name = code[at + 1];
    if (name?.kind !== 'word') return [];
    const end = code.findIndex(
      (token, index) => index > at && /^(?:function|const|it|test|describe)$/.test(token.text),
    );
    const body = code.slice(at + 2, end < 0 ? undefined : endOf(code, at + 2));
    return body.some(isAssertion) ? [name.text] : [];
  });
}

/** The end of the declaration that goes on at `at`: its closing brace, or the `;` before any. */
function endOf(code: readonly Token[], at: number): number {
  let depth = 0;
  for (let end = at; end < code.length; end++) {
    const text = code[end]?.text ?? '';
    if (/^[([{]$/.test(text)) depth++;
    else if (/^[)\]}]$/.test(text) && --depth === 0 && text === '}') return end + 1;
    else if (text === ';' && depth === 0) return end;
  }
  return code.length;
}

function isAssertion({ kind, text }: Token): boolean {
  return kind === 'word' && /^(?:expect|assert)/.test(text);
}

/** Tests that call neither an assertion nor a helper that asserts. */
function testsWithout({ path, tokens: code }: Source, helpers: ReadonlySet<string>): string[] {
  return code.flatMap((token, at) => {
    if (!isTest(code, at)) return [];
    const open = code.findIndex(({ text }, index) => index > at && text === '(');
    const body = code.slice(open, endOfCall(code, open));
    const asserts = body.some(
      (part) => isAssertion(part) || (part.kind === 'word' && helpers.has(part.text)),
    );
    return asserts ? [] : [`${path}:${token.line} asserts nothing`];
  });
}

/** `it('…', …)`, `it.each(…)('…', …)`; not a variable of that name. */
function isTest(code: readonly Token[], at: number): boolean {
  if (!/^(?:it|test)$/.test(code[at]?.text ?? '') || code[at - 1]?.text === '.') return false;
  const [next, after] = [code[at + 1]?.text, code[at + 2]];
  return (
    (next === '(' && /^(?:string|template)$/.test(after?.kind ?? '')) ||
    (next === '.' && after?.text === 'each')
  );
}

/** The end of a call, and of the call of what it answers: `it.each(…)(…)`. */
function endOfCall(code: readonly Token[], open: number): number {
  let depth = 0;
  for (let end = open; end < code.length; end++) {
    if (code[end]?.text === '(') depth++;
    else if (code[end]?.text === ')' && --depth === 0 && code[end + 1]?.text !== '(') return end;
  }
  return code.length;
}
