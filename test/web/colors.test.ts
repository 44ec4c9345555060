import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apart, ciede2000, contrast, eyes } from '../support/color.ts';

// The page's colours hold for every eye (T16 of README.md). axe cannot judge text in an SVG, so its colours are judged here.

const sheet = readFileSync(new URL('../../ui/web/style/tokens.css', import.meta.url), 'utf8');

function theme(selector: string): (name: string) => string {
  const block = sheet.slice(sheet.indexOf(`${selector} {`)).split('}', 1)[0] ?? '';
  const colors = new Map(
    [...block.matchAll(/--([\w-]+): (#[\da-f]{3,6});/g)].map(([, name, hex]) => [name, hex]),
  );
  return (name) => {
    const hex = colors.get(name);
    if (hex === undefined) throw new Error(`no colour ${name} under ${selector}`);
    return hex;
  };
}

const roles = ['req', 'ok', 'msrp', 'bad', 'timer'] as const;
const surfaces = ['surface', 'surface2', 'bg', 'sunk'] as const;

describe('the yardsticks themselves', () => {
  it('measure contrast as WCAG does', () => {
    expect(contrast('#000', '#fff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  // From the supplementary data of Sharma, Wu and Dalal.
  it.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
    [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as const)('measure distances as CIEDE2000 does', (one, other, expected) => {
    expect(ciede2000(one, other)).toBeCloseTo(expected, 4);
  });
});

describe.each([':root', '[data-theme="dark"]'])('the colours of %s', (selector) => {
  const color = theme(selector);

  it('let text be read: 4.5 to 1 for every role and ink on every surface, and on its own tint', () => {
    const texts = [...roles, 'ink', 'ink2', 'ink3', 'accent'];
    const low = texts.flatMap((text) =>
      surfaces
        .filter((surface) => contrast(color(text), color(surface)) < 4.5)
        .map((surface) => `${text} on ${surface}: ${contrast(color(text), color(surface)).toFixed(2)}`),
    );
    expect(low).toEqual([]);
    for (const role of roles) expect(contrast(color(role), color(`${role}-bg`))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(color('on-accent'), color('accent'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(color('on-bad'), color('bad'))).toBeGreaterThanOrEqual(4.5);
  });

  it('let shapes be seen: 3 to 1', () => {
    for (const role of roles) expect(contrast(color(role), color('surface'))).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.entries(eyes))('keep the five roles apart for the %s eye', (_, eye) => {
    const near = roles.flatMap((one, at) =>
      roles.slice(at + 1).flatMap((other) => {
        const distance = apart(color(one), color(other), eye);
        return distance < 12 ? [`${one} and ${other}: ${distance.toFixed(1)}`] : [];
      }),
    );
    expect(near).toEqual([]);
  });
});
