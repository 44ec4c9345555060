// Instants as an address has them: in ms, with the µs behind the point: `1620`, `0.25`.

const whole = /^\d{1,12}(?:\.\d{1,3})?$/;

export function writeInstant(us: number): string {
  const behind = String(us % 1_000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${Math.floor(us / 1_000)}${behind && `.${behind}`}`;
}

/** In µs; undefined where it is none. */
export function readInstant(text: string): number | undefined {
  if (!whole.test(text)) return undefined;
  const [ms = '', behind = ''] = text.split('.');
  return Number(ms) * 1_000 + Number(behind.padEnd(3, '0'));
}

/** `1000-2000`, the earlier one first. */
export function writeSpan({
  fromUs,
  untilUs,
}: {
  readonly fromUs: number;
  readonly untilUs: number;
}): string {
  return `${writeInstant(fromUs)}-${writeInstant(untilUs)}`;
}

export function readSpan(text: string): { readonly fromUs: number; readonly untilUs: number } | undefined {
  const [from = '', until = '', ...more] = text.split('-');
  const [fromUs, untilUs] = [readInstant(from), readInstant(until)];
  if (fromUs === undefined || untilUs === undefined || more.length > 0 || fromUs >= untilUs) return undefined;
  return { fromUs, untilUs };
}
