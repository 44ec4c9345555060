// A routing decision as a table (RFC 3841 §7.2): each contact with its q, its score and what spoke for or against it.

import type { Json, TraceRecord } from '../../../sim/trace/records.ts';
import type { RunModel } from '../model/run-model.ts';
import { icon } from '../panels/icons.ts';
import { html, nothing, type TemplateResult } from '../template.ts';
import { atOnce } from './changes.ts';

type Score = Extract<TraceRecord, { readonly type: 'score' }>;

/** The scores that the arrival of a message brought about, in the order of their ranks; those dropped come last. */
export function scoresAfter(run: RunModel, cause: number | undefined): Score[] {
  if (cause === undefined) return [];
  const scores: Score[] = [];
  for (const record of atOnce(cause, run))
    if (record.type === 'score' && record.cause === cause) scores.push(record);
  const place = ({ rank }: Score): number => (rank === 0 ? Number.POSITIVE_INFINITY : rank);
  return scores.sort((one, other) => place(one) - place(other));
}

export function scoresView(scores: readonly Score[]): TemplateResult | typeof nothing {
  const [first] = scores;
  if (first === undefined) return nothing;
  return html`<div class="card">
    <h3>${icon('flag')}Where it goes: decided by ${first.node}</h3>
    <div class="scores" tabindex="0" role="region" aria-label="Scores">
      <table>
        <thead><tr><th scope="col">Rank</th><th scope="col">Contact</th><th scope="col">q</th><th scope="col">Score</th></tr></thead>
        <tbody>${scores.map(rowOf)}</tbody>
      </table>
    </div>
    <p class="remark">Contacts are tried by q, then by score: the share of the features asked for that they have (RFC 3841 §7.2).</p>
  </div>`;
}

const words = {
  kept: '',
  immune: 'it names no features: immune',
  restored: 'nobody fits what the method implies: all are tried',
  dropped: 'dropped',
} as const;

function rowOf({ rank, contact, q, score, outcome, because }: Score): TemplateResult {
  const reason = member(because, 'reason');
  const why = [words[outcome], typeof reason === 'string' ? reason : ''].filter((part) => part !== '');
  return html`<tr class=${outcome}>
    <td>${rank === 0 ? '✕' : rank}</td>
    <td>${contact}${[...why, ...predicates(because)].map((text) => html`<span>${text}</span>`)}</td>
    <td>${q}</td>
    <td>${rank === 0 ? '–' : score}</td>
  </tr>`;
}

/** How each Accept-Contact went with the contact. */
function predicates(because: Json): string[] {
  const accept = member(because, 'accept');
  if (!Array.isArray(accept)) return [];
  return accept.map((judged: Json) => {
    const terms = Object.entries(member(judged, 'terms') ?? {}).map(([tag, outcome]) => `${tag} ${outcome}`);
    const score = member(judged, 'score');
    const flags = member(judged, 'flags');
    return [
      terms.join(', '),
      typeof score === 'string' ? `score ${score}` : 'no match',
      ...(typeof flags === 'string' ? [flags] : []),
    ].join(' · ');
  });
}

function member(value: Json, key: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, Json>>)[key]
    : undefined;
}
