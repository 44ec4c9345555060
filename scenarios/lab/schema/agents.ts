// `agents`: push senders and push receivers, one by one or in groups.
import { z } from 'zod';
import { receiverSwitches } from '../../../agents/misbehaviour/receiver.ts';
import { senderSwitches } from '../../../agents/misbehaviour/sender.ts';
import { directives } from '../../../core/caller-preferences/request-disposition.ts';
import type { Feature } from '../scenario.ts';
import type { Read } from '../units.ts';
import { shown } from '../units.ts';
import { disposition, file } from './content.ts';
import {
  duration,
  flag,
  integer,
  list,
  mapping,
  named,
  oneOf,
  oneOrMore,
  positiveDuration,
  reading,
  seconds,
  size,
  text,
  word,
} from './kit.ts';
import { misbehave } from './misbehave.ts';
import { coreHostName, kind, user } from './names.ts';
import { transport } from './network.ts';

/** RFC 3840 §9: `feature-param = enc-feature-tag [EQUAL LDQUOT (tag-value-list / string-value ) RDQUOT]`. */
const FEATURE = /^(\+?[A-Za-z][A-Za-z0-9!'.\-%]{0,127})(?:=(?:"([^"\\]{1,512})"|([^"\\;,\s]{1,512})))?$/;
const EXPECTED_FEATURE = 'a feature parameter such as +g.oma.lcsi.sip-push, audio or methods="INVITE,BYE"';

function readFeature(input: string): Read<Feature> {
  const match = FEATURE.exec(input);
  if (match?.[1] === undefined) return { error: `expected ${EXPECTED_FEATURE}, not ${shown(input)}` };
  const value = match[2] ?? match[3];
  return { value: value === undefined ? { name: match[1] } : { name: match[1], value } };
}

const feature = kind(
  'feature',
  'A feature parameter.',
  reading(EXPECTED_FEATURE, FEATURE.source, readFeature),
);

const QVALUE = 'a q value from 0 to 1 with at most 3 decimals';

/** RFC 3261 §25.1: `qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )`. */
const Q = /^(0(\.\d{1,3})?|1(\.0{1,3})?)$/;

const q = () =>
  z
    .union([z.string().meta({ pattern: Q.source }), z.number()], { error: `expected ${QVALUE}` })
    .transform((input, context) => {
      const written = String(input);
      if (Q.test(written)) return written;
      context.issues.push({ code: 'custom', message: `expected ${QVALUE}, not ${shown(written)}`, input });
      return z.NEVER;
    });

/** YAML 1.2 reads `yes` as text; people who write `true` mean the same. */
const yesOrNo = <const W extends readonly ['yes', 'no', ...string[]]>(words: W) =>
  z
    .union([word(words), z.boolean()], { error: `expected ${oneOf(words)}` })
    .transform((read) => (read === true ? 'yes' : read === false ? 'no' : read) as W[number]);

const chunkStrategy = () => word(['pieces', 'figure', 'whole']);

const chunking = z.union(
  [
    chunkStrategy(),
    mapping('the chunking', {
      strategy: chunkStrategy().describe(
        '`pieces`: chunks of `size`; `figure`: one of `size` and the rest in a second, as in figure 1; `whole`: one chunk that others may interrupt.',
      ),
      size: size()
        .pipe(z.number().min(1, 'expected a size of at least 1 byte'))
        .optional()
        .describe('Octets of a chunk, of `figure` those of the first. Default 2048.'),
      slice: size()
        .pipe(z.number().min(2048, 'expected a slice of at least 2048 bytes (RFC 4975 §7.1.1)'))
        .optional()
        .describe(
          'Octets of a long chunk that are written at a time: between two, others may interrupt it. Default 16 KiB.',
        ),
    }),
  ],
  { error: 'expected pieces, figure or whole, or { strategy: pieces, size: 2048 }' },
);

const service = () =>
  feature.describe(
    'The communication service identifier, as a feature parameter of Accept-Contact. Default `+g.oma.lcsi.sip-push`.',
  );

const application = () =>
  feature.describe(
    'The Application Reference Identifier (IARI), as a feature parameter of a further Accept-Contact.',
  );

const sessionExpires = () =>
  seconds()
    .refine(
      (value) => value === 0 || value >= 90,
      'expected 0 (no session timer) or at least 90 s (RFC 4028 §4)',
    )
    .describe('Session-Expires of RFC 4028: 0 (takes no part) or at least 90 s. Default 1800.');

/** What a push is like: keys of a sender, and of a single push, where they count for that one. */
export const pushShape = {
  method: word(['invite', 'message', 'subscribe-notify', 'content-indirection'])
    .optional()
    .describe('How it is pushed: `invite` (an MSRP session; the default). The others are not built yet.'),
  service: service().optional(),
  application: application().optional(),
  require: flag()
    .optional()
    .describe('`;require` on Accept-Contact: contacts that don’t match get nothing (RFC 3841).'),
  explicit: flag()
    .optional()
    .describe('`;explicit` on Accept-Contact: contacts that don’t say so score less (RFC 3841).'),
  'success-report': yesOrNo(['yes', 'no'])
    .optional()
    .describe('Success-Report of each SEND: asks for REPORTs of what arrived (RFC 4975 §7.1.1). Default no.'),
  'failure-report': yesOrNo(['yes', 'no', 'partial'])
    .optional()
    .describe('Failure-Report of each SEND: which failures are told (RFC 4975 §7.1.1). Default yes.'),
  chunking: chunking
    .optional()
    .describe('How a message is divided into chunks. Default `pieces` of 2048 octets.'),
  'session-expires': sessionExpires().optional(),
  linger: duration()
    .optional()
    .describe('How long the media of a file stays open after its end, before it is closed. Default 0.'),
  recover: integer(0, 10)
    .optional()
    .describe(
      'How often an MSRP connection that breaks is replaced within the session: by a re-INVITE, after which a file goes on where it was confirmed (RFC 4975 §5.4, RFC 5547 §8.1). Default 0: the push fails, as it does for a file in the dialect of the change request.',
    ),
  order: word(['together', 'in-turn'])
    .optional()
    .describe('The files side by side (`together`, the default), or one after the other (`in-turn`).'),
  offer: word(['sender', 'callee'])
    .optional()
    .describe(
      'Who makes the offer. `callee`: the INVITE has no SDP, the callee offers what it can receive in its 200, and the ACK has the answer (RFC 3261 §13.2.1); files then go one after the other by that one session, as messages that tell their names. Default `sender`.',
    ),
  'close-after': word(['report', 'response'])
    .optional()
    .describe(
      'What ends a file where success reports were asked for: the report (the default), or already the 200 to its last chunk.',
    ),
  'reject-contact': oneOrMore(
    'values of Reject-Contact',
    text('a value of Reject-Contact such as *;audio', 256),
  )
    .optional()
    .describe('Reject-Contact: contacts that it matches get nothing (RFC 3841 §9.2).'),
  'request-disposition': oneOrMore('directives', word(directives))
    .optional()
    .describe('Request-Disposition: how servers on the way are to process it (RFC 3841 §9.1).'),
  disposition: disposition()
    .optional()
    .describe(
      'Content-Disposition of the files: `render`, or `attachment` for what must not be shown by itself. Default `render`.',
    ),
  description: text('a description').optional().describe('Content-Description of the files.'),
};

const common = {
  uri: text('a SIP URI such as sip:bob@example.com', 256).describe(
    'Its public address. In a group, `{n}` is the member’s number; without it the members are devices of one user.',
  ),
  'display-name': text('a display name', 256).optional().describe('Stands before the URI in From and To.'),
  features: oneOrMore('feature parameters', feature)
    .optional()
    .describe(
      'Feature parameters of its Contact (RFC 3840): `+g.oma.lcsi.sip-push`, `audio`, `methods="INVITE,BYE"`.',
    ),
  q: q().optional().describe('Preference of its Contact, 0 to 1.'),
  expires: seconds().optional().describe('How long it registers for. Default 3600 s.'),
  count: integer(1, 1_000_000)
    .optional()
    .describe('Makes a group of so many, called `name-1`, `name-2` … Default 1: no group.'),
  transport: transport().optional().describe('The transport that it takes, whatever its links say.'),
  via: coreHostName
    .optional()
    .describe('The core host that it talks to. Default: the proxy of its own domain, else the first proxy.'),
  password: text('a password', 256)
    .optional()
    .describe('The core asks for it (Digest, RFC 3261 §22): 401 to REGISTER, 407 to what begins a dialog.'),
  identity: mapping('an identity', {
    prefers: user.optional().describe('P-Preferred-Identity: a hint to the first proxy (RFC 3325 §9.2).'),
    asserts: user
      .optional()
      .describe('P-Asserted-Identity: what only a node of the trust domain may say (RFC 3325 §9.1).'),
    privacy: word(['id', 'none'])
      .optional()
      .describe('Privacy: whether its asserted identity may leave the trust domain (RFC 3325 §7).'),
    claims: user.optional().describe('The URI of From, where it is not its own.'),
  })
    .optional()
    .describe('What it says about who it is, outside of dialogs.'),
  vary: list(
    'variants',
    mapping('a variant', {
      features: oneOrMore('feature parameters', feature).optional().describe('In place of the group’s.'),
      q: q().optional().describe('In place of the group’s.'),
    }),
  )
    .max(1000, 'expected at most 1000 variants')
    .optional()
    .describe('What the members of a group have in turn: the first, the second …, and from the first again.'),
  'min-se': seconds()
    .refine((value) => value >= 90, 'expected at least 90 s (RFC 4028 §5)')
    .optional()
    .describe('Its Min-SE of RFC 4028: shorter session intervals are refused by 422. Default 90 s.'),
  refresher: word(['uac', 'uas', 'open'])
    .optional()
    .describe(
      'Who refreshes the session, where that is its to say: `uac`, `uas`, or `open` for the peer’s choice. Default `uac`.',
    ),
  update: flag()
    .optional()
    .describe(
      'Whether it knows UPDATE (RFC 3311); without it sessions are refreshed by re-INVITE. Default true.',
    ),
  reliable: word(['never', 'supported', 'required'])
    .optional()
    .describe(
      'Provisional responses that are acknowledged by PRACK (RFC 3262): `supported`, it takes them as a caller and sends them as a callee that rings; `required`, it insists on them, and refuses who cannot with 421. Default `never`.',
    ),
  patience: duration()
    .optional()
    .describe(
      'How long it waits for an answer to its INVITE after the last provisional response, before it takes it back by CANCEL. Default: Timer C, in which a proxy gives up, and 64*T1. The last 64*T1 of it are a timer in the trace.',
    ),
  setup: word(['active', 'passive', 'actpass'])
    .optional()
    .describe(
      'Who opens its MSRP connections (RFC 6135): `active`, itself; `passive` or `actpass` (the default), whoever may: where it answers, the peer. An offer never says `passive`.',
    ),
};

const MEDIA_RANGE = 'a media type such as image/jpeg, image/* or *, or a set such as ts-26.141';

const patterns = () => oneOrMore('name patterns such as *.jpg', text('a name pattern such as *.jpg', 256));

export const sender = mapping('a push sender', {
  role: z.literal('push-sender').describe('The role in the push: it sends.'),
  ...common,
  misbehave: misbehave('a push sender', senderSwitches),
  ...pushShape,
  has: list('files', file)
    .max(1000, 'expected at most 1000 files')
    .optional()
    .describe(
      'Files that it gives to those who ask for them by a `pull` (RFC 5547 §8.3.2). Without any it takes no calls.',
    ),
});

export const receiver = mapping('a push receiver', {
  role: z.literal('push-receiver').describe('The role in the push: it receives.'),
  ...common,
  misbehave: misbehave('a push receiver', receiverSwitches),
  service: service().optional(),
  application: application().optional(),
  'session-expires': sessionExpires().optional(),
  answer: word(['accept', 'busy', 'unavailable', 'decline', 'out-of-resources', 'moved', 'silent', 'manual'])
    .optional()
    .describe(
      'What it does with an invitation: `accept` (the default), `busy` 486, `unavailable` 480, `decline` 603, `out-of-resources` 503, `moved` 302 to `moved-to`, `silent` never answers, `manual` waits for an act.',
    ),
  'moved-to': user.optional().describe('Where a receiver with `answer: moved` sends the caller (302).'),
  think: duration().optional().describe('How long its user takes to decide. Default 0.'),
  ring: z
    .union(
      [
        flag(),
        mapping('the ringing', {
          again: positiveDuration().describe('And again after so long, lest a proxy give the call up.'),
        }),
      ],
      { error: 'expected true or false, or { again: 1min }' },
    )
    .optional()
    .describe(
      'Sends 180 as soon as it is invited; with `{ again: 1min }` once more after each minute (RFC 3261 §13.3.1.1). Default false.',
    ),
  'early-answer': flag()
    .optional()
    .describe(
      'Its answer to the offer stands in the 180 already, where that is reliable; the 200 has none then (RFC 3262 §5). Default false.',
    ),
  'accept-types': oneOrMore(
    'media types',
    kind(
      'mediaRange',
      'A media type, a range or a set of them.',
      text(MEDIA_RANGE, 127).regex(
        /^(\*|[\w!#$&^.+-]{1,63}\/(\*|[\w!#$&^.+-]{1,63})|ts-26\.141(:[a-z-]{1,20})?)$/,
        `expected ${MEDIA_RANGE}`,
      ),
    ),
  )
    .optional()
    .describe(
      'Media types that it takes (`a=accept-types`). `ts-26.141` stands for those of 3GPP TS 26.141 as the lab knows them, `ts-26.141:image` for one kind of them; types may stand beside a set, or in its place. Default `*`.',
    ),
  'max-size': size().optional().describe('The largest message that it takes (`a=max-size`).'),
  files: mapping('which files it takes', {
    accept: patterns().optional().describe('It takes files whose name fits one of these. Default `*`.'),
    decline: patterns().optional().describe('It refuses those whose name fits one of these.'),
  })
    .optional()
    .describe('Which of the offered files it takes; `*` stands for any characters, `?` for one.'),
  'known-files': word(['accept', 'decline'])
    .optional()
    .describe('What it does with a file that it has already, by its hash. Default `accept`.'),
  'answer-flags': list('flags', word(['require', 'explicit']))
    .optional()
    .describe('With `dialect: change-request`: what stands on the Accept-Contact of its 200. Default none.'),
  multipart: flag()
    .optional()
    .describe(
      'Whether it knows bodies of several parts; without it an INVITE that carries an icon is refused with 415 (RFC 5547 §8.8). Default true.',
    ),
  reports: word(['end', 'incremental'])
    .optional()
    .describe('Success REPORTs: one at the end (the default), or one a chunk.'),
});

export type SenderFile = z.output<typeof sender>;
export type ReceiverFile = z.output<typeof receiver>;

export const agents = named(
  'agents by name',
  z.discriminatedUnion('role', [sender, receiver], {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? 'expected role: push-sender or push-receiver'
        : 'expected an agent: { role: push-sender or push-receiver, uri: … }',
  }),
);
