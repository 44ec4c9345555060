// RFC 3841 §7.2.1, §7.2.2 and §9.2: what the caller prefers, said or implied.
import { acceptContact, rejectContact } from '../sip/header-table.ts';
import { hasParam } from '../sip/params.ts';
import { type FeatureSet, featureSet } from './feature-set.ts';
import { parseFeatureValues } from './feature-value.ts';

/** One value of Accept-Contact or Reject-Contact. */
export interface Predicate {
  /** Its place among the values of its header, from 1. */
  readonly number: number;
  readonly text: string;
  readonly features: FeatureSet;
  readonly require: boolean;
  readonly explicit: boolean;
}

export interface Preferences {
  readonly accept: readonly Predicate[];
  readonly reject: readonly Predicate[];
  /** Neither header is there: the preferences are those that the method implies. */
  readonly implicit: boolean;
  /** Values that are not well formed: `Accept-Contact #2: "*" expected`. They are passed over. */
  readonly malformed: readonly string[];
}

export interface PreferencesInput {
  readonly acceptContact: readonly string[];
  readonly rejectContact: readonly string[];
  readonly method: string;
  /** The value of the Event header field; only a SUBSCRIBE's counts. */
  readonly event?: string | undefined;
  /** `change-request` takes a value without its `*`, as the change request writes them: `+g.oma.lcsi.sip-push`. */
  readonly dialect?: 'rfc' | 'change-request';
}

/**
 * Extracts the predicates. A value that names no feature asks for nothing and is none: RFC 3841 leaves its score undefined, and
 * "Reject-Contact
 * will only discard URIs where the UA has explicitly indicated support for the features that are not wanted".
 */
export function preferences(input: PreferencesInput): Preferences {
  const { acceptContact: accepts, rejectContact: rejects, dialect = 'rfc' } = input;
  if (accepts.length === 0 && rejects.length === 0)
    return { accept: [implied(input)], reject: [], implicit: true, malformed: [] };
  const malformed: string[] = [];
  const read = (name: 'Accept-Contact' | 'Reject-Contact', values: readonly string[]) =>
    values.flatMap((text, index) => {
      const rule = (name === 'Accept-Contact' ? acceptContact : rejectContact).parse(starred(text, dialect));
      if (!rule.ok) malformed.push(`${name} #${index + 1}: ${rule.text}`);
      const { params } = rule.ok ? rule.value : { params: [] };
      const features = featureSet(params);
      const flags = { require: hasParam(params, 'require'), explicit: hasParam(params, 'explicit') };
      return features.size === 0 ? [] : [{ number: index + 1, text, features, ...flags }];
    });
  const accept = read('Accept-Contact', accepts);
  return { accept, reject: read('Reject-Contact', rejects), implicit: false, malformed };
}

/**
 * "This feature set has its require flag set, but not its explicit flag." Its terms are the method and, for a subscription, the
 * event.
 */
function implied({ method, event }: PreferencesInput): Predicate {
  const terms: [string, string][] = [['sip.methods', method]];
  const eventType = event?.split(';')[0]?.trim();
  if (method === 'SUBSCRIBE' && eventType) terms.push(['sip.events', eventType]);
  const text = `implied by ${terms.map(([tag, value]) => `${tag}=${value}`).join(' and ')}`;
  const features = new Map(terms.map(([tag, value]) => [tag, parseFeatureValues(value)]));
  return { number: 1, text, features, require: true, explicit: false };
}

function starred(text: string, dialect: 'rfc' | 'change-request'): string {
  return dialect === 'change-request' && !text.trimStart().startsWith('*') ? `*;${text.trim()}` : text;
}
