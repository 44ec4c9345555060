// The attributes that the lab understands; every other one is kept and ignored (RFC 4566 §5.13: "MUST be ignored").
import type { AttributeCodec } from './attribute.ts';
import { directionAttributes } from './direction.ts';
import {
  draftDisposition,
  draftIcon,
  fileDate,
  fileDisposition,
  fileIcon,
  fileRange,
  fileTransferId,
} from './file-attributes.ts';
import { fileSelector } from './file-selector.ts';
import { acceptTypes, acceptWrappedTypes } from './format-list.ts';
import { maxSize, msrpCema, path, setup } from './msrp-attributes.ts';
import type { Attribute, Dialect, SdpError } from './types.ts';

type Known = Pick<AttributeCodec<unknown>, 'name' | 'level' | 'parse'>;

const rfc: readonly Known[] = [
  ...directionAttributes,
  path,
  acceptTypes,
  acceptWrappedTypes,
  maxSize,
  setup,
  msrpCema,
  fileSelector,
  fileTransferId,
  fileDisposition,
  fileDate,
  fileIcon,
  fileRange,
];

const known: Readonly<Record<Dialect, ReadonlyMap<string, Known>>> = {
  rfc: byName(rfc),
  'change-request': byName([...rfc, draftDisposition, draftIcon]),
};

function byName(codecs: readonly Known[]): ReadonlyMap<string, Known> {
  return new Map(codecs.map((codec) => [codec.name, codec]));
}

/** What is wrong with an attribute that the lab understands; `offset` counts from the attribute's name. */
export function checkAttribute(
  attribute: Attribute,
  where: 'session' | 'media',
  dialect: Dialect,
): Omit<SdpError, 'line'> | undefined {
  const codec = known[dialect].get(attribute.name);
  if (codec === undefined) return undefined;
  if (codec.level === 'media' && where === 'session')
    return {
      offset: 0,
      rule: `${sectionOf(attribute.name)} ${attribute.name}`,
      text: 'belongs below an m= line',
    };
  const parsed = codec.parse(attribute.value, dialect);
  if (parsed.ok) return undefined;
  return { offset: attribute.name.length + 1 + parsed.offset, rule: parsed.rule, text: parsed.text };
}

function sectionOf(name: string): string {
  return name === 'path' ? 'RFC 4975 §8.2' : 'RFC 5547 §6';
}
