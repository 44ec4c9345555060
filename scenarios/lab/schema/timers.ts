// `timers`: values of the protocols' timers, one by one or as a profile by its name.
import { z } from 'zod';
import { duration, mapping, positiveDuration, word } from './kit.ts';

/** `3gpp`: TS 24.229 table 7.7.1, for user equipment on a radio link. */
const profile = () => word(['rfc3261', '3gpp']);

const timerValues = mapping('the timers', {
  profile: profile().optional().describe('What the values are that are not said here. Default `rfc3261`.'),
  t1: positiveDuration()
    .optional()
    .describe('T1: the estimate of the round trip. Default 500ms, or the profile’s.'),
  t2: positiveDuration()
    .optional()
    .describe('T2: the longest interval of retransmissions. Default 4s, or the profile’s.'),
  t4: positiveDuration()
    .optional()
    .describe('T4: how long a message stays in the network. Default 5s, or the profile’s.'),
  c: positiveDuration()
    .refine((us) => us > 180_000_000, 'expected more than 3min (RFC 3261 §16.6 item 11)')
    .optional()
    .describe('Timer C of proxies, above 3min. Default 181s.'),
  d: duration().optional().describe('Timer D by UDP. Default 32s, or 64*T1 where that is longer.'),
  trying: duration()
    .optional()
    .describe('How long a user agent leaves an INVITE unanswered before it sends 100. Default 200ms.'),
  msrp: positiveDuration().optional().describe('How long a SEND waits for its response. Default 30s.'),
});

export const timers = z.union([profile(), timerValues], {
  error: 'expected timers such as { t1: 1s }, or a profile: rfc3261 or 3gpp',
});
