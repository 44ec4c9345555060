// RFC 3841 §7.2.4: what a proxy makes of the caller's preferences.
import { headerValues } from '../../../core/sip/headers.ts';
import { scoresByRequest } from './core.ts';
import { type Check, check } from './finding.ts';
import type { SipSeen } from './messages.ts';
import type { RecordOf, RunModel } from './model.ts';
import { type Monitor, monitor } from './monitor.ts';

export const rfcPreferences: readonly Monitor[] = [
  monitor('RFC3841-7.2.4', 'no contact was scored for plain features', scoresAreMeans),
  monitor('RFC3841-7.2.4-drop', 'no contact was refused or required by plain features', dropsWhatIsRefused),
];

/**
 * Recomputed from the INVITE's text and the binding's features, where both have plain tags alone: of each Accept-Contact value the
 * share of its tags that the contact has; 0 for less than all where `explicit` stands; the mean over all values.
 */
function* scoresAreMeans(run: RunModel): Generator<Check> {
  for (const [cause, scores] of scoresByRequest(run)) {
    const request = run.sipAt(cause);
    const predicates = request && plainPredicates(request, 'Accept-Contact');
    if (request === undefined || predicates === undefined || predicates.length === 0) continue;
    for (const score of scores) {
      const features = featuresOf(run, score);
      if (score.outcome !== 'kept' || features === undefined) continue;
      const wanted =
        predicates.reduce((sum, predicate) => sum + shareOf(predicate, features), 0) / predicates.length;
      yield check(
        Math.abs(fraction(score.score) - wanted) < 1e-9,
        [request.seq, score.seq],
        `${score.contact} scored ${score.score}`,
      );
    }
  }
}

interface Predicate {
  readonly tags: readonly string[];
  readonly require: boolean;
  readonly explicit: boolean;
}

/** The predicates of a header of a request; `undefined` where one of them has more than plain tags. */
function plainPredicates({ message }: SipSeen, name: string): Predicate[] | undefined {
  const values = headerValues(message, name).map((value) =>
    value.split(';').map((part) => part.trim().toLowerCase()),
  );
  const predicates = values.map((parts) => {
    const tags = parts.filter((part) => !['*', 'require', 'explicit', ''].includes(part));
    return { tags, require: parts.includes('require'), explicit: parts.includes('explicit') };
  });
  const plain = predicates.every(({ tags }) => tags.length > 0 && tags.every((tag) => !/[=,]/.test(tag)));
  return plain ? predicates : undefined;
}

function featuresOf(run: RunModel, score: RecordOf<'score'>): ReadonlySet<string> | undefined {
  const features = run
    .bindingsTo(score.contact)
    .filter(({ seq }) => seq < score.seq)
    .at(-1)?.features;
  return features?.some((feature) => feature.includes('='))
    ? undefined
    : features && new Set(features.map((one) => one.toLowerCase()));
}

function shareOf({ tags, explicit }: Predicate, features: ReadonlySet<string>): number {
  const share = tags.filter((tag) => features.has(tag)).length / tags.length;
  return explicit && share < 1 ? 0 : share;
}

/** `5/6`. */
function fraction(text: string): number {
  const [over = Number.NaN, under = 1] = text.split('/').map(Number);
  return over / under;
}

/**
 * A contact is dropped where a Reject-Contact predicate fits it, or where `require` and `explicit` stand on an Accept-Contact predicate of
 * which it lacks a tag; plain tags that it does not state it still matches, so `require` by itself drops nobody.
 */
function* dropsWhatIsRefused(run: RunModel): Generator<Check> {
  for (const [cause, scores] of scoresByRequest(run)) {
    const request = run.sipAt(cause);
    const wanted = request && plainPredicates(request, 'Accept-Contact');
    const refused = request && plainPredicates(request, 'Reject-Contact');
    if (request === undefined || wanted === undefined || refused === undefined) continue;
    for (const score of scores) {
      const features = featuresOf(run, score);
      if (features === undefined || (score.outcome !== 'kept' && score.outcome !== 'dropped')) continue;
      const drop =
        refused.some((predicate) => shareOf({ ...predicate, explicit: false }, features) === 1) ||
        wanted.some((one) => one.require && one.explicit && shareOf(one, features) < 1);
      if (!drop && score.outcome === 'kept' && refused.length === 0 && !wanted.some((one) => one.require))
        continue;
      yield check(
        drop === (score.outcome === 'dropped'),
        [request.seq, score.seq],
        `${score.contact} was ${score.outcome}`,
      );
    }
  }
}
