// RFC 3986 §3.2.2 IPv4address, IPv6address: numeric hosts by their value, so that two spellings of one address compare equal.

/** The four octets of `192.0.2.1`; undefined if it is no such address. */
export function ipv4Octets(text: string): readonly number[] | undefined {
  if (text.length > 15) return undefined;
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const octets = parts.map(decimalOctet);
  return octets.every((octet) => octet !== undefined) ? (octets as number[]) : undefined;
}

/** The eight groups of `2001:db8::1` or `::ffff:192.0.2.1`; undefined if it is no such address. */
export function ipv6Groups(text: string): readonly number[] | undefined {
  if (text.length > 45) return undefined;
  const gap = text.indexOf('::');
  if (gap < 0) return exactly(groupsOf(text), 8);
  const before = groupsOf(text.slice(0, gap));
  const after = groupsOf(text.slice(gap + 2));
  if (before === undefined || after === undefined) return undefined;
  const zeros = 8 - before.length - after.length;
  // "::" stands for at least one group.
  return zeros >= 1 ? [...before, ...new Array<number>(zeros).fill(0), ...after] : undefined;
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const tail = ipv4Octets(parts.at(-1) ?? '');
  if (tail)
    parts.splice(-1, 1, ((tail[0]! << 8) | tail[1]!).toString(16), ((tail[2]! << 8) | tail[3]!).toString(16));
  const groups = parts.map(hexGroup);
  return groups.every((group) => group !== undefined) ? (groups as number[]) : undefined;
}

function exactly(groups: number[] | undefined, count: number): number[] | undefined {
  return groups?.length === count ? groups : undefined;
}

function decimalOctet(text: string): number | undefined {
  if (text.length < 1 || text.length > 3) return undefined;
  if (text.length > 1 && text[0] === '0') return undefined;
  for (const char of text) if (char < '0' || char > '9') return undefined;
  const value = Number(text);
  return value <= 255 ? value : undefined;
}

function hexGroup(text: string): number | undefined {
  if (text.length < 1 || text.length > 4) return undefined;
  for (const char of text) if (!'0123456789abcdefABCDEF'.includes(char)) return undefined;
  return Number.parseInt(text, 16);
}
