// The answer that is a contact: which one a routing decision ranks first (RFC 3841 §7.2).
import type { TraceRecord } from '../../../sim/trace/records.ts';
import { isAfter } from '../model/moments.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Answer } from './answer.ts';
import { mixed, type Wrong } from './choices.ts';
import type { Found } from './moment.ts';

type Score = Extract<TraceRecord, { readonly type: 'score' }>;

export function firstChoice(node: string, run: RunModel, from: Found): Answer | undefined {
  const later = run.data.records.filter(
    (record): record is Score =>
      record.type === 'score' && record.node === node && isAfter({ atUs: record.at, seq: record.seq }, from),
  );
  const decision = later.filter(({ cause }) => cause === later[0]?.cause);
  const first = decision.find(({ rank }) => rank === 1);
  if (first === undefined) return undefined;
  // Without its score: that would give it away.
  const name = ({ contact }: Score): string => whose(contact, run);
  const wrong = decision.map(
    (one): Wrong => ({ text: name(one), remark: `Its rank is ${one.rank}: q=${one.q}, score ${one.score}.` }),
  );
  return {
    choices: mixed(name(first), wrong),
    shown: { atUs: first.at, seq: first.seq, selection: from.selection },
    record: decision
      .map((one) => `${one.rank}. ${whose(one.contact, run)}: q=${one.q}, score ${one.score}`)
      .join(' · '),
  };
}

/** The device that registered a contact. */
function whose(contact: string, { data, bySeq }: RunModel): string {
  const binding = data.records.find((record) => record.type === 'binding' && record.contact === contact);
  const register = bySeq.get(binding?.cause ?? -1);
  return register?.type === 'message.received' ? register.from : contact;
}
