// A second matcher, written from the text of RFC 3841 §7.2 and §8 and RFC 2533 alone, sentence by sentence and without any care
// for speed.
// It shares nothing with the first but the reading of parameters into names and values.
import type { MatchInput } from '../../../core/caller-preferences/match.ts';
import { acceptContact } from '../../../core/sip/header-table.ts';
import { type Params, param } from '../../../core/sip/params.ts';

/** A filter of RFC 2533: on what it looks, and what it asks. */
type Filter = (value: string | number) => boolean;
interface Term {
  readonly tag: string;
  /** A disjunction. */
  readonly filters: readonly Filter[];
  /** Values that are worth trying to satisfy the filters with. */
  readonly witnesses: readonly (string | number)[];
}

const base =
  'audio,automata,class,duplex,data,control,mobility,description,events,priority,methods,extensions,schemes,application,video,language,type,isfocus,actor,text'.split(
    ',',
  );

const predicates = new WeakMap<Params, Term[]>();

function predicateOf(params: Params): Term[] {
  const predicate = predicates.get(params) ?? readPredicate(params);
  predicates.set(params, predicate);
  return predicate;
}

/**
 * "Starting from a set of feature-param … Construct a conjunction. Each term in the conjunction derives from one feature-param."
 */
function readPredicate(params: Params): Term[] {
  const terms: Term[] = [];
  for (const { name } of params) {
    const lower = name.toLowerCase();
    if (!base.includes(lower) && !lower.startsWith('+')) continue;
    if (lower.startsWith('+') && params.some((other) => `+${other.name.toLowerCase()}` === lower)) continue;
    const plain = lower.startsWith('+')
      ? lower.slice(1).split('!').join(':').split("'").join('/')
      : ['language', 'type'].includes(lower)
        ? lower
        : `sip.${lower}`;
    terms.push(termOf(plain, param(params, name) || 'TRUE'));
  }
  return terms;
}

/** "There is one term in the disjunction for each tag-value in the tag-value-list." */
function termOf(tag: string, value: string): Term {
  const pieces = value.startsWith('<') ? [value] : value.split(',');
  const read = pieces.map((piece) => {
    const negated = piece.startsWith('!');
    const { filter, witnesses } = filterOf(negated ? piece.slice(1) : piece);
    return { filter: negated ? (one: string | number) => !filter(one) : filter, witnesses };
  });
  return {
    tag,
    filters: read.map(({ filter }) => filter),
    witnesses: read.flatMap(({ witnesses }) => witnesses),
  };
}

/** Strings keep a `<` before them, so that they never equal a token; tokens are compared in lower case. */
function filterOf(text: string): { filter: Filter; witnesses: (string | number)[] } {
  if (text.startsWith('<')) {
    const inner = text.slice(0, -1);
    return { filter: (one) => one === inner, witnesses: [inner] };
  }
  const numeric = /^#(?:(>=|<=|=)|([+-]?[\d.]+):)([+-]?[\d.]+)$/.exec(text);
  if (numeric === null) {
    const token = text.toLowerCase();
    return { filter: (one) => one === token, witnesses: [token] };
  }
  const [, relation, from, to] = numeric;
  const bound = Number(to);
  const low = relation === '<=' ? Number.NEGATIVE_INFINITY : relation === undefined ? Number(from) : bound;
  const high = relation === '>=' ? Number.POSITIVE_INFINITY : bound;
  const filter: Filter = (one) => typeof one === 'number' && one >= low && one <= high;
  return { filter, witnesses: [low, high].flatMap((edge) => [edge - 0.125, edge, edge + 0.125]) };
}

/** The match of RFC 2533: some value for each feature satisfies both. A value named by neither stands for all the others. */
function satisfiable(one: Term, other: Term): boolean {
  const candidates = [...one.witnesses, ...other.witnesses, 'something else', 98765.5];
  return candidates.some(
    (value) =>
      (typeof value === 'string' || Number.isFinite(value)) &&
      one.filters.some((filter) => filter(value)) &&
      other.filters.some((filter) => filter(value)),
  );
}

