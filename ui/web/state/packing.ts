// Text made short for an address: deflated and written in base64url; `unpacking.ts` reads it. The browser's own streams do it, and Node's.
import { throughStream } from './unpacking.ts';

export function canPack(): boolean {
  return typeof CompressionStream === 'function' && typeof DecompressionStream === 'function';
}

export async function pack(text: string): Promise<string> {
  const octets = new TextEncoder().encode(text);
  const packed = await throughStream(octets, new CompressionStream('deflate-raw'), Number.POSITIVE_INFINITY);
  let binary = '';
  for (const octet of packed ?? []) binary += String.fromCharCode(octet);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
