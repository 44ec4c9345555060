import { describe, expect, it } from 'vitest';
import { errorsOf, PAIR } from './scenarios.ts';

/** What is wrong, the scenario, and the one line that is said about it. `PAIR` has five lines. */
const table: readonly (readonly [story: string, text: string, error: string])[] = [
  // The core.
  [
    'an unknown kind',
    'title: x\ncore: { kind: sipp }\n',
    'a.yaml:2:15: expected sip or ims (did you mean "sip"?)',
  ],
  ['a kind to come', 'title: x\ncore: { kind: ims }\n', 'a.yaml:2:15: a core of kind ims is not built yet'],
  [
    'an unknown key of the core',
    'title: x\ncore: { kind: sip, domian: e.com }\n',
    'a.yaml:2:20: unknown key "domian" in the core (did you mean "domain"?)',
  ],
  [
    'a role of nobody',
    'title: x\ncore: { a: { role: proxi } }\n',
    'a.yaml:2:20: expected proxy, registrar or both (did you mean "proxy"?)',
  ],
  [
    'a next hop that is not there',
    'title: x\ncore: { a: { role: proxy, next: b } }\n',
    'a.yaml:2:33: expected the name of another core host, not "b"',
  ],
  [
    'two registrars without domain',
    'title: x\ncore: { a: {}, b: {} }\n',
    'a.yaml:2:19: core host "b" needs a domain: "a" has none either',
  ],
  [
    'a minimum of the core below that of the RFC',
    'title: x\ncore: { kind: sip, min-se: 60s }\n',
    'a.yaml:2:28: expected at least 90 s (RFC 4028 §8.1)',
  ],
  [
    'a core that would refuse what it asks for',
    'title: x\ncore: { kind: sip, session-expires: 2min, min-se: 5min }\n',
    'a.yaml:2:37: expected min-se <= session-expires, not 300, 120 s',
  ],
  ['no core host', 'title: x\ncore: {}\n', 'a.yaml:2:7: expected at least one core host'],
  // Agents.
  [
    'a role to guess',
    `${PAIR}  x: { role: sender, uri: "sip:a@b" }\n`,
    'a.yaml:6:14: expected role: push-sender or push-receiver',
  ],
  [
    'no role',
    `${PAIR}  x: { uri: "sip:a@b" }\n`,
    'a.yaml:6:6: missing key "role": expected role: push-sender or push-receiver',
  ],
  [
    'a URI without scheme',
    `${PAIR}  x: { role: push-sender, uri: bob }\n`,
    'a.yaml:6:32: expected a SIP URI such as sip:bob@example.com, not "bob" (RFC 3261 §25.1 absoluteURI)',
  ],
  [
    'a URI without user',
    `${PAIR}  x: { role: push-sender, uri: "sip:e.com" }\n`,
    'a.yaml:6:32: expected a SIP URI such as sip:bob@example.com, not "sip:e.com"',
  ],
  [
    'a secure URI',
    `${PAIR}  x: { role: push-sender, uri: "sips:a@b" }\n`,
    'a.yaml:6:32: a sips URI (it needs TLS) is not built yet',
  ],
  [
    'a misbehaviour that nobody knows',
    `${PAIR}  x: { role: push-sender, uri: "sip:a@b", misbehave: [late] }\n`,
    'a.yaml:6:55: expected a misbehaviour of a push sender, not "late" (siplab schema lists them)',
  ],
  [
    'a misbehaviour with a slip of the pen',
    `${PAIR}  x: { role: push-sender, uri: "sip:a@b", misbehave: [never-ends, no-alow] }\n`,
    'a.yaml:6:67: expected a misbehaviour of a push sender, not "no-alow" (did you mean "no-allow"?)',
  ],
  [
    'a misbehaviour of the core that nobody knows',
    'title: x\ncore: { kind: sip, misbehave: [no-vai] }\n',
    'a.yaml:2:32: expected a misbehaviour of the core, not "no-vai" (did you mean "no-via"?)',
  ],
  [
    'a misbehaviour of somebody else',
    `${PAIR}  x: { role: push-receiver, uri: "sip:a@b", misbehave: [never-cancels] }\n`,
    'a.yaml:6:57: expected a misbehaviour of a push receiver, not "never-cancels" (did you mean "never-answers"?)',
  ],
  [
    'a sender with the key of a receiver',
    `${PAIR}  x: { role: push-sender, uri: "sip:a@b", thnik: 1s }\n`,
    'a.yaml:6:43: unknown key "thnik" in a push sender: its keys are role, uri, display-name, features, q, expires, count, transport, via, password, identity, vary, min-se, refresher, update, reliable, patience, setup, misbehave, method, service, application, require, explicit, success-report, failure-report, chunking, session-expires, linger, recover, order, offer, close-after, reject-contact, request-disposition, disposition, description, has',
  ],
  [
    'a host twice',
    `${PAIR}  core: { role: push-sender, uri: "sip:a@b" }\n`,
    'a.yaml:6:3: two hosts are called "core"',
  ],
  [
    'a host that is a member',
    `${PAIR}  bob-2: { role: push-sender, uri: "sip:a@b" }\n  sue: { role: push-sender, uri: "sip:a@b", count: 2 }\n  sue-1: { role: push-sender, uri: "sip:a@b" }\n`,
    'a.yaml:8:3: "sue-1" is a member of the group "sue" already',
  ],
  [
    'a name with blanks',
    `${PAIR}  "a b": { role: push-sender, uri: "sip:a@b" }\n`,
    'a.yaml:6:3: expected a name of letters, digits, - and _ that begins with a letter, not "a b"',
  ],
  [
    'a name with a line break',
    `${PAIR}  x: { role: push-sender, uri: "sip:a@b", display-name: "a\\r\\nX: y" }\n`,
    'a.yaml:6:57: expected a display name on one line',
  ],
  [
    'a feature with blanks',
    `${PAIR}  x: { role: push-sender, uri: "sip:a@b", features: [a b] }\n`,
    'a.yaml:6:54: expected a feature parameter such as +g.oma.lcsi.sip-push, audio or methods="INVITE,BYE", not "a b"',
  ],
  [
    'a q above 1',
    `${PAIR}  x: { role: push-sender, uri: "sip:a@b", q: 1.5 }\n`,
    'a.yaml:6:46: expected a q value from 0 to 1 with at most 3 decimals, not "1.5"',
  ],
  [
    'a session timer too short',
    `${PAIR}  x: { role: push-sender, uri: "sip:a@b", session-expires: 60 }\n`,
    'a.yaml:6:60: expected 0 (no session timer) or at least 90 s (RFC 4028 §4)',
  ],
];

describe('a scenario with hosts that is wrong is said to be so in one line, with its place:', () => {
  it.each(table)('%s', (_, text, error) => expect(errorsOf(text)).toEqual([error]));
});
