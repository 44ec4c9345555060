// RFC 4566 §5.13: attributes with a meaning. One `{ parse, format }` pair an attribute.
import { type Attribute, type Dialect, good, type Section, type Value } from './types.ts';

/** How one attribute's value is read and written. A property attribute (`a=msrp-cema`) has the value `undefined`. */
export interface AttributeCodec<T> {
  readonly name: string;
  /** RFC 5547 §6: "These are all media-level-only attributes". */
  readonly level: 'media' | 'session or media';
  parse(value: string | undefined, dialect: Dialect): Value<T>;
  format(value: T, dialect: Dialect): string | undefined;
}

/**
 * The meaning of the first attribute of the codec's name; undefined where there is none or it is malformed. "The first `setup`
 * counts"
 * is ours: no RFC says what a second one would mean, and parseSdp keeps it.
 */
export function readAttribute<T>(
  section: Section,
  codec: AttributeCodec<T>,
  dialect: Dialect = 'rfc',
): T | undefined {
  const found = section.attributes.find((attribute) => attribute.name === codec.name);
  if (found === undefined) return undefined;
  const parsed = codec.parse(found.value, dialect);
  return parsed.ok ? parsed.value : undefined;
}

/** The attribute that says `value`. */
export function writeAttribute<T>(codec: AttributeCodec<T>, value: T, dialect: Dialect = 'rfc'): Attribute {
  const text = codec.format(value, dialect);
  return text === undefined ? { name: codec.name } : { name: codec.name, value: text };
}

/** An attribute without a value. */
export function property<T>(name: string, value: T): AttributeCodec<T> {
  return {
    name,
    level: 'session or media',
    parse: (text) =>
      text === undefined
        ? good(value)
        : { ok: false, offset: 0, rule: `RFC 4566 §6 ${name}`, text: `${name} has no value` },
    format: () => undefined,
  };
}

/** Token characters of RFC 4566 §9: visible ASCII without ( ) , / : ; < = > ? @ [ \ ] and double quotes. */
export function isToken(text: string): boolean {
  return /^[!#-'*+\-.0-9A-Z^-~]+$/.test(text);
}
