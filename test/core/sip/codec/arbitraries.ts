// Everything of SIP that can be built, for properties.
import fc from 'fast-check';
import { quote } from '../../../../core/sip/grammar.ts';
import * as codecs from '../../../../core/sip/header-table.ts';
import type { HeaderField, SipMessage } from '../../../../core/sip/message.ts';
import { makeRequest, makeResponse } from '../../../../core/sip/message-index.ts';
import type { NameAddr } from '../../../../core/sip/name-addr.ts';
import type { Param, Params } from '../../../../core/sip/params.ts';
import { formatUri, type OtherUri, type SipUri, type TelUri, type Uri } from '../../../../core/sip/uri.ts';
import type { Via } from '../../../../core/sip/via.ts';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const of = (characters: string, minLength = 1, maxLength = 12): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });

export const token = of(`${ALNUM}-.!%*_+\`'~`);
const escape_ = fc.integer({ min: 0, max: 255 }).map((byte) => `%${byte.toString(16).padStart(2, '0')}`);
const escapable = (characters: string, minLength = 1): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...characters) }, escape_), {
      minLength,
      maxLength: 10,
    })
    .map((pieces) => pieces.join(''));

const UNRESERVED = `${ALNUM}-_.!~*'()`;
const label = of(`${ALNUM}`);
const hostname = fc
  .tuple(fc.array(label, { maxLength: 2 }), of('abcdefXYZ'))
  .map(([labels, top]) => [...labels, top].join('.'));
export const host = fc.oneof(hostname, fc.ipV4(), fc.ipV6());
const port = fc.integer({ min: 0, max: 65535 });

/** Without a name standing there twice. */
const unique = (param: fc.Arbitrary<Param>): fc.Arbitrary<Params> =>
  fc.uniqueArray(param, { maxLength: 4, selector: ({ name }) => name.toLowerCase() });

const optional = <T>(value: fc.Arbitrary<T>, make: (value: T) => object): fc.Arbitrary<object> =>
  fc.option(value, { nil: undefined }).map((given) => (given === undefined ? {} : make(given)));

const uriParams = unique(
  fc
    .tuple(
      escapable(`${UNRESERVED}[]/:&+$`),
      optional(escapable(`${UNRESERVED}[]/:&+$`), (value) => ({ value })),
    )
    .map(([name, value]) => ({ name, ...value })),
);
const uriHeaders = fc.array(
  fc.record({ name: escapable(`${UNRESERVED}[]/?:+$`), value: escapable(`${UNRESERVED}[]/?:+$`, 0) }),
  { maxLength: 2 },
);
const userinfo = optional(
  fc.tuple(
    escapable(`${UNRESERVED}&=+$,;?/`),
    optional(escapable(`${UNRESERVED}&=+$,`, 0), (password) => ({ password })),
  ),
  ([user, password]) => ({ user, ...password }),
);
export const sipUri: fc.Arbitrary<SipUri> = fc
  .tuple(
    fc.constantFrom('sip', 'sips'),
    userinfo,
    host,
    optional(port, (number) => ({ port: number })),
    uriParams,
    uriHeaders,
  )
  .map(
    ([scheme, user, at, number, params, headers]) =>
      ({ scheme, ...user, host: at, ...number, params, headers }) as SipUri,
  );
const telUri: fc.Arbitrary<TelUri> = fc
  .tuple(of('0123456789-.()'), uriParams)
  .map(([number, params]) => ({ scheme: 'tel', number: `+1${number}`, params }));
const otherUri: fc.Arbitrary<OtherUri> = fc.record({
  scheme: of('abcxyz').map((text) => `x${text}`),
  opaque: escapable(`${UNRESERVED};/?:@&=+$,`),
});
export const uri: fc.Arbitrary<Uri> = fc.oneof({ weight: 4, arbitrary: sipUri }, telUri, otherUri);

/** Text for people: any Unicode, without line breaks and lone surrogates. */
export const freeText = fc
  .string({
    unit: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...`${ALNUM} ,;<>"\\@=`) },
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
    maxLength: 12,
  })
  .map((text) => text.replace(/[\r\n]/g, ' '));
