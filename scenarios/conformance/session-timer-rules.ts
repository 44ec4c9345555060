import { type Requirement, row } from './requirement.ts';

/** Rules of RFC 4028: who agrees on a session timer, what a proxy may do to it, and what comes of it. */
export const sessionTimerRules: readonly Requirement[] = [
  row(
    'RFC4028-7.4',
    'MUST',
    'any',
    'RFC 4028 §6, §7.4, §9',
    'A 422 says how long an interval has to be, and the next request asks for no less',
  ),
  row(
    'RFC4028-8',
    'SHOULD',
    'core',
    'RFC 4028 §8',
    'A proxy that asks for a session timer stays on the way of the refreshes',
  ),
  row(
    'RFC4028-8.1',
    'MUST NOT',
    'core',
    'RFC 4028 §8.1',
    'A proxy lowers an interval no further than Min-SE, raises it to that alone and names no refresher',
  ),
  row(
    'RFC4028-8.1-least',
    'MUST NOT',
    'core',
    'RFC 4028 §8.1',
    'A proxy changes no Min-SE of a caller that supports timers, and lowers none',
  ),
  row(
    'RFC4028-8.1-refusal',
    'MUST',
    'core',
    'RFC 4028 §8.1',
    'A proxy’s 422 goes to a caller that supports timers, for an interval below the Min-SE that it tells',
  ),
  row(
    'RFC4028-8.2',
    'MUST',
    'core',
    'RFC 4028 §8.2',
    'For a callee without timers a proxy tells a caller that has them to refresh, and another nothing',
  ),
  row(
    'RFC4028-8.2-left',
    'MUST NOT',
    'core',
    'RFC 4028 §8.2',
    'A proxy leaves the Session-Expires of an answer as it is',
  ),
  row(
    'RFC4028-8.3',
    'MUST NOT',
    'core',
    'RFC 4028 §8.3',
    'A proxy ends no session: it sends no BYE of its own',
  ),
  row(
    'RFC4028-9',
    'MUST',
    'PRA',
    'RFC 4028 §9',
    'A 2xx keeps to the refresher that was asked for, and within the interval; with refresher=uac it requires timer',
  ),
  row(
    'RFC4028-10',
    'SHOULD',
    'any',
    'RFC 4028 §10',
    'Without a refresh the other side sends BYE, 32 s or a third of the interval before its end',
  ),
  row(
    'RFC4028-10-refresh',
    'SHOULD',
    'any',
    'RFC 4028 §7.2, §9, §10',
    'Who refreshes does so after half of the interval',
  ),
];
