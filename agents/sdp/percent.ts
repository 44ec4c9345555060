// RFC 5547 §6 filename-string: "any byte except NUL, CR, LF, double quotes, or percent", else percent-encoded.

/** Undefined where a percent sign has no two digits behind it, or what was encoded is not UTF-8. */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** With control characters encoded, and those that `more` finds, which are ASCII. */
export function percentEncoded(text: string, more: RegExp): string {
  let said = '';
  for (const character of text)
    said += character < ' ' || character === '\x7f' || more.test(character) ? encoded(character) : character;
  return said;
}

function encoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
