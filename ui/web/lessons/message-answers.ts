// Answers that are messages: which comes next, and how many of them there are.
import { count, seconds } from '../../views/words.ts';
import { octetsOf } from '../inspector/octets.ts';
import type { Arrow, Instant } from '../model/arrows.ts';
import { isAfter } from '../model/moments.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Answer } from './answer.ts';
import { inOrder, mixed, type Wrong } from './choices.ts';
import type { Ask } from './lesson.ts';
import { type Found, isOn } from './moment.ts';

export function nextMessage(
  { by }: Extract<Ask, { about: 'next message' }>,
  run: RunModel,
  from: Found,
): Answer | undefined {
  const asked = ({ message }: Arrow): boolean => by === undefined || message.fromNode === by;
  const later = run.arrows.filter((arrow) => isAfter(arrow.sent, from) && asked(arrow));
  const [next] = later;
  if (next === undefined) return undefined;
  const pointed = from.selection.kind === 'arrow' ? run.arrowByKey.get(from.selection.key) : undefined;
  // What leaves at the same instant is as good as next.
  const told = new Set(later.filter(({ sent }) => sent.atUs === next.sent.atUs).map(nameOf));
  const others = later.filter(({ sent }) => sent.atUs > next.sent.atUs);
  const possible = [
    ...(pointed === undefined ? [] : replies(pointed)),
    ...others.slice(0, 2).map(nameOf),
    `${next.message.toNode} → ${next.message.fromNode}: ${shortName(next)}`,
    ...others.map(nameOf),
    ...run.arrows.filter(asked).map(nameOf),
  ];
  const wrong = possible
    .filter((text) => !told.has(text) && (by === undefined || text.startsWith(`${by} → `)))
    .map((text): Wrong => ({ text, remark: remarkOn(text, others) }));
  const { message } = next;
  const again = message.transmission > 0 ? `, for the ${ordinal(message.transmission + 1)} time` : '';
  return {
    choices: mixed(nameOf(next), wrong),
    shown: { ...next.sent, selection: { kind: 'arrow', key: next.key } },
    record: `At ${seconds(message.atUs)} s ${message.fromNode} sends \`${shortName(next)}\` to ${message.toNode}${again}.`,
    quote: firstLine(next),
  };
}

export function howMany(ask: Extract<Ask, { about: 'how many' }>, run: RunModel, from: Found): Answer {
  const own = run.arrows.filter((arrow) => isOn(arrow, ask));
  const right = own.length;
  const last = own.at(-1);
  const lost = own.filter(({ message }) => message.lost !== undefined).length;
  const below = Array.from(
    { length: right },
    (_, less): Wrong => ({ text: String(right - 1 - less), remark: 'There are more.' }),
  );
  const above = [1, 2, 3].map(
    (more): Wrong => ({ text: String(right + more), remark: 'There are not as many.' }),
  );
  const also = lost === 0 ? '' : ` ${count(lost, 'of them is', 'of them are')} lost.`;
  return {
    choices: inOrder(String(right), { below, above }, `${ask.message} ${ask.from} ${ask.to}`),
    shown:
      last === undefined || isAfter(from, last.sent)
        ? from
        : { ...last.sent, selection: { kind: 'arrow', key: last.key } },
    record: `From ${ask.from} to ${ask.to} the run holds ${right === 0 ? 'none' : right}.${also}`,
  };
}

/** `core → bob: INVITE, again`. */
function nameOf(arrow: Arrow): string {
  const { fromNode, toNode, transmission } = arrow.message;
  return `${fromNode} → ${toNode}: ${shortName(arrow)}${transmission > 0 ? ', again' : ''}`;
}

/** `SEND 1-2048/4287` is a SEND: which octets it carries would give it away. */
function shortName({ message }: Arrow): string {
  return message.protocol === 'msrp' ? message.summary.replace(/ \d.*\/.*/, '') : message.summary;
}

/** What somebody who doesn't know might expect of a message: that it is answered, or sent again. */
function replies(arrow: Arrow): string[] {
  const { fromNode, toNode, summary } = arrow.message;
  const [first = '', method = ''] = summary.split(' ');
  const back = `${toNode} → ${fromNode}`;
  // MSRP goes by TCP: nobody would expect it to be sent again.
  const sip = arrow.message.protocol === 'sip';
  if (arrow.response) return [`${back}: ACK`, ...(sip ? [`${back}: ${method}, again`] : [])];
  return [`${back}: 200 ${first}`, ...(sip ? [`${fromNode} → ${toNode}: ${first}, again`] : [])];
}

function remarkOn(text: string, later: readonly (Arrow & { readonly sent: Instant })[]): string {
  const found = later.find((arrow) => nameOf(arrow) === text);
  return found === undefined
    ? 'In this run that does not follow.'
    : `That comes too, but later: at ${seconds(found.sent.atUs)} s.`;
}

function firstLine({ message }: Arrow): string {
  return octetsOf(message.raw).text.split('\r\n', 1)[0] ?? '';
}

function ordinal(n: number): string {
  return ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'][n] ?? `${n}th`;
}