function match(rule: readonly Term[], contact: readonly Term[]): boolean {
  return rule.every((term) => {
    const same = contact.find(({ tag }) => tag === term.tag);
    return same === undefined || satisfiable(term, same);
  });
}

interface Rule {
  readonly terms: Term[];
  readonly require: boolean;
  readonly explicit: boolean;
}

const rules = new Map<string, Rule>();

/** Reading one costs more than all that is done with it: each is read once. */
function ruleOf(text: string): Rule {
  const rule = rules.get(text) ?? readRule(text);
  rules.set(text, rule);
  return rule;
}

function readRule(text: string): Rule {
  const read = acceptContact.parse(text);
  if (!read.ok) throw new Error(text);
  const { params } = read.value;
  const flag = (name: string) => params.some((each) => each.name.toLowerCase() === name);
  return { terms: predicateOf(params), require: flag('require'), explicit: flag('explicit') };
}

/** A whole number of 1/720720ths as a fraction in lowest terms, found by trying every divisor of 720720. */
function lowest(parts: number): string {
  for (let over = 1; over <= 720720; over++)
    if (720720 % over === 0 && Number.isInteger((parts * over) / 720720))
      return over === 1 ? `${parts / 720720}` : `${(parts * over) / 720720}/${over}`;
  throw new Error(`${parts} is no whole number of 720720ths`);
}

/**
 * The outcome, and each contact that remains with its rank and its Qa. Scores are whole numbers of 1/720720ths, which every small
 * N and M divides.
 */
export function naiveMatch(input: MatchInput): {
  outcome: 'matched' | 'restored' | 480;
  order: [string, number, string][];
} {
  const explicitPreferences = input.acceptContact.length + input.rejectContact.length > 0;
  const implied = [termOf('sip.methods', input.method)];
  if (input.method === 'SUBSCRIBE' && input.event !== undefined)
    implied.push(termOf('sip.events', input.event));
  const meaningful = ({ terms }: Rule) => terms.length > 0;
  const accept = explicitPreferences
    ? input.acceptContact.map(ruleOf).filter(meaningful)
    : [{ terms: implied, require: true, explicit: false }];
  const reject = input.rejectContact.map(ruleOf).filter(meaningful);

  let targets = input.contacts.map((contact) => {
    return { uri: contact.uri, q: Number(contact.q ?? 1), predicate: predicateOf(contact.params), qa: -1 };
  });
  const original = targets;
  const immune = targets.filter(({ predicate }) => predicate.length === 0);
  targets = targets.filter(({ predicate }) => predicate.length > 0);

  for (const rule of reject)
    targets = targets.filter(({ predicate }) => {
      const discarded = rule.terms.some(({ tag }) => !predicate.some((term) => term.tag === tag));
      return discarded || !match(rule.terms, predicate);
    });

  targets = targets.filter(({ predicate }) =>
    accept.every((rule) => match(rule.terms, predicate) || !rule.require),
  );
  targets = targets.filter((target) => {
    const matchingSet = accept.filter((rule) => match(rule.terms, target.predicate));
    const scores: number[] = [];
    for (const { terms, require, explicit } of matchingSet) {
      const present = terms.filter(({ tag }) => target.predicate.some((term) => term.tag === tag));
      let score = (720720 * present.length) / terms.length;
      if (score < 720720 && explicit) {
        if (require) return false;
        score = 0;
      }
      scores.push(score);
    }
    target.qa = scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
    if (accept.length === 0) target.qa = 720720;
    return true;
  });

  for (const target of immune) target.qa = 720720;
  let left = original.filter((target) => targets.includes(target) || immune.includes(target));
  const restored = left.length === 0 && !explicitPreferences && original.length > 0;
  if (restored) left = original.map((target) => ({ ...target, qa: 0 }));
  left.sort((a, b) => b.q - a.q || b.qa - a.qa);
  let rank = 0;
  const order = left.map(({ uri, q, qa }, at): [string, number, string] => {
    const before = left[at - 1];
    if (before === undefined || before.q !== q || before.qa !== qa) rank++;
    return [uri, rank, lowest(qa)];
  });
  return { outcome: restored ? 'restored' : left.length === 0 ? 480 : 'matched', order };
}
