// RFC 3261 §20.1, §20.11, §20.15: media types, dispositions, and others that are a word or two with parameters.
import { type Codec, codec } from './codec.ts';
import { skipEscapable, URIC } from './grammar.ts';
import { formatParams, type Params } from './params.ts';
import type { Reader } from './reader.ts';

export interface MediaType {
  /** As written; types compare without regard to case. */
  readonly type: string;
  readonly subtype: string;
  readonly params: Params;
}

/** A word with parameters: a disposition, an event package, a state. */
export interface WithParams {
  readonly value: string;
  readonly params: Params;
}

export const contentType = codec<MediaType>(
  'Content-Type',
  'RFC 3261 §20.15',
  readContentType,
  formatMediaType,
);
/** One media range: `*` stands for any type or subtype. */
export const accept = codec<MediaType>('Accept', 'RFC 3261 §20.1', readMediaType, formatMediaType);

const withParams = (name: string, section: string): Codec<WithParams> =>
  codec(
    name,
    section,
    (reader) => {
      const value = reader.token();
      const params = value === undefined ? undefined : reader.params();
      return value === undefined || params === undefined ? undefined : { value, params };
    },
    ({ value, params }) => value + formatParams(params),
  );

export const contentDisposition = withParams('Content-Disposition', 'RFC 3261 §20.11');
export const acceptEncoding = withParams('Accept-Encoding', 'RFC 3261 §20.2');
export const acceptLanguage = withParams('Accept-Language', 'RFC 3261 §20.3');
/** The event package, with its `id` among the parameters. */
export const event = withParams('Event', 'RFC 6665 §8.2.1');
export const subscriptionState = withParams('Subscription-State', 'RFC 6665 §8.2.3');
/** The protocol, with `cause` and `text` among the parameters. */
export const reason = withParams('Reason', 'RFC 3326 §2');

/** Privacy-hdr = priv-value *( ";" priv-value ): `id`, `none`, `header` … */
export const privacy = codec<readonly string[]>(
  'Privacy',
  'RFC 3323 §4.2',
  (reader) => {
    const values: string[] = [];
    do {
      const value = reader.token();
      if (value === undefined) return undefined;
      values.push(value);
    } while (reader.separator(0x3b));
    return values;
  },
  (values) => values.join(';'),
);

/** Service-ID: the URN of a service, `urn:urn-7:…`. */
const service = (name: string, section: string): Codec<string> =>
  codec(
    name,
    section,
    (reader) => {
      const start = reader.pos;
      reader.pos = skipEscapable(reader.text, start, URIC);
      const text = reader.text.slice(start, reader.pos);
      return /^urn:./i.test(text) ? text : reader.fail('URN expected', start);
    },
    String,
  );

export const pAssertedService = service('P-Asserted-Service', 'RFC 6050 §4.1');
export const pPreferredService = service('P-Preferred-Service', 'RFC 6050 §4.2');

function formatMediaType({ type, subtype, params }: MediaType): string {
  return `${type}/${subtype}${formatParams(params)}`;
}

/** m-type SLASH m-subtype *( SEMI generic-param ) */
function readMediaType(reader: Reader): MediaType | undefined {
  const type = reader.token('media type');
  if (type === undefined) return undefined;
  if (!reader.separator(0x2f)) return reader.fail('"/" expected');
  const subtype = reader.token('media subtype');
  const params = subtype === undefined ? undefined : reader.params();
  return subtype === undefined || params === undefined ? undefined : { type, subtype, params };
}

/** Of a body: no `*`, and m-parameter = m-attribute EQUAL m-value always has its value. */
function readContentType(reader: Reader): MediaType | undefined {
  const media = readMediaType(reader);
  if (media === undefined) return undefined;
  const flag = media.params.find(({ value }) => value === undefined);
  return flag === undefined ? media : reader.fail(`parameter ${flag.name} without a value`);
}
