// RFC 3841 §7.2: which contacts a request may go to, and in which order. Read §7.2.3 and §7.2.4 beside this file.
import type { Params } from '../sip/params.ts';
import {
  type FeatureSet,
  featureSet,
  matches,
  type TermOutcome,
  tagsPresent,
  termsOf,
} from './feature-set.ts';
import { compareFractions, type Fraction, fraction, fractionText, mean, one, zero } from './fraction.ts';
import { type Predicate, type Preferences, type PreferencesInput, preferences } from './predicates.ts';
import { effectiveQ, thousandths } from './qvalue.ts';

/** A target that the location service knows: the Contact's URI and its parameters. */
export interface Contact {
  readonly uri: string;
  /** As in the Contact header field; 1.0 where it is absent or no qvalue. */
  readonly q?: string | undefined;
  readonly params: Params;
}

export interface MatchInput extends PreferencesInput {
  readonly contacts: readonly Contact[];
}

/** A contact that remains. */
export interface Ranked {
  /** Its place in the input, from 0. */
  readonly index: number;
  readonly contact: string;
  readonly q: string;
  /** Qa as a fraction in lowest terms: `5/6`, `0`, `1`. */
  readonly score: string;
  /** From 1. Equal where q and Qa are equal, so that these may be tried at once; the next rank is one more. */
  readonly rank: number;
  /** It has no feature parameters. */
  readonly immune: boolean;
}

/** How one Reject-Contact predicate went with one contact: `matched`, and the contact is discarded. */
export interface Rejected {
  readonly predicate: string;
  /** By feature tag, what the contact says of it. */
  readonly terms: Readonly<Record<string, TermOutcome>>;
  readonly matched: boolean;
}

/** How one Accept-Contact predicate went with one contact. */
export interface Judged extends Rejected {
  /** Absent where the predicate left the matching set. */
  readonly score?: string;
  /** What `require` and `explicit` did, where they did anything: `require: dropped`, `explicit: score 1/2 becomes 0`. */
  readonly flags?: string;
}

/** All about one contact, in the order of the input: the material of a score record. */
export interface Judgement {
  readonly index: number;
  readonly contact: string;
  readonly q: string;
  readonly outcome: 'kept' | 'dropped' | 'immune' | 'restored';
  readonly score: string;
  /** 0 where it was dropped. */
  readonly rank: number;
  /** Why it was dropped; absent otherwise. */
  readonly reason?: string;
  readonly reject: readonly Rejected[];
  readonly accept: readonly Judged[];
}

export interface MatchResult {
  /**
   * `restored`: the method's implied preferences left nobody, so the original set is tried in the order of q, each with score 0.
   * 480: explicit preferences left nobody, or there was nobody at all.
   */
  readonly outcome: 'matched' | 'restored' | 480;
  readonly order: readonly Ranked[];
  readonly dropped: readonly { readonly contact: string; readonly because: string }[];
  readonly judgements: readonly Judgement[];
  /** Header values that could not be read and were passed over. */
  readonly malformed: readonly string[];
}

/** Applies the caller's preferences to the target set. Pure; scores are exact. */
export function matchContacts(input: MatchInput): MatchResult {
  const wanted = preferences(input);
  const judged = input.contacts.map((contact, index) => judge(contact, index, wanted));
  const left = judged.filter((each) => each.reason === undefined);
  const restored = left.length === 0 && judged.length > 0 && wanted.implicit;
  const tried = rank(restored ? judged.map((each) => ({ ...each, qa: zero })) : left);
  const ranks = new Map(tried.map(({ index, rank }) => [index, rank]));
  return {
    outcome: restored ? 'restored' : left.length === 0 ? 480 : 'matched',
    order: tried.map(({ index, contact, q, qa, rank, immune }) => {
      return { index, contact, q, score: fractionText(qa), rank, immune };
    }),
    dropped: judged.flatMap(({ contact, reason }) =>
      reason === undefined || restored ? [] : [{ contact, because: reason }],
    ),
    judgements: judged.map((each) => judgementOf(each, restored, ranks)),
    malformed: wanted.malformed,
  };
}

/** What became of one contact. */
interface Verdict {
  readonly index: number;
  readonly contact: string;
  readonly q: string;
  readonly qa: Fraction;
  readonly immune: boolean;
  readonly reason?: string;
  readonly reject: readonly Rejected[];
  readonly accept: readonly Judged[];
}

