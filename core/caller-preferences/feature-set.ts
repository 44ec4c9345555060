// RFC 3840 §5 and §9, RFC 3841 §7.2.3 and §8: the feature parameters of a Contact or of a rule, as one predicate.
import { unquote } from '../sip/grammar.ts';
import type { Params } from '../sip/params.ts';
import { type FeatureValues, overlap, parseFeatureValues } from './feature-value.ts';

/** Tags that stand without `+`. All but two are short for `sip.` and their name. */
const baseTags = new Set(
  (
    'audio automata class duplex data control mobility description events priority methods ' +
    'extensions schemes application video language type isfocus actor text'
  ).split(' '),
);

/** A conjunction: each tag, in lower case and decoded, with the values of which one must hold. */
export type FeatureSet = ReadonlyMap<string, FeatureValues>;

/** Whether a parameter of this name says something of a feature: a base tag, or one that begins with `+` (RFC 3841 §7.2.1). */
export function isFeatureName(name: string): boolean {
  return baseTags.has(name.toLowerCase()) || (name.length > 1 && name.startsWith('+'));
}

/** The feature parameters among others, as they stood. */
export function featureParams(params: Params): Params {
  return params.filter(({ name }) => isFeatureName(name));
}

/** The feature parameters as text: `audio`, `+sip.instance="<urn:…>"`. */
export function featureTexts(params: Params): string[] {
  return featureParams(params).map(({ name, value }) => (value === undefined ? name : `${name}=${value}`));
}

/**
 * The predicate of feature parameters. A parameter without a value is TRUE. Base tags come first: beside `video`, "the '+video'
 * parameter would
 * not be placed into the list" (RFC 3841 §7.2.3), nor is `+sip.video`, which is the same tag.
 */
export function featureSet(params: Params): FeatureSet {
  const features = new Map<string, FeatureValues>();
  const found = featureParams(params);
  const base = found.filter(({ name }) => !name.startsWith('+'));
  const names = new Set(base.map(({ name }) => name.toLowerCase()));
  const others = found.filter(({ name }) => name.startsWith('+') && !names.has(name.slice(1).toLowerCase()));
  for (const { name, value } of [...base, ...others]) {
    const tag = tagOf(name);
    if (!features.has(tag)) features.set(tag, parseFeatureValues(unquote(value ?? '') || 'TRUE'));
  }
  return features;
}

/** Whether the predicates can hold together: every tag that both have overlaps. A tag that one lacks is no obstacle. */
export function matches(predicate: FeatureSet, contact: FeatureSet): boolean {
  for (const [tag, values] of predicate) {
    const offered = contact.get(tag);
    if (offered !== undefined && !overlap(values, offered)) return false;
  }
  return true;
}

/** How one tag of a predicate went: the contact says the same, says otherwise, or says nothing of it. */
export type TermOutcome = 'matched' | 'not matched' | 'not said';

/** Each tag of the predicate, in its order, with what the contact says of it. */
export function termsOf(predicate: FeatureSet, contact: FeatureSet): Record<string, TermOutcome> {
  const terms = [...predicate].map(([tag, values]): [string, TermOutcome] => {
    const offered = contact.get(tag);
    return [tag, offered === undefined ? 'not said' : overlap(values, offered) ? 'matched' : 'not matched'];
  });
  return Object.fromEntries(terms);
}

/** How many tags of the predicate the contact has. */
export function tagsPresent(predicate: FeatureSet, contact: FeatureSet): number {
  let present = 0;
  for (const tag of predicate.keys()) if (contact.has(tag)) present++;
  return present;
}

/**
 * The feature tag of a parameter (RFC 3840 §5): "Each forward slash … is converted to a single quote, and each colon … to an
 * exclamation point."
 */
function tagOf(name: string): string {
  const lower = name.toLowerCase();
  if (lower.startsWith('+')) return lower.slice(1).replaceAll("'", '/').replaceAll('!', ':');
  return lower === 'language' || lower === 'type' || !baseTags.has(lower) ? lower : `sip.${lower}`;
}
