// RFC 5737 and RFC 3849 (addresses for documentation), RFC 5952 (how IPv6 addresses are written).

/** The addresses of one host. */
export interface HostAddresses {
  /** Absent when the three networks are used up. */
  readonly v4?: string;
  readonly v6: string;
}

const V4_NETWORKS = ['192.0.2', '198.51.100', '203.0.113'];
const V4_HOSTS_EACH = 254;

/** The addresses of the host that is declared as the `n`th, from 1: IPv4 for the first 762, IPv6 (2001:db8::n) for all. */
export function addressesOf(n: number): HostAddresses {
  const v6 = formatIpv6([0x2001, 0xdb8, 0, 0, 0, 0, Math.floor(n / 0x10000) & 0xffff, n & 0xffff]);
  const network = V4_NETWORKS[Math.floor((n - 1) / V4_HOSTS_EACH)];
  if (network === undefined) return { v6 };
  return { v4: `${network}.${((n - 1) % V4_HOSTS_EACH) + 1}`, v6 };
}

/**
 * The one way to write an address: dotted IPv4 without leading zeros, IPv6 as RFC 5952 has it. Brackets around IPv6 are taken off.
 * Undefined for what is no address, such as a name.
 */
export function canonicalAddress(text: string): string | undefined {
  if (text.startsWith('[') && text.endsWith(']')) text = text.slice(1, -1);
  if (!text.includes(':')) return parseIpv4(text)?.join('.');
  const groups = parseIpv6(text);
  return groups && formatIpv6(groups);
}

export function isIpv6(address: string): boolean {
  return address.includes(':');
}

function parseIpv4(text: string): number[] | undefined {
  if (text.length > 15) return undefined;
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const octets = parts.map(Number);
  const valid = parts.every((part, i) => /^(0|[1-9]\d{0,2})$/.test(part) && octets[i]! <= 255);
  return valid ? octets : undefined;
}

/** Eight groups of 16 bits (RFC 4291 §2.2). */
function parseIpv6(text: string): number[] | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, i) => parseGroups(half, i === halves.length - 1));
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** The last of them may be an IPv4 address, and counts as two. */
function parseGroups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const octets = mayEndInIpv4 && i === parts.length - 1 ? parseIpv4(part) : undefined;
    if (octets === undefined) return undefined;
    groups.push(octets[0]! * 256 + octets[1]!, octets[2]! * 256 + octets[3]!);
  }
  return groups;
}

/** RFC 5952 §4: lower case, no leading zeros, the first of the longest runs of two or more zero groups as `::`. */
function formatIpv6(groups: readonly number[]): string {
  const [start, length] = longestZeros(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

function longestZeros(groups: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0];
  let start = 0;
  for (let i = 0; i <= groups.length; i++) {
    if (groups[i] === 0) continue;
    if (i - start > best[1]) best = [start, i - start];
    start = i + 1;
  }
  return best;
}