function judge({ uri, q, params }: Contact, index: number, wanted: Preferences): Verdict {
  const features = featureSet(params);
  const verdict = {
    index,
    contact: uri,
    q: effectiveQ(q),
    qa: zero,
    immune: features.size === 0,
    reject: [],
    accept: [],
  };
  if (verdict.immune) return { ...verdict, qa: one };
  const reject = wanted.reject.map((predicate) => ({
    predicate: predicate.text,
    terms: termsOf(predicate.features, features),
    matched: rejects(predicate, features),
  }));
  if (reject.some(({ matched }) => matched)) return { ...verdict, reject, reason: 'Reject-Contact' };
  if (wanted.accept.length === 0) return { ...verdict, reject, qa: one }; // undefined by the RFC: nothing was asked for
  return { ...verdict, reject, ...applyAccept(wanted.accept, features) };
}

/**
 * "If that Reject-Contact predicate contains a filter for a feature tag, and that feature tag is not present anywhere in the
 * contact predicate", it does not count.
 */
function rejects(predicate: Predicate, contact: FeatureSet): boolean {
  return (
    tagsPresent(predicate.features, contact) === predicate.features.size &&
    matches(predicate.features, contact)
  );
}

/** The matching set and the scores in it, Figure 1 applied. All predicates are matched before any is scored. */
function applyAccept(
  predicates: readonly Predicate[],
  contact: FeatureSet,
): Pick<Verdict, 'qa' | 'reason' | 'accept'> {
  const scored = predicates.map((predicate) => ({ predicate, ...score(predicate, contact) }));
  const accept = scored.map(({ predicate, matched, share, given, full }): Judged => {
    const flags = flagsAtWork(predicate, matched, full, share);
    return {
      predicate: predicate.text,
      terms: termsOf(predicate.features, contact),
      matched,
      ...(matched && { score: fractionText(given) }),
      ...(flags !== undefined && { flags }),
    };
  });
  const missed = scored.find(({ predicate, matched }) => !matched && predicate.require);
  if (missed !== undefined)
    return { qa: zero, accept, reason: `Accept-Contact #${missed.predicate.number}: no match + require` };
  const matching = scored.filter(({ matched }) => matched);
  const vague = matching.find(({ predicate, full }) => !full && predicate.explicit && predicate.require);
  if (vague !== undefined) {
    const reason = `score ${fractionText(vague.share)}<1 + explicit+require`;
    return { qa: zero, accept, reason: `Accept-Contact #${vague.predicate.number}: ${reason}` };
  }
  // The average of no scores is undefined by the RFC; §5.2 has such contacts tried last.
  return { qa: matching.length === 0 ? zero : mean(matching.map(({ given }) => given)), accept };
}

/** Figure 1 in words, where a flag made a difference. */
function flagsAtWork(
  { require, explicit }: Predicate,
  matched: boolean,
  full: boolean,
  share: Fraction,
): string | undefined {
  if (!matched) return require ? 'require: dropped' : undefined;
  if (full || !explicit) return undefined;
  if (!require && compareFractions(share, zero) === 0) return undefined;
  return require ? 'require and explicit: dropped' : `explicit: score ${fractionText(share)} becomes 0`;
}

/** "If the contact predicate has a term containing that same feature tag, the score is incremented by 1/N." */
function score(predicate: Predicate, contact: FeatureSet) {
  const share = fraction(tagsPresent(predicate.features, contact), predicate.features.size);
  const full = compareFractions(share, one) === 0;
  const given = predicate.explicit && !full ? zero : share;
  return { matched: matches(predicate.features, contact), share, given, full };
}

/** Sorted by q, "grouped into equivalence classes", and inside of a class by Qa; what is equal stays as it stood. */
function rank(verdicts: readonly Verdict[]): (Verdict & { readonly rank: number })[] {
  const sorted = verdicts.toSorted(compare);
  let rank = 0;
  return sorted.map((verdict, at) => {
    const before = sorted[at - 1];
    if (before === undefined || compare(before, verdict) !== 0) rank++;
    return { ...verdict, rank };
  });
}

function compare(a: Verdict, b: Verdict): number {
  return thousandths(b.q) - thousandths(a.q) || compareFractions(b.qa, a.qa);
}

function judgementOf(verdict: Verdict, restored: boolean, ranks: ReadonlyMap<number, number>): Judgement {
  const { index, contact, q, qa, immune, reason, reject, accept } = verdict;
  const outcome = restored ? 'restored' : reason !== undefined ? 'dropped' : immune ? 'immune' : 'kept';
  const rank = ranks.get(index) ?? 0;
  return {
    index,
    contact,
    q,
    outcome,
    score: fractionText(qa),
    rank,
    ...(reason !== undefined && { reason }),
    reject,
    accept,
  };
}
