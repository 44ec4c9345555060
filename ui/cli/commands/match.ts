import { type Contact, type MatchResult, matchContacts } from '../../../core/caller-preferences/match.ts';
import { contact as contactCodec } from '../../../core/sip/header-table.ts';
import { param } from '../../../core/sip/params.ts';
import { splitList } from '../../../core/sip/split-list.ts';
import { plain } from '../../views/words.ts';
import { type Call, type Command, Complaint, status } from '../command.ts';
import { print } from '../output.ts';

export const command: Command = {
  usage: '--contact C… [--accept-contact A…] [--reject-contact R…] [--method M] [--event E] [--json]',
  help: [
    'RFC 3841 by itself: which contacts remain, their scores as fractions, the order in which they are tried, and why the others are',
    'not. Headers as they stand in a message; a flag may be given several times, and several values in one stand between commas.',
  ].join('\n'),
  flags: {
    contact: {
      type: 'string',
      multiple: true,
      value: 'C',
      help: '<sip:bob@192.0.2.3>;q=0.7;audio;methods="INVITE,BYE"',
    },
    'accept-contact': {
      type: 'string',
      multiple: true,
      value: 'A',
      help: '*;+g.oma.lcsi.sip-push;require;explicit',
    },
    'reject-contact': { type: 'string', multiple: true, value: 'R', help: '*;automata' },
    method: { type: 'string', value: 'M', help: "the request's method; default INVITE" },
    event: { type: 'string', value: 'E', help: "a SUBSCRIBE's event package" },
    dialect: { type: 'string', value: 'D', help: 'rfc (default), or change-request, which leaves out the *' },
    json: { type: 'boolean', help: 'as JSON' },
  },
  async run(call) {
    if (call.positionals.length > 0) throw new Complaint(`unexpected ${call.positionals[0]}`);
    const contacts = values(call, 'contact', ['contact', 'm']).map(contactOf);
    if (contacts.length === 0) throw new Complaint('expected at least one --contact');
    const event = call.text('event');
    const result = matchContacts({
      contacts,
      acceptContact: values(call, 'accept-contact', ['accept-contact', 'a']),
      rejectContact: values(call, 'reject-contact', ['reject-contact', 'j']),
      method: call.text('method') ?? 'INVITE',
      dialect: dialectOf(call),
      ...(event !== undefined && { event }),
    });
    const wrong = result.malformed[0];
    if (wrong !== undefined) throw new Complaint(wrong);
    await print(call.has('json') ? `${JSON.stringify(forScripts(result))}\n` : forPeople(result));
    return status.held;
  },
};

/** The values of a header flag, as a message has them: folded, or several fields, a line each. A header's own name before them does no harm. */
function values(call: Call, flag: string, names: readonly string[]): string[] {
  return call
    .texts(flag)
    .flatMap(linesOf)
    .flatMap((text) => {
      const name = /^\s*([\w-]+)\s*:/.exec(text);
      const named = name !== null && names.includes((name[1] ?? '').toLowerCase());
      return splitList(named ? text.slice(name[0].length) : text);
    });
}

/** Its lines, unfolded (RFC 3261 §7.3.1); what ends the last one begins no other. */
function linesOf(text: string): string[] {
  return text
    .replace(/(?:\r?\n)+$/, '')
    .replace(/[ \t]*\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
}

function contactOf(text: string): Contact {
  const read = contactCodec.parse(text);
  if (!read.ok) throw new Complaint(`--contact ${text}: at ${read.offset + 1}: ${read.text} (${read.rule})`);
  if (read.value === '*') throw new Complaint('--contact *: expected an address');
  const { uri, params } = read.value;
  return { uri, params, q: param(params, 'q') };
}

function dialectOf(call: Call): 'rfc' | 'change-request' {
  const dialect = call.text('dialect') ?? 'rfc';
  if (dialect !== 'rfc' && dialect !== 'change-request') {
    throw new Complaint(`--dialect ${dialect}: expected rfc or change-request`);
  }
  return dialect;
}

function forScripts({ outcome, order, dropped }: MatchResult): unknown {
  const ranked = order.map(({ contact, q, score, rank, immune }) => ({ contact, q, score, rank, immune }));
  return { outcome, order: ranked, dropped };
}

const outcomes = {
  matched: 'matched',
  restored: 'nobody matched what the method implies, so all are tried',
  480: '480: nobody is left',
} as const;

function forPeople({ outcome, order, dropped, judgements }: MatchResult): string {
  const lines = order.map(({ rank, contact, q, score, immune, index }) => {
    const how = immune ? ', immune: it names no features' : judgedText(judgements[index]?.accept ?? []);
    return `  ${rank}. ${contact}  q ${q}, score ${score}${how}`;
  });
  const gone = dropped.map(({ contact, because }) => `  dropped ${contact}: ${because}`);
  return `${[outcomes[outcome], ...lines, ...gone].map(plain).join('\n')}\n`;
}

/** `, *;audio 1, *;video 1/2`: how each Accept-Contact went. */
function judgedText(
  judged: readonly { readonly predicate: string; readonly matched: boolean; readonly score?: string }[],
): string {
  return judged.map(({ predicate, score }) => `, ${predicate} ${score ?? 'no match'}`).join('');
}
