import { describe, expect, it } from 'vitest';
import { errorsOf, PAIR } from './scenarios.ts';

const PUSH = (...names: readonly string[]) => {
  const files = names.map((name) => `{ name: ${name}, type: image/jpeg, size: 10 }`).join(', ');
  return `{ at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [${files}] }`;
};

/** What is wrong, the scenario, and the one line that is said about it. `PAIR` has five lines. */
const table: readonly (readonly [story: string, text: string, error: string])[] = [
  // Faults.
  [
    'a misspelt fault',
    `${PAIR}faults: [{ dorp: INVITE }]\n`,
    'a.yaml:6:10: expected a fault such as { drop: 200 INVITE, from: bob }; the faults are drop, delay, duplicate, reorder, corrupt, partition, hold, set, stall, reset, refuse, crash, restart',
  ],
  [
    'an empty fault',
    `${PAIR}faults: [{}]\n`,
    'a.yaml:6:10: expected a fault such as { drop: 200 INVITE, from: bob }; the faults are drop, delay, duplicate, reorder, corrupt, partition, hold, set, stall, reset, refuse, crash, restart',
  ],
  [
    'a misspelt key of a fault',
    `${PAIR}faults: [{ drop: INVITE, form: bob }]\n`,
    'a.yaml:6:26: unknown key "form" in a drop rule (did you mean "from"?)',
  ],
  [
    'a misspelt method',
    `${PAIR}faults: [{ drop: 200 INVTE }]\n`,
    'a.yaml:6:18: unknown method "INVTE" in "200 INVTE" (did you mean "INVITE"?)',
  ],
  [
    'a status alone',
    `${PAIR}faults: [{ drop: 200 }]\n`,
    'a.yaml:6:18: expected a message as people say it, such as INVITE, 200 INVITE, 1xx INVITE, SEND or REPORT',
  ],
  [
    'a fault on nobody',
    `${PAIR}faults: [{ drop: INVITE, from: bobb }]\n`,
    'a.yaml:6:32: there is no host "bobb" (did you mean "bob"?)',
  ],
  [
    'a lost SEND',
    `${PAIR}faults: [{ drop: SEND, nth: 2 }]\n`,
    'a.yaml:6:10: drop is for datagrams, and SEND goes by TCP always: TCP loses nothing while the connection stands; use stall, reset or refuse',
  ],
  [
    'a duplicated answer to a SEND',
    `${PAIR}faults: [{ duplicate: 200 SEND }]\n`,
    'a.yaml:6:10: duplicate is for datagrams, and 200 SEND goes by TCP always: TCP loses nothing while the connection stands; use stall, reset or refuse',
  ],
  [
    'a lost INVITE by TCP',
    `${PAIR}network: { links: { default: { transport: tcp } } }\nfaults: [{ drop: INVITE }]\n`,
    'a.yaml:7:10: drop is for datagrams, and INVITE goes by TCP here: TCP loses nothing while the connection stands; use stall, reset or refuse',
  ],
  [
    'a reset INVITE by UDP',
    `${PAIR}network: { links: { default: { transport: udp } } }\nfaults: [{ reset: INVITE }]\n`,
    'a.yaml:7:10: reset is for connections, and INVITE goes by UDP here: use drop or delay',
  ],
  [
    'a delay of nothing',
    `${PAIR}faults: [{ delay: INVITE }]\n`,
    'a.yaml:6:10: missing key "by": expected a duration such as 20ms, 1.5s or 2min',
  ],
  [
    'an nth of nothing',
    `${PAIR}faults: [{ drop: INVITE, nth: 0 }]\n`,
    'a.yaml:6:31: expected a whole number from 1 to 1000000000',
  ],
  [
    'a span the wrong way',
    `${PAIR}faults: [{ partition: core<>bob, from: 2s, until: 1s }]\n`,
    'a.yaml:6:51: expected an end that is later than the beginning',
  ],
  [
    'times the wrong way',
    `${PAIR}faults: [{ drop: INVITE, between: [2s, 1s] }]\n`,
    'a.yaml:6:35: expected the earlier time first',
  ],
  [
    'a partition of no link',
    `${PAIR}faults: [{ partition: core-bob }]\n`,
    'a.yaml:6:23: expected a link such as a>b (one direction) or a<>b (both), not "core-bob"',
  ],
  [
    'a link that is set to nothing',
    `${PAIR}faults: [{ set: core<>bob, from: 1s }]\n`,
    'a.yaml:6:10: expected what to set, such as loss: 30%, beside the link',
  ],
  [
    'a crash of nobody',
    `${PAIR}faults: [{ crash: bib, at: 1s }]\n`,
    'a.yaml:6:19: there is no host "bib" (did you mean "bob"?)',
  ],
  // Expectations.
  [
    'a step without arrow',
    `${PAIR}expect: { ladder: ["sender core INVITE"] }\n`,
    'a.yaml:6:20: expected a step such as "bob -> core: 200 INVITE (lost)", not "sender core INVITE"',
  ],
  [
    'a step of nobody',
    `${PAIR}expect:\n  ladder:\n    - sender -> cor: INVITE\n`,
    'a.yaml:8:7: there is no host "cor" (did you mean "core"?)',
  ],
  [
    'an unknown mark',
    `${PAIR}expect:\n  ladder:\n    - sender -> core: INVITE (gone)\n`,
    'a.yaml:8:7: expected (lost), (duplicate) or (retransmission 2), not "(gone)"',
  ],
  ['exactly nothing', `${PAIR}expect: { exactly: true }\n`, 'a.yaml:6:11: exactly what? a ladder is missing'],
  [
    'a requirement of nobody',
    `${PAIR}expect: { requirements: { held: [PSA-01] } }\n`,
    'a.yaml:6:34: there is no requirement "PSA-01" (did you mean "PSA-OK-01"?)',
  ],
  [
    'a requirement that was never written, under an id that could be one',
    `${PAIR}expect: { requirements: { violated: [UP-01, RFC3261-17.1.1.9] } }\n`,
    'a.yaml:6:45: there is no requirement "RFC3261-17.1.1.9" (did you mean "RFC3261-17.1.1.2"?)',
  ],
  [
    'a requirement like no other',
    `${PAIR}expect: { requirements: { held: something } }\n`,
    'a.yaml:6:33: there is no requirement "something" (siplab check lists them)',
  ],
  [
    'a number for a requirement',
    `${PAIR}expect: { requirements: { held: [1] } }\n`,
    'a.yaml:6:34: expected the id of a requirement such as PSA-EST-01 or RFC3261-9.1',
  ],
  [
    'a requirement both ways',
    `${PAIR}expect: { requirements: { held: [UP-01], violated: [UP-01] } }\n`,
    'a.yaml:6:53: UP-01 stands here a second time',
  ],
  [
    'a count of nothing',
    `${PAIR}expect: { counts: { INVIT: 3 } }\n`,
    'a.yaml:6:21: unknown method "INVIT" in "INVIT" (did you mean "INVITE"?)',
  ],
  [
    'an outcome among several that there is not',
    `${PAIR}expect: { outcome: { bob: [delivered, delivred] } }\n`,
    'a.yaml:6:39: expected delivered, failed, declined, cancelled or aborted (did you mean "delivered"?)',
  ],
  [
    'an outcome that there is not',
    `${PAIR}expect: { outcome: { bob: delivred } }\n`,
    'a.yaml:6:27: expected delivered, failed, declined, cancelled or aborted (did you mean "delivered"?)',
  ],
  [
    'an outcome of a file that there is not',
    `${PAIR}expect: { outcome: { bob: { a.jpg: delivred } } }\n`,
    'a.yaml:6:36: expected delivered, failed, declined, cancelled or aborted (did you mean "delivered"?)',
  ],
  [
    'an outcome of the core',
    `${PAIR}expect: { outcome: { core: delivered } }\n`,
    'a.yaml:6:22: "core" is the core: no push or pull of its own could end so',
  ],
  [
    'an outcome of a file that is pushed alone',
    `${PAIR}timeline:\n  - ${PUSH('a.jpg')}\nexpect: { outcome: { sender: { a.jpg: delivered } } }\n`,
    'a.yaml:8:32: "a.jpg" of "sender" is nowhere one of several files: what came of it is what came of its push, outcome: { sender: … }',
  ],
  [
    'an outcome of a file that is nowhere',
    `${PAIR}timeline:\n  - ${PUSH('a.jpg', 'b.jpg')}\nexpect:\n  outcome: { sender: { a.jpg: delivered, x.png: failed } }\n`,
    'a.yaml:9:42: "sender" has no file "x.png" in the timeline: its files are a.jpg, b.jpg',
  ],
  [
    'an outcome of a file that is misspelt',
    `${PAIR}timeline:\n  - ${PUSH('holiday.jpg', 'b.jpg')}\nexpect: { outcome: { sender: { holyday.jpg: failed } } }\n`,
    'a.yaml:8:32: "sender" has no file "holyday.jpg" in the timeline (did you mean "holiday.jpg"?)',
  ],
  [
    'an outcome of a file of an agent that neither pushes nor pulls',
    `${PAIR}timeline:\n  - ${PUSH('a.jpg', 'b.jpg')}\nexpect: { outcome: { bob: { a.jpg: delivered } } }\n`,
    'a.yaml:8:29: "bob" has no file "a.jpg" in the timeline',
  ],
  [
    'an outcome of a message by a name',
    `${PAIR}timeline:\n  - { at: 1s, do: push, by: sender, to: sip:bob@example.com, message: [{ text: One }, { text: Two }] }\nexpect: { outcome: { sender: { One: delivered } } }\n`,
    'a.yaml:8:32: "sender" has no file "One" in the timeline',
  ],
  [
    'a machine that is misspelt',
    `${PAIR}expect: { states: [{ machine: inviteClint, reached: calling }] }\n`,
    'a.yaml:6:31: there is no machine "inviteClint" (did you mean "inviteClient"?)',
  ],
  [
    'a state that its machine does not have',
    `${PAIR}expect: { states: [{ machine: inviteClient, reached: proceding }] }\n`,
    'a.yaml:6:54: inviteClient has no state "proceding" (did you mean "proceeding"?)',
  ],
  [
    'a timer that no machine has, also one that is never to fire',
    `${PAIR}expect: { timers: [{ fired: timerBee, times: 0 }] }\n`,
    'a.yaml:6:29: no machine has a timer "timerBee" (did you mean "timerB"?)',
  ],
  [
    'a state of nowhere',
    `${PAIR}expect: { states: [{ machine: dialog }] }\n`,
    'a.yaml:6:20: expected either is (the state at the end) or reached (a state at some time)',
  ],
];

describe('a scenario with faults and expectations that is wrong is said to be so in one line, with its place:', () => {
  it.each(table)('%s', (_, text, error) => expect(errorsOf(text)).toEqual([error]));
});
