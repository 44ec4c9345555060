import { readFileSync } from 'node:fs';
import { loadScenario } from '../../../scenarios/lab/load.ts';
import { shippedScenarios } from '../../../ui/cli/shipped.ts';

const timing = [
  'RFC3261-17.1.1.2',
  'RFC3261-17.1.2.2',
  'RFC3261-17.2.1-refusal',
  'RFC3261-13.3.1.4',
  'RFC3262-3-again',
];
const open = ['PSA-EST-00a', 'PSA-OK-05', 'PSA-REL-01'];

/** What else a misbehaviour cannot help but break in other stories than the scenario that shows it. */
const besides: Readonly<Record<string, readonly string[]>> = {
  'core: drops-acks': ['RFC3261-17.1.1.3'],
  'core: lowers-too-far': ['RFC4028-8'],
  'core: raises-intervals': ['RFC4028-8'],
  'core: refuses-intervals': ['RFC4028-8', 'RFC4028-8.1'],
  'core: silent-for-callees': ['RFC4028-8.2-left'],
  'receiver: impatient': timing,
  'receiver: never-answers': open,
  'receiver: rings-after-answering': ['RFC3262-3'],
  'receiver: rings-reliably-after-answering': ['RFC3262-3', 'RFC3262-3-again', 'RFC3262-3-rseq'],
  'receiver: rings-reliably-unasked': [
    'RFC3262-3-prack',
    'RFC3262-3-again',
    'RFC3262-3-rseq',
    'RFC3262-3-final',
  ],
  'sender: acknowledges-without-answer': ['UP-01'],
  'sender: adds-a-message': ['PSA-UP-01a', 'PSA-UP-05a'],
  'sender: broken-range': ['RFC4975-7.1.1-star'],
  'sender: cancels-at-once': ['RFC3261-17.1.2.2', 'RFC3261-18.1.1'],
  'sender: foreign-path': open,
  'sender: impatient': timing,
  'sender: keeps-media': ['RFC3261-15.1.1'],
  // What is left to the callee to offer is answered in the ACK.
  'sender: never-acknowledges': ['PSA-CAN-02', 'PSA-EST-00'],
  'sender: never-ends': ['RFC4028-10', 'RFC4028-10-refresh'],
  'sender: no-offer': ['PSA-EST-08c'],
  'sender: one-message-id': open,
  'sender: one-transact-id': ['RFC4975-7.2'],
  'sender: repeats-itself': ['RFC3261-17.1.1.2', 'RFC3261-17.1.2.2'],
  // By TCP what follows the length is taken for the beginning of the next request, and that is answered as none, be it an ACK or a BYE.
  'sender: too-short-a-length': ['RFC3261-8.2.6.2', 'RFC3261-13.3.1.4', 'PRA-REL-01'],
};

/** The clauses that each misbehaviour breaks, by `role: name`: those of the scenarios that show it, and what goes with them. */
export function declared(): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const { folder, path } of shippedScenarios()) {
    if (folder.split('/')[0] !== 'negative') continue;
    const text = readFileSync(path, 'utf8');
    const { scenario } = loadScenario(text, path);
    const ids = (/violated: \[?([^\]}]*)/.exec(text)?.[1] ?? '').split(',').map((id) => id.trim());
    const roles = { sender: scenario?.senders, receiver: scenario?.receivers, core: scenario?.core };
    for (const [role, hosts = []] of Object.entries(roles))
      for (const { misbehave = [] } of hosts as readonly { readonly misbehave?: readonly string[] }[])
        for (const name of misbehave) {
          const key = `${role}: ${name}`;
          all.set(key, new Set([...(all.get(key) ?? besides[key] ?? []), ...ids]));
        }
  }
  return all;
}
