import { describe, expect, it } from 'vitest';
import { errorsOf, PAIR } from './scenarios.ts';

/** What is wrong, the scenario, and the one line that is said about it. `PAIR` has five lines. */
const table: readonly (readonly [story: string, text: string, error: string])[] = [
  [
    'a target with header fields',
    `${PAIR}timeline: [{ at: 0s, do: push, by: sender, to: "sip:b@example.com?Subject=x", message: { text: x } }]\n`,
    'a.yaml:6:48: expected a SIP URI such as sip:bob@example.com, not "sip:b@example.com?Subject=x" (RFC 3261 §19.1.1: a Request-URI has no header fields)',
  ],
  [
    'a file that nobody waits for',
    `${PAIR}timeline: [{ at: 0s, do: push, by: sender, to: "sip:b@example.com", files: [{ name: a, type: a/b, size: 9007199254740991 }] }]\n`,
    'a.yaml:6:105: expected a size of at most 64 GiB',
  ],
  [
    'a type with half a parameter',
    `${PAIR}timeline: [{ at: 0s, do: push, by: sender, to: "sip:b@example.com", files: [{ name: a, type: a/b;c, size: 9 }] }]\n`,
    'a.yaml:6:94: expected a media type such as image/jpeg, or text/plain;charset=utf-8',
  ],
  [
    'a day that is none',
    `${PAIR}epoch: 2026-02-30T00:00:00Z\n`,
    'a.yaml:6:8: expected a date such as 2026-01-01T00:00:00Z',
  ],
  [
    'a value inside of one form of two',
    `${PAIR}timers: { t1: 100000000d }\n`,
    'a.yaml:6:15: expected less than 2^53, not "100000000d"',
  ],
  // Links.
  [
    'a link to nobody',
    `${PAIR}network: { links: { "core>bobb": {} } }\n`,
    'a.yaml:6:21: there is no host "bobb" (did you mean "bob"?)',
  ],
  [
    'no link at all',
    `${PAIR}network: { links: { core-bob: {} } }\n`,
    'a.yaml:6:21: expected a link such as a>b (one direction) or a<>b (both), not "core-bob"; default is the one for all',
  ],
  [
    'a link twice',
    `${PAIR}network: { links: { core>bob: {}, "core > bob": {} } }\n`,
    'a.yaml:6:35: the link from core to bob stands here a second time',
  ],
  [
    'a number without unit',
    `${PAIR}network: { links: { default: { latency: 20 } } }\n`,
    'a.yaml:6:41: expected a duration such as 20ms, 1.5s or 2min, not "20"',
  ],
  [
    'an unknown distribution',
    `${PAIR}network: { links: { default: { latency: { unform: [1ms, 2ms] } } } }\n`,
    'a.yaml:6:41: expected a duration such as 20ms, or a distribution such as { uniform: [10ms, 30ms] }',
  ],
  [
    'a number in a distribution',
    `${PAIR}network: { links: { default: { latency: { uniform: [1ms, 2] } } } }\n`,
    'a.yaml:6:58: expected a duration such as 20ms, 1.5s or 2min, not "2"',
  ],
  [
    'a range the wrong way',
    `${PAIR}network: { links: { default: { latency: { uniform: [3ms, 2ms] } } } }\n`,
    'a.yaml:6:52: expected the smaller duration first',
  ],
  [
    'a share above all',
    `${PAIR}network: { links: { default: { loss: 120% } } }\n`,
    'a.yaml:6:38: expected a share of at most 100%, not "120%"',
  ],
  [
    'half a loss model',
    `${PAIR}network: { links: { default: { loss: { gilbert-elliott: { good: 1s } } } } }\n`,
    'a.yaml:6:57: missing key "bad": expected a duration such as 20ms, 1.5s or 2min',
  ],
  [
    'a transport of nobody',
    `${PAIR}network: { links: { default: { transport: sctp } } }\n`,
    'a.yaml:6:43: expected auto, udp or tcp',
  ],
  [
    'a small MTU',
    `${PAIR}network: { links: { default: { mtu: 576 } } }\n`,
    'a.yaml:6:37: expected an MTU from 1280 to 65535 bytes',
  ],
  [
    'a queue without rate',
    `${PAIR}network: { links: { default: { queue: 5 } } }\n`,
    'a.yaml:6:32: a queue needs a rate: without one nothing waits',
  ],
  // Acts.
  ['no list of acts', `${PAIR}timeline: { at: 1s }\n`, 'a.yaml:6:11: expected a list of acts'],
  [
    'a misspelt act',
    `${PAIR}timeline: [{ at: 1s, do: regster, by: bob }]\n`,
    'a.yaml:6:26: expected an act such as { at: 1s, do: register, by: bob }; the acts are register, unregister, push, pull, resume, cancel, release, abort, answer, request or restart (did you mean "register"?)',
  ],
  [
    'a request that has an act of its own',
    `${PAIR}timeline: [{ at: 1s, do: request, by: bob, method: INVITE, to: 'sip:a@b' }]\n`,
    'a.yaml:6:52: expected a method such as MESSAGE, other than INVITE, ACK, CANCEL, BYE and REGISTER',
  ],
  [
    'half a header field',
    `${PAIR}timeline: [{ at: 1s, do: request, by: bob, method: INFO, to: 'sip:a@b', headers: 'Event' }]\n`,
    'a.yaml:6:82: expected a header field such as Event: presence',
  ],
  [
    'a request to nobody',
    `${PAIR}timeline: [{ at: 1s, do: request, by: bob, method: INFO, to: bob }]\n`,
    'a.yaml:6:62: expected a SIP URI such as sip:bob@example.com, not "bob" (RFC 3261 §25.1 absoluteURI)',
  ],
  [
    'an act to come',
    `${PAIR}timeline: [{ at: 1s, do: subscribe, by: bob }]\n`,
    'a.yaml:6:26: the act subscribe is not built yet',
  ],
  [
    'a method to come',
    `${PAIR}timeline: [{ at: 1s, do: push, by: sender, to: "sip:a@b", method: message, message: { text: x } }]\n`,
    'a.yaml:6:67: a push by message is not built yet',
  ],
  [
    'an act without time',
    `${PAIR}timeline: [{ do: register, by: bob }]\n`,
    'a.yaml:6:12: missing key "at": expected a duration such as 20ms, 1.5s or 2min',
  ],
  [
    'an act of nobody',
    `${PAIR}timeline: [{ at: 1s, do: register, by: bobb }]\n`,
    'a.yaml:6:40: there is no host "bobb" (did you mean "bob"?)',
  ],
  [
    'a receiver that pushes',
    `${PAIR}timeline: [{ at: 1s, do: push, by: bob, to: "sip:a@b", message: { text: x } }]\n`,
    'a.yaml:6:36: "bob" is a push-receiver, which cannot push',
  ],
  [
    'a core that registers',
    `${PAIR}timeline: [{ at: 1s, do: register, by: core }]\n`,
    'a.yaml:6:40: "core" is the core, which cannot register',
  ],
  [
    'a sender that answers',
    `${PAIR}timeline: [{ at: 1s, do: answer, by: sender }]\n`,
    'a.yaml:6:38: "sender" is a push-sender, which cannot answer',
  ],
  [
    'a push to no URI',
    `${PAIR}timeline: [{ at: 1s, do: push, by: sender, to: "sip:a b", message: { text: x } }]\n`,
    'a.yaml:6:48: expected a SIP URI such as sip:bob@example.com, not "sip:a b" (RFC 3261 §19.1.1 SIP-URI)',
  ],
  [
    'a push of nothing',
    `${PAIR}timeline: [{ at: 1s, do: push, by: sender, to: "sip:a@b" }]\n`,
    'a.yaml:6:12: expected either files: [{ name, type, size }] or message: { text }',
  ],
  [
    'a push of a bare text',
    `${PAIR}timeline: [{ at: 1s, do: push, by: sender, to: "sip:a@b", message: Hello }]\n`,
    'a.yaml:6:68: expected a message such as { text: Hello }, or a list of them',
  ],
  [
    'a push that is not there',
    `${PAIR}timeline: [{ at: 1s, do: cancel, by: sender, push: one }]\n`,
    'a.yaml:6:52: there is no push "one": no push has a name',
  ],
  [
    'a file without size',
    `${PAIR}timeline: [{ at: 1s, do: push, by: sender, to: "sip:a@b", files: [{ name: a, type: a/b }] }]\n`,
    'a.yaml:6:67: missing key "size": how many octets, such as 4092 or 64KiB',
  ],
  [
    'a file from elsewhere',
    `${PAIR}timeline: [{ at: 1s, do: push, by: sender, to: "sip:a@b", files: [{ name: a, type: a/b, from: ../../etc/passwd }] }]\n`,
    'a.yaml:6:95: expected a path below the scenario file, such as files/photo.jpg, not "../../etc/passwd"',
  ],
  [
    'a file of two origins',
    `${PAIR}timeline: [{ at: 1s, do: push, by: sender, to: "sip:a@b", message: { text: x, from: y } }]\n`,
    'a.yaml:6:68: expected one of content, from and text, not several',
  ],
  [
    'a text of another size',
    `${PAIR}timeline: [{ at: 1s, do: push, by: sender, to: "sip:a@b", message: { text: "x", size: 2 } }]\n`,
    'a.yaml:6:87: the text has 1 octets, not 2',
  ],
  [
    'two files of one name',
    `${PAIR}timeline: [{ at: 1s, do: push, by: sender, to: "sip:a@b", files: [{ name: a, type: a/b, size: 1 }, { name: a, type: a/b, size: 1 }] }]\n`,
    'a.yaml:6:108: two files of a push are called "a"',
  ],
  [
    'a media type without slash',
    `${PAIR}timeline: [{ at: 1s, do: push, by: sender, to: "sip:a@b", files: [{ name: a, type: jpeg, size: 1 }] }]\n`,
    'a.yaml:6:84: expected a media type such as image/jpeg, or text/plain;charset=utf-8',
  ],
  [
    'an icon where the callee makes the offer',
    `${PAIR}timeline:\n  - { at: 1s, do: push, by: sender, to: sip:bob@example.com, offer: callee, files: [{ name: a, type: image/png, size: 1, icon: { type: image/png, size: 1 } }] }\n`,
    'a.yaml:7:122: icon stands in an offer of the sender, and offer: callee leaves it to the other side',
  ],
];

describe('a scenario with links and acts that is wrong is said to be so in one line, with its place:', () => {
  it.each(table)('%s', (_, text, error) => expect(errorsOf(text)).toEqual([error]));
});