const genValue = fc.oneof(
  token,
  freeText.map(quote),
  fc.ipV6().map((address) => `[${address}]`),
);
export const params = unique(
  fc
    .tuple(
      token,
      optional(genValue, (value) => ({ value })),
    )
    .map(([name, value]) => ({ name, ...value })),
);
export const nameAddr: fc.Arbitrary<NameAddr> = fc
  .tuple(
    optional(freeText, (displayName) => ({ displayName })),
    uri.map(formatUri),
    params,
  )
  .map(([name, text, others]) => ({ ...name, uri: text, params: others }));
export const via: fc.Arbitrary<Via> = fc
  .tuple(
    fc.constantFrom('UDP', 'TCP', 'TLS', 'SCTP', 'OTHER'),
    host,
    optional(port, (number) => ({ port: number })),
    params,
  )
  .map(([transport, at, number, others]) => ({
    version: 'SIP/2.0',
    transport,
    host: at,
    ...number,
    params: others,
  }));

/** A name that is not known, so that any value will do. */
const extension: fc.Arbitrary<HeaderField> = fc.record({
  name: of(ALNUM).map((text) => `X-${text}`),
  value: freeText.map((text) => text.replace(/[\0-\x1f\x7f]/g, '').replace(/^[ \t]+|[ \t]+$/g, '')),
});

const body = fc.uint8Array({ maxLength: 64 });

/** Any message that is good and can be built, its Content-Length at the end as it is written. */
export const message: fc.Arbitrary<SipMessage> = fc
  .record({
    method: token,
    uri: fc
      .oneof(
        sipUri.map((each) => ({ ...each, headers: [] })),
        telUri,
        otherUri,
      )
      .map(formatUri),
    status: fc.option(fc.integer({ min: 100, max: 699 }), { nil: undefined }),
    reason: freeText.map((text) => text.replace(/[\0-\x1f\x7f]/g, '')),
    vias: fc.array(via, { minLength: 1, maxLength: 3 }),
    from: nameAddr,
    to: nameAddr,
    contacts: fc.array(nameAddr, { maxLength: 2 }),
    callId: fc.tuple(token, token).map((words) => words.join('@')),
    number: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
    others: fc.array(extension, { maxLength: 4 }),
    body,
  })
  .chain((parts) =>
    fc
      .shuffledSubarray(fieldsOf(parts), { minLength: fieldsOf(parts).length })
      .map((fields) => assemble(parts, fields)),
  );

interface Parts {
  readonly method: string;
  readonly uri: string;
  readonly status: number | undefined;
  readonly reason: string;
  readonly vias: readonly Via[];
  readonly from: NameAddr;
  readonly to: NameAddr;
  readonly contacts: readonly NameAddr[];
  readonly callId: string;
  readonly number: number;
  readonly others: readonly HeaderField[];
  readonly body: Uint8Array;
}

function fieldsOf(parts: Parts): HeaderField[] {
  return [
    ...parts.vias.map((each) => ({ name: 'Via', value: codecs.via.format(each) })),
    { name: 'f', value: codecs.from.format(parts.from) },
    { name: 'To', value: codecs.to.format(parts.to) },
    ...parts.contacts.map((each) => ({ name: 'CONTACT', value: codecs.contact.format(each) })),
    { name: 'Call-ID', value: parts.callId },
    { name: 'cseq', value: `${parts.number} ${parts.method}` },
    ...parts.others,
    ...(parts.body.length === 0 ? [] : [{ name: 'Content-Type', value: 'application/octet-stream' }]),
  ];
}

function assemble(parts: Parts, fields: readonly HeaderField[]): SipMessage {
  const headers = [...fields, { name: 'Content-Length', value: String(parts.body.length) }];
  return parts.status === undefined
    ? makeRequest(parts.method, parts.uri, headers, parts.body)
    : makeResponse(parts.status, parts.reason, headers, parts.body);
}
