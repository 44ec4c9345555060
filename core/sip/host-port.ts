// RFC 3261 §25.1: hostport = host [ ":" port ], where an IPv6 address stands in brackets (IPv6reference).

export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

export function hostPort(address: string, port: number): string {
  return `${bracketed(address)}:${port}`;
}
