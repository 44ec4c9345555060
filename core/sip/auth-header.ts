// RFC 3261 §20.7, §20.27, §20.28, §20.44, §25.1 challenge and credentials: a scheme and parameters with commas between them.
import { type Codec, codec } from './codec.ts';
import type { Params } from './params.ts';
import type { Reader } from './reader.ts';

/** `Digest` and others, unknown ones too (RFC 4475 §3.3.7). */
export interface Auth {
  readonly scheme: string;
  readonly params: Params;
}

const auth = (name: string, section: string): Codec<Auth> =>
  codec(
    name,
    section,
    (reader) => {
      const scheme = reader.token('authentication scheme');
      if (scheme === undefined) return undefined;
      const start = reader.pos;
      reader.skipWs();
      if (reader.pos === start) return reader.fail('white space expected after the scheme');
      const params = readAuthParams(reader);
      return params === undefined ? undefined : { scheme, params };
    },
    ({ scheme, params }) => `${scheme} ${formatAuthParams(params)}`,
  );

export const wwwAuthenticate = auth('WWW-Authenticate', 'RFC 3261 §20.44');
export const proxyAuthenticate = auth('Proxy-Authenticate', 'RFC 3261 §20.27');
export const authorization = auth('Authorization', 'RFC 3261 §20.7');
export const proxyAuthorization = auth('Proxy-Authorization', 'RFC 3261 §20.28');
export const authenticationInfo = codec<Params>(
  'Authentication-Info',
  'RFC 3261 §20.6',
  readAuthParams,
  formatAuthParams,
);

/** auth-param *( COMMA auth-param ); auth-param = token EQUAL ( token / quoted-string ). */
function readAuthParams(reader: Reader): Params | undefined {
  const start = reader.pos;
  const first = reader.param();
  const others = first === undefined ? undefined : reader.params(0x2c);
  if (first === undefined || others === undefined) return undefined;
  const params = [first, ...others];
  const flag = params.find(({ value }) => value === undefined);
  return flag === undefined
    ? reader.once(params, start)
    : reader.fail(`parameter ${flag.name} without a value`, start);
}

function formatAuthParams(params: Params): string {
  return params.map(({ name, value = '""' }) => `${name}=${value}`).join(', ');
}
