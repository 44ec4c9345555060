import type { Ladder, MessageRow, Row } from './ladder-model.ts';
import { statusOf } from './message-names.ts';
import { duration, plain, seconds } from './words.ts';

/** The ladder as a Mermaid sequence diagram (https://mermaid.js.org/syntax/sequenceDiagram.html). */
export function mermaid(ladder: Ladder): string {
  const lanes = ladder.lanes.map((name, index) => `  participant p${index} as ${asText(name)}`);
  const title = ladder.title === '' ? [] : [`  title ${asText(ladder.title)}`];
  return ['sequenceDiagram', ...title, ...lanes, ...ladder.rows.flatMap(line), ''].join('\n');
}

function line(row: Row): string[] {
  switch (row.kind) {
    case 'message':
      return row.from < 0 || row.to < 0 ? [] : [`  ${message(row)}`];
    case 'arrival': {
      const { message, copy } = row;
      return [
        note(message.to, `${message.summary} arrives${copy ? ' again' : ''} at ${seconds(row.atUs)} s`),
      ];
    }
    case 'timer':
      return row.change === 'fired' ? [note(row.lane, `${row.name} fires at ${seconds(row.atUs)} s`)] : [];
    case 'mark':
      return [note(row.lane, row.text)];
    case 'gap':
      return [`  Note over p0: ${asText(`… ${duration(row.lengthUs)}`)}`];
  }
}

/** Requests solid, responses dashed, lost ones with a cross. */
function message(row: MessageRow): string {
  const dashed = statusOf(row.summary) === undefined ? '-' : '--';
  const head = row.lost === undefined ? '>>' : 'x';
  const again = row.transmission > 0 ? `, transmission ${row.transmission}` : '';
  const lost = row.lost === undefined ? '' : `, lost: ${row.lost.reason}`;
  return `p${row.from}${dashed}${head}p${row.to}: ${asText(`${row.summary} (${seconds(row.atUs)} s${again}${lost})`)}`;
}

function note(lane: number, text: string): string {
  return `  Note over p${Math.max(0, lane)}: ${asText(text)}`;
}

/** `#` and `;` have meanings of their own, and `end` is a word of the language; entities keep them text. */
function asText(text: string): string {
  return plain(text)
    .replace(/[#;<>&"`\\{}%]/g, (letter) => `#${letter.codePointAt(0)};`)
    .replace(/\bend\b/gi, (word) => `${word.slice(0, 2)}#${word.codePointAt(2)};`);
}
