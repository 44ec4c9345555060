// `core`: the SIP/IP Core, one host or several.
import { z } from 'zod';
import { coreSwitches } from '../../../core/misbehaviour.ts';
import { digestAlgorithms, digestQualities } from '../../../core/sip/digest.ts';
import { LATER_CORES } from '../not-built-yet.ts';
import { duration, flag, integer, mapping, named, oneOrMore, seconds, word } from './kit.ts';
import { misbehave } from './misbehave.ts';
import { coreHostName, domainName, hostName } from './names.ts';
import { transport } from './network.ts';

const shape = {
  kind: word(['sip', ...LATER_CORES])
    .optional()
    .describe('`sip`: proxy and registrar of RFC 3261. `ims`: the 3GPP core (not built yet).'),
  role: word(['proxy', 'registrar', 'both']).optional().describe('What this host does. Default `both`.'),
  domain: oneOrMore('domains', domainName)
    .optional()
    .describe(
      'The domain that it serves, or a list. A core of one host serves, without it, the domains of all agents; of several hosts, those with a registrar say theirs.',
    ),
  next: coreHostName
    .optional()
    .describe('The core host that gets the requests for which this one is not responsible.'),
  trusts: oneOrMore('hosts', hostName)
    .optional()
    .describe(
      'Hosts in its trust domain, whose P-Asserted-Identity it believes (RFC 3325). Default: the core’s own hosts.',
    ),
  transport: transport().optional().describe('The transport that this host takes, whatever its links say.'),
  'record-route': flag()
    .optional()
    .describe('Stays on the path of later requests of a dialog (RFC 3261 §16.6). Default true.'),
  expires: mapping('what a registrar grants', {
    min: seconds().optional().describe('A shorter registration gets 423 with Min-Expires. Default 60.'),
    default: seconds().optional().describe('Granted where the request names none. Default 3600.'),
    max: seconds().optional().describe('A longer one is cut to this. Default 604800, a week.'),
  })
    .optional()
    .describe('How long a registration may last (RFC 3261 §10.3).'),
  bindings: word(['lost', 'kept'])
    .optional()
    .describe('What a crash or restart does to the bindings that it holds. Default `lost`.'),
  digest: mapping('how it asks for passwords', {
    algorithms: oneOrMore('algorithms', word(digestAlgorithms))
      .optional()
      .describe('One challenge each, what it prefers first (RFC 7616, RFC 8760). Default SHA-256, MD5.'),
    qop: oneOrMore('qualities of protection', word(digestQualities))
      .optional()
      .describe('What it offers; `auth-int` protects the body too (RFC 7616 §3.4.3). Default auth.'),
    nonce: duration().optional().describe('How long a nonce is good for. Default 60 s.'),
    'in-dialog': flag()
      .optional()
      .describe(
        'Asks for what is sent inside a dialog too: BYE, re-INVITE, UPDATE; never ACK or CANCEL. Default false.',
      ),
  })
    .optional()
    .describe('How it asks agents with a `password` for it (RFC 3261 §22).'),
  capacity: mapping('what it can work on', {
    requests: integer(0, 1_000_000).describe('Requests outside of dialogs without a final response.'),
    'retry-after': seconds().optional().describe('Retry-After of its 503. Default 10 s.'),
  })
    .optional()
    .describe(
      'How many requests it works on at a time; more are answered 503 with Retry-After (RFC 3261 §21.5.4).',
    ),
  'session-expires': seconds()
    .optional()
    .describe(
      'Takes part in session timers as a proxy does (RFC 4028 §8): asks for this interval where a caller names none, and lowers a longer one to it, never below the caller’s Min-SE. Without this and `min-se` it passes what the agents say as it is.',
    ),
  'min-se': seconds()
    .optional()
    .describe(
      'Takes part in session timers as a proxy does (RFC 4028 §8): an interval below this is refused with 422, or raised to it where the caller does not support session timers. Default, with `session-expires`, 90 s.',
    ),
  misbehave: misbehave('the core', coreSwitches),
};

export const coreHost = mapping('a core host', shape);

export type CoreHostFile = z.output<typeof coreHost>;

/** One host has keys of its own; a map of hosts has mappings only. */
const single = mapping('the core', {
  ...shape,
  kind: shape.kind.unwrap().describe(shape.kind.description ?? ''),
});

export const core = z.union([single, named('core hosts by name', coreHost)], {
  error: 'expected the core: { kind: sip }, or a mapping from names of hosts to what they are',
});
