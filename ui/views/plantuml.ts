import type { Ladder, MessageRow, Row } from './ladder-model.ts';
import { statusOf } from './message-names.ts';
import { duration, plain, seconds } from './words.ts';

/** The ladder as a PlantUML sequence diagram (https://plantuml.com/sequence-diagram). */
export function plantuml(ladder: Ladder): string {
  const lanes = ladder.lanes.map((name, index) => `participant "${asText(name)}" as p${index}`);
  const title = ladder.title === '' ? [] : [`title ${asText(ladder.title)}`];
  return ['@startuml', ...title, ...lanes, ...ladder.rows.flatMap(line), '@enduml', ''].join('\n');
}

function line(row: Row): string[] {
  switch (row.kind) {
    case 'message':
      return row.from < 0 || row.to < 0 ? [] : [message(row)];
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
      return [`...${asText(duration(row.lengthUs))}...`];
  }
}

/** Requests solid, responses dashed, MSRP in its colour, lost ones with a cross. */
function message(row: MessageRow): string {
  const shaft = statusOf(row.summary) === undefined ? '-' : '--';
  const colour = row.lost !== undefined ? '[#b3500c]' : row.protocol === 'msrp' ? '[#702075]' : '';
  const arrow = `-${colour}${shaft.slice(1)}>${row.lost === undefined ? '' : 'x'}`;
  const again = row.transmission > 0 ? `, transmission ${row.transmission}` : '';
  const lost = row.lost === undefined ? '' : `, lost: ${row.lost.reason}`;
  return `p${row.from} ${arrow} p${row.to} : ${asText(`${row.summary} (${seconds(row.atUs)} s${again}${lost})`)}`;
}

function note(lane: number, text: string): string {
  return `note over p${Math.max(0, lane)} : ${asText(text)}`;
}

/** Its preprocessor and its markup read many characters; as entities all but the harmless ones are text. */
function asText(text: string): string {
  return plain(text).replace(/[^\p{L}\p{N} .,:;()/@=+?…·→µ-]/gu, (letter) => `&#${letter.codePointAt(0)};`);
}
