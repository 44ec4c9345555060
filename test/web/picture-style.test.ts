import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { asOnPage } from '../../ui/web/picture/style.ts';

const css = (path: string): string =>
  readFileSync(new URL(`../../ui/web/${path}`, import.meta.url), 'utf8').replace(/\/\*.*?\*\//gs, '');

/** What a reader points at, chooses or asks for is not in a picture. */
const readersOwn =
  /selected|beside|\.band|\.front|\.preview|\.tip|\.measure|\.related|\.original|\.split|\.asked|\.cut\b|\.veil|^\.ladder$/;
const ownFonts: Readonly<Record<string, string>> = {
  sans: '"Inter V", Inter, Helvetica, Arial, sans-serif',
  mono: '"JetBrains V", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace',
};

/** The rules that the page draws its ladder by, in light colours, each colour as it comes out. */
function rulesOfThePage(): string {
  const light = new Map(
    [.../:root \{(.*?)\}/s.exec(css('style/tokens.css'))![1]!.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(
      ([, name, value]): [string, string] => [name!, ownFonts[name!] ?? value!],
    ),
  );
  const rules = [
    ...css('style/ladder.css')
      .split('@media')[0]!
      .matchAll(/([^{}]+)\{([^{}]*)\}/g),
    ...css('style/panels.css').matchAll(/(\.look-\w+) \{( --tone:[^{}]*)\}/g),
    ...css('compare/compare.css').matchAll(/(\.ladder [^{}]+)\{([^{}]*)\}/g),
  ];
  return rules
    .map(([, selectors, body]): [string, string] => [
      selectors!
        .split(',')
        .map((one) => one.trim())
        .filter((one) => !readersOwn.test(one))
        .join(', '),
      body!
        .trim()
        .replace(/var\(--tone\)/g, 'TONE')
        .replace(/var\(--([\w-]+)\)/g, (_, name: string) => light.get(name)!)
        .replace(/color-mix\(in srgb, #(\w{6}) (\d+)%, #fff\)/g, mixedWithWhite),
    ])
    .filter(([selectors, body]) => selectors !== '' && !/^color: TONE;$/.test(body))
    .map(([selectors, body]) => `${selectors} { ${body.replace('--tone:', 'color:')} }`)
    .join('\n');
}

function mixedWithWhite(_: string, color: string, percent: string): string {
  const mixed = [0, 2, 4].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16);
    return Math.round(255 + ((part - 255) * Number(percent)) / 100);
  });
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

it('a picture is drawn by the rules that the page is drawn by', () => {
  const rules = rulesOfThePage();
  expect(rules).not.toMatch(/var\(|color-mix|undefined/);
  expect(asOnPage).toBe(rules);
});
