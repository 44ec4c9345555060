// Answers that stand in a message: a header field, the Request-URI, a line of the session description.
import { seconds } from '../../views/words.ts';
import { octetsOf } from '../inspector/octets.ts';
import type { Arrow } from '../model/arrows.ts';
import type { RunModel } from '../model/run-model.ts';
import type { Answer } from './answer.ts';
import { mixed, type Wrong } from './choices.ts';
import type { Ask } from './lesson.ts';
import { messageAt } from './moment.ts';

type ContentAsk = Extract<Ask, { about: 'header' | 'target' | 'port' | 'direction' }>;

export function contentAnswer(ask: ContentAsk, run: RunModel): Answer | undefined {
  const arrow = messageAt(run, ask.of);
  const read = arrow && reading(ask, textIn(arrow));
  if (arrow === undefined || read === undefined) return undefined;
  // Messages of its own kind first: what they say is nearest to it.
  const kin = [...run.arrows].sort((a, b) => Number(isKin(b, arrow)) - Number(isKin(a, arrow)));
  const elsewhere = kin.flatMap((other) => {
    const found = reading(ask, textIn(other))?.value;
    return found === undefined
      ? []
      : [{ text: found, remark: `That stands in another message: ${other.message.summary}.` }];
  });
  const { fromNode, toNode, atUs, summary } = arrow.message;
  return {
    choices: mixed(read.value, interleaved(made(ask, read.value), elsewhere)),
    shown: { ...arrow.sent, selection: { kind: 'arrow', key: arrow.key } },
    record: `The \`${summary}\` that ${fromNode} sends to ${toNode} at ${seconds(atUs)} s says:`,
    quote: read.line,
  };
}

function isKin({ message }: Arrow, { message: { summary } }: Arrow): boolean {
  return message.summary === summary;
}

interface Reading {
  readonly value: string;
  /** The line it stands in. */
  readonly line: string;
}

function reading(ask: ContentAsk, text: string): Reading | undefined {
  switch (ask.about) {
    case 'header':
      return header(ask.name, text);
    case 'target': {
      const line = text.split('\r\n', 1)[0] ?? '';
      const value = /^[A-Z]+ (sips?:\S+) SIP\/2\.0$/.exec(line)?.[1];
      return value === undefined ? undefined : { value, line };
    }
    case 'port': {
      const line = mediaLines(text, ask.media)[0];
      const value = line?.split(' ')[1];
      return line === undefined || value === undefined ? undefined : { value, line };
    }
    case 'direction': {
      const line = mediaLines(text, ask.media).find((one) => directions.includes(one.slice(2)));
      return line === undefined ? undefined : { value: line.slice(2), line };
    }
  }
}

const directions = ['sendonly', 'recvonly', 'sendrecv', 'inactive'];

/** Values that nobody wrote, near the one that stands there. */
function made(ask: ContentAsk, value: string): Wrong[] {
  const remark =
    ask.about === 'port' ? 'No `m=` line in this run says that.' : 'No message in this run says that.';
  switch (ask.about) {
    case 'direction':
      return directions.map((text) => ({ text, remark: 'This line says otherwise.' }));
    case 'port':
      return ['0', '5060', '2855', '9'].map((text) => ({ text, remark }));
    case 'header':
      return [
        value.replace(/\d+/, (digits) => String(Number(digits) + 1)),
        value.replace(/\buac\b/, 'uas'),
        value.replace(/\d+/, (digits) => String(Number(digits) * 2)),
        value.replace(/\d+$/, (digits) => String(Number(digits) * 2)),
      ].map((text) => ({ text, remark }));
    case 'target':
      return [];
  }
}

/** Turn by turn, so that both kinds are among the first. */
function interleaved(one: readonly Wrong[], other: readonly Wrong[]): Wrong[] {
  const length = Math.max(one.length, other.length);
  return Array.from({ length }, (_, index) => [other[index], one[index]])
    .flat()
    .filter((wrong) => wrong !== undefined);
}

/** Of the head only: a body may hold what looks like a header field. */
function header(name: string, text: string): Reading | undefined {
  const head = text.split('\r\n\r\n', 1)[0] ?? '';
  const start = `${name.toLowerCase()}:`;
  const line = head.split('\r\n').find((one) => one.toLowerCase().startsWith(start));
  return line === undefined ? undefined : { value: line.slice(start.length).trim(), line };
}

/** The nth `m=` line and what belongs to it. */
function mediaLines(text: string, nth: number): string[] {
  const lines = text.split('\r\n');
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []));
  const start = starts[nth - 1];
  return start === undefined ? [] : lines.slice(start, starts[nth]);
}

function textIn({ message }: Arrow): string {
  return octetsOf(message.raw).text;
}
