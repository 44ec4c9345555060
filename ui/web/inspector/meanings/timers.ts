// What a timer waits for, how long it is by the rules, and what its value is in the rules' own terms.
import { duration } from '../../../views/words.ts';

export interface TimerMeaning {
  readonly title: string;
  readonly formula: string;
  readonly source: string;
  readonly says: string;
}

const timers: Readonly<Record<string, readonly [formula: string, source: string, says: string]>> = {
  timerA: [
    'T1, then twice as long each time',
    'RFC 3261 §17.1.1.2',
    'The INVITE is sent again when it fires; by TCP there is none.',
  ],
  timerB: ['64·T1', 'RFC 3261 §17.1.1.2', 'An INVITE without any response times out.'],
  timerC: [
    'more than 3 min',
    'RFC 3261 §16.6',
    'A proxy waits no longer for the final response to an INVITE; each 101 to 199 starts it anew.',
  ],
  timerD: ['at least 32 s; 0 by TCP', 'RFC 3261 §17.1.1.2', 'The client absorbs copies of the refusal.'],
  timerE: [
    'T1, then twice as long each time, at most T2',
    'RFC 3261 §17.1.2.2',
    'The request is sent again when it fires; by TCP there is none.',
  ],
  timerF: ['64·T1', 'RFC 3261 §17.1.2.2', 'A request other than INVITE without a final response times out.'],
  timerG: [
    'T1, then twice as long each time, at most T2',
    'RFC 3261 §17.2.1',
    'The refusal is sent again when it fires, until its ACK comes; by TCP there is none.',
  ],
  timerH: ['64·T1', 'RFC 3261 §17.2.1', 'The server waits no longer for the ACK of its refusal.'],
  timerI: ['T4; 0 by TCP', 'RFC 3261 §17.2.1', 'The server absorbs copies of the ACK.'],
  timerJ: ['64·T1; 0 by TCP', 'RFC 3261 §17.2.2', 'The server absorbs copies of the request.'],
  timerK: ['T4; 0 by TCP', 'RFC 3261 §17.1.2.2', 'The client absorbs copies of the response.'],
  timerL: [
    '64·T1',
    'RFC 6026 §7.1',
    'The server transaction stays for copies of an INVITE that was accepted.',
  ],
  timerM: ['64·T1', 'RFC 6026 §7.2', 'The client transaction stays for further 2xx to its INVITE.'],
  timerN: ['64·T1', 'RFC 6665 §4.1.2.4', 'A subscription waits for its first NOTIFY.'],
  timer100: [
    '200 ms; 3.5 s where it is no INVITE',
    'RFC 3261 §17.2.1, RFC 4320 §4.1',
    'A request without an answer so far is answered 100 Trying.',
  ],
  timer2xx: [
    'T1, then twice as long each time, at most T2',
    'RFC 3261 §13.3.1.4',
    'The 2xx is sent again when it fires, by TCP too, until its ACK comes.',
  ],
  waitForAck: [
    '64·T1',
    'RFC 3261 §13.3.1.4',
    'The callee waits no longer for the ACK of its 2xx and ends the session.',
  ],
  timer1xx: [
    'T1, then twice as long each time',
    'RFC 3262 §3',
    'The reliable provisional response is sent again when it fires, by TCP too, until its PRACK comes.',
  ],
  waitForPrack: [
    '64·T1',
    'RFC 3262 §3',
    'The callee waits no longer for the PRACK of its provisional response and refuses the INVITE.',
  ],
  ringAgain: [
    'the scenario’s',
    'RFC 3261 §13.3.1.1',
    'A callee that still rings says so again, lest a proxy give the call up.',
  ],
  lateForks: ['64·T1', 'RFC 3261 §13.2.2.4', 'Other branches may still answer the INVITE with a 2xx.'],
  cancelGuard: [
    '64·T1',
    'RFC 3261 §9.1',
    'After a CANCEL: the INVITE counts as cancelled though no final response came.',
  ],
  patience: [
    'the last 64·T1 of the scenario’s patience; Timer C + 64·T1 where it says none',
    'RFC 3261 §9.1',
    'The caller has heard nothing since the last provisional response, and takes its INVITE back.',
  ],
  queueRetry: ['the lab’s own', 'RFC 3841 §9.1', 'A queued request is tried again.'],
  sessionRefresh: ['half of Session-Expires', 'RFC 4028 §10', 'The refresher refreshes the session.'],
  sessionExpiry: [
    'Session-Expires − min(32 s, a third of it)',
    'RFC 4028 §10',
    'The side that does not refresh ends the session shortly before it lapses.',
  ],
  sessionEnd: ['Session-Expires', 'RFC 4028 §10', 'The session lapses.'],
  glare: [
    'random: 2.1 to 4 s for who chose the Call-ID, else 0 to 2 s',
    'RFC 3261 §14.1',
    'After a 491 the offer is made once more.',
  ],
  refresh: ['before Expires is over', 'RFC 3261 §10.2.4', 'The binding is registered anew.'],
  expires: ['Expires', 'RFC 3261 §10.3', 'The binding lapses unless it is refreshed.'],
  expiry: ['Expires', 'RFC 6665 §4.1.2', 'The subscription lapses unless it is refreshed.'],
  responseTimer: ['30 s', 'RFC 4975 §7.1.4', 'A SEND without a response counts as failed.'],
  think: ['the scenario’s', 'the scenario', 'The user takes that long to answer.'],
  linger: [
    'the scenario’s',
    'the change request, 6.5.2.3',
    'The media line stays open that long after its last file.',
  ],
};

/** Of a timer by its name in the trace; undefined for one that has no meaning told here. */
export function timerMeaning(name: string): TimerMeaning | undefined {
  const [formula, source, says] = timers[name] ?? [];
  if (formula === undefined || source === undefined || says === undefined) return undefined;
  return { title: name.replace(/^timer(?=[A-Z0-9])/, 'Timer '), formula, source, says };
}

/** A length of time as `2·T1` or `T4`, where it is a plain multiple of one of them. */
export function inTimerUnits(lengthUs: number, { t1Us, t2Us, t4Us }: TimerUnits): string | undefined {
  const multiple = lengthUs / t1Us;
  if (lengthUs === 0) return undefined;
  if (Number.isInteger(multiple) && Math.log2(multiple) % 1 === 0)
    return multiple === 1 ? 'T1' : `${multiple}·T1`;
  if (lengthUs === t4Us) return 'T4';
  return lengthUs === t2Us ? 'T2' : undefined;
}

export interface TimerUnits {
  readonly t1Us: number;
  readonly t2Us: number;
  readonly t4Us: number;
}

/** `T1 = 500 ms, T2 = 4 s, T4 = 5 s`. */
export function unitsText({ t1Us, t2Us, t4Us }: TimerUnits): string {
  return `T1 = ${duration(t1Us)}, T2 = ${duration(t2Us)}, T4 = ${duration(t4Us)}`;
}
