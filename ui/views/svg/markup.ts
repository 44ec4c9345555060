import { plain } from '../words.ts';

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

/** The light palette, and the shapes that tell the same without colour. */
export const style = `
  text { font: 12px ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #141b26 }
  .title { font-size: 17px; font-weight: 650 }
  .name { font-weight: 650; text-anchor: middle }
  .time { font-size: 10.5px; fill: #5a6676; text-anchor: end; font-variant-numeric: tabular-nums }
  .lane { stroke: #aeb8c7; stroke-width: 1.2 }
  .plate { fill: #f3f5f8; stroke: #aeb8c7 }
  .label { font-size: 11.5px; text-anchor: middle; paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round }
  .note { font-size: 11px; paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round }
  .arrow { fill: none; stroke: currentColor; stroke-width: 1.65 }
  .msrp .arrow { stroke-width: 4.4 }
  .msrp .core { fill: none; stroke: #fff; stroke-width: 1.6 }
  .provisional .arrow { stroke-width: 1.3; stroke-dasharray: 2 3 }
  .lost .arrow { stroke-dasharray: 7 4 }
  .copy .arrow { stroke-width: 1.2; stroke-dasharray: 4 2.5 }
  .head { fill: currentColor; stroke: none }
  .head.open { fill: none; stroke: currentColor; stroke-width: 1.65 }
  .cross { stroke: currentColor; stroke-width: 2; fill: #fff }
  .request { color: #116ec2 } .response { color: #0d5d43 } .msrp { color: #702075 } .failure { color: #b3500c }
  .timer { color: #503e0d } .timer .sign { fill: #f0c75e; stroke: #503e0d }
  .mark .sign { fill: #141b26 } .fault text, .failure text, text.failure { fill: #b3500c }
  .silence { fill: #5a6676; font-size: 10.5px; text-anchor: end }
  .break { fill: #fff } .verdict { font-weight: 600 } .good { fill: #0d5d43 }
`;
