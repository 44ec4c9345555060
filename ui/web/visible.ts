// Signs that turn the direction of writing show nothing and move what stands beside them (Unicode UAX #9 §2): in the page they are seen.

const names: Readonly<Record<string, string>> = {
  '\u061c': 'ALM',
  '\u200e': 'LRM',
  '\u200f': 'RLM',
  '\u202a': 'LRE',
  '\u202b': 'RLE',
  '\u202c': 'PDF',
  '\u202d': 'LRO',
  '\u202e': 'RLO',
  '\u2066': 'LRI',
  '\u2067': 'RLI',
  '\u2068': 'FSI',
  '\u2069': 'PDI',
};
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The text with each such sign as its name in Unicode: `‹RLO›`. What is copied or saved is the text itself. */
export function visible(text: string): string {
  return text.replace(turning, signName);
}

/** `‹RLO›`, of one sign. */
function signName(sign: string): string {
  return `‹${names[sign] ?? sign}›`;
}
