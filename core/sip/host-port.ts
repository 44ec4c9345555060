// RFC 3261 §25.1: hostport = host [ ":" port ], where an IPv6 address stands in brackets (IPv6reference).
import { formatHost } from './host.ts';

export function hostPort(address: string, port: number): string {
  return `${formatHost(address)}:${port}`;
}
