// RFC 4566 §9, RFC 4975 §8.6, RFC 5547 §6: how a line falls into its fields. The one file that knows sdp-transform.
//
// The library's grammar is a table of rules, and that table is what is used here. Its parser and writer are not: they reorder
// attributes, drop unknown lines, keep one `setup` of two and turn digits into numbers. Its expressions are open at the end
// (`t=0 0 and more` reads as `t=0 0`), so a reading counts only if writing it gives back the line that came.
import sdpTransform, { type Rule } from 'sdp-transform';

/** The fields of a line by name, as text. */
export type Fields = Readonly<Record<string, string>>;

type FieldRule = {
  readonly reg: RegExp;
  readonly names: readonly string[];
  readonly write: (fields: Fields) => string;
};

const theirs = sdpTransform.grammar;

/**
 * `o=`, `t=`, `c=` and `a=setup` by the library's rules; the rest by ours, since it knows too few types, one port or nothing at
 * all.
 */
const rules: Readonly<Record<string, FieldRule>> = {
  'o=': library(theirs.o?.[0]),
  't=': library(theirs.t?.[0]),
  'c=': library(theirs.c?.[0]),
  'a=setup': library(theirs.a?.find((rule) => rule.name === 'setup')),
  'b=': ours(/^([^\s:]+):(\d+)$/, ['type', 'value'], '%s:%s'),
  'm=': {
    reg: /^(\S+) (\d+)(?:\/(\d+))? (\S+) (\S.*)$/s,
    names: ['media', 'port', 'portCount', 'proto', 'formats'],
    write: (m) => `${m.media} ${m.port}${m.portCount ? `/${m.portCount}` : ''} ${m.proto} ${m.formats}`,
  },
  'a=max-size': ours(/^max-size:(\d+)$/, ['octets'], 'max-size:%s'),
  'a=file-range': ours(/^file-range:([1-9]\d*)-(\*|[1-9]\d*)$/, ['start', 'stop'], 'file-range:%s-%s'),
  'a=file-icon': ours(/^file-icon:(cid):([^\s@]+@[^\s@]+)$/i, ['scheme', 'contentId'], 'file-icon:%s:%s'),
};

/**
 * The fields of one line: `type` is `o=`, `t=`, `c=`, `b=`, `m=`, or `a=` with the attribute's name; `text` what follows the
 * equals sign.
 * Undefined where the line is not of that form. A field that the line does not have is absent. Time is linear in the text.
 */
export function readFields(type: string, text: string): Fields | undefined {
  const rule = rules[type];
  if (rule === undefined) throw new Error(`no rule for ${type}`);
  const match = rule.reg.exec(text);
  if (match === null) return undefined;
  const fields: Record<string, string> = {};
  rule.names.forEach((name, index) => {
    const found = match[index + 1];
    if (found !== undefined) fields[name] = found;
  });
  return rule.write(fields) === text ? fields : undefined;
}

/** Writes the fields of one line; the other way of `readFields`. */
export function writeFields(type: string, fields: Fields): string {
  const rule = rules[type];
  if (rule === undefined) throw new Error(`no rule for ${type}`);
  return rule.write(fields);
}

/** The fields of an attribute's value; the attribute has a rule above. */
export function readAttributeFields(name: string, value: string | undefined): Fields | undefined {
  return readFields(`a=${name}`, `${name}:${value ?? ''}`);
}

/** An attribute's value out of its fields. */
export function writeAttributeFields(name: string, fields: Fields): string {
  return writeFields(`a=${name}`, fields).slice(name.length + 1);
}

function library(rule: Rule | undefined): FieldRule {
  if (rule?.reg === undefined || typeof rule.format !== 'string')
    throw new Error('sdp-transform has lost a rule');
  return ours(rule.reg, rule.names ?? [rule.name ?? ''], rule.format);
}

/** Fills `%s` and `%d` in turn. A `%d` keeps its digits: the ids of `o=` are too long for a number. */
function ours(reg: RegExp, names: readonly string[], format: string): FieldRule {
  return {
    reg,
    names,
    write: (fields) => {
      let next = 0;
      return format.replace(/%[sd]/g, () => fields[names[next++] ?? ''] ?? '');
    },
  };
}
