/**
 * The octets of an address as text: 4 of `192.0.2.1`, 16 of `2001:db8::1` (RFC 4291 §2.2, without the mixed form that ends in dots).
 * The lab writes its addresses itself, so anything else is a defect of ours and throws.
 */
export function addressOctets(text: string): Uint8Array {
  return text.includes(':') ? sixteenOctets(text) : fourOctets(text);
}

function fourOctets(text: string): Uint8Array {
  const octets = text.split('.').map(Number);
  if (
    octets.length !== 4 ||
    !octets.every((octet) => Number.isInteger(octet) && octet >= 0 && octet <= 255)
  ) {
    throw new Error(`not an IP address: ${text}`);
  }
  return Uint8Array.from(octets);
}

function sixteenOctets(text: string): Uint8Array {
  const [head = '', tail, ...more] = text.split('::');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const missing = 8 - before.length - after.length;
  const all = [...before, ...Array<number>(Math.max(missing, 0)).fill(0), ...after];
  const isWhole = more.length === 0 && (tail === undefined ? missing === 0 : missing > 0);
  if (!isWhole || !all.every((group) => group >= 0 && group <= 0xffff))
    throw new Error(`not an IP address: ${text}`);
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}
