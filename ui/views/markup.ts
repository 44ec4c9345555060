import { plain } from './words.ts';

/** Text as XML holds it: markup escaped, what XML 1.0 §2.2 forbids replaced. */
export function xml(text: string): string {
  return plain(text)
    .replace(
      /[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A number with at most one decimal: enough for pixels. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A number with at most two decimals: enough for pixels that are drawn twice as large. */
export function hundredths(value: number): string {
  return String(Math.round(value * 100) / 100);
}
