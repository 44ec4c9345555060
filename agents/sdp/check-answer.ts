// RFC 3264 §6, RFC 4975 §8, RFC 5547 §8.3, RFC 4145 §4: what an answer gets wrong against its offer.
import { allowedAnswers } from './direction.ts';
import { checkMsrp, isMsrp, readMsrp } from './msrp-media.ts';
import { Problems, type SdpProblem } from './problems.ts';
import { setupFits } from './setup.ts';
import type { Dialect, FileAttributes, MsrpMedia, Sdp } from './types.ts';

/** All problems of an answer. */
export function checkAnswer(offer: Sdp, answer: Sdp, dialect: Dialect = 'rfc'): SdpProblem[] {
  const problems = new Problems();
  problems.when(
    answer.media.length !== offer.media.length,
    'RFC 3264 §6',
    'an answer has as many m= lines as its offer',
  );
  const times = (sdp: Sdp) => sdp.times.map(({ start, stop }) => `${start} ${stop}`).join(' ');
  problems.when(times(offer) !== times(answer), 'RFC 3264 §6', 't= equals that of the offer');
  for (let index = 0; index < Math.min(offer.media.length, answer.media.length); index++)
    problems.found.push(...checkStream(offer, answer, index, dialect));
  return problems.found;
}

function checkStream(offer: Sdp, answer: Sdp, index: number, dialect: Dialect): SdpProblem[] {
  const offered = offer.media[index];
  const answered = answer.media[index];
  if (offered === undefined || answered === undefined) throw new Error(`no m= line ${index}`);
  const problems = new Problems(index);
  problems.when(
    offered.media !== answered.media,
    'RFC 3264 §6',
    'the media types of offer and answer are the same',
  );
  problems.when(
    offered.proto !== answered.proto,
    'RFC 3264 §6',
    'the protocols of offer and answer are the same',
  );
  problems.when(
    offered.port === 0 && answered.port !== 0,
    'RFC 3264 §6',
    'a stream offered with port 0 is answered with port 0',
  );
  if (!isMsrp(offered) || !isMsrp(answered)) return problems.found;
  const asked = readMsrp(offered, offer, dialect);
  const said = readMsrp(answered, answer, dialect);
  problems.found.push(...checkMsrp(answer, index), ...checkFile(asked, said, answered.port, index, dialect));
  if (answered.port === 0) return problems.found;
  problems.when(
    !allowedAnswers(asked.direction).includes(said.direction),
    'RFC 3264 §6.1',
    `${asked.direction} is not answered by ${said.direction}`,
  );
  problems.when(
    !setupFits(asked.setup, said.setup),
    'RFC 4145 §4.1',
    `setup:${asked.setup} is not answered by setup:${said.setup}`,
  );
  problems.when(said.setup === 'holdconn', 'RFC 6135 §4.2.1', 'setup:holdconn is not for MSRP');
  return problems.found;
}

/** What RFC 5547 §8.3 wants mirrored, and §8.3.1 left out. */
function checkFile(
  asked: MsrpMedia,
  said: MsrpMedia,
  port: number,
  index: number,
  dialect: Dialect,
): SdpProblem[] {
  if (asked.file === undefined) return [];
  const problems = new Problems(index);
  const file = said.file;
  problems.when(file === undefined, 'RFC 5547 §8.3', 'the answer has a file-selector');
  if (file === undefined) return problems.found;
  const section = asked.direction === 'recvonly' ? 'RFC 5547 §8.3.2' : 'RFC 5547 §8.3.1';
  if (asked.direction !== 'recvonly' || port === 0)
    for (const kind of ['name', 'type', 'size'] as const)
      problems.when(
        asked.file.selector[kind] !== file.selector[kind],
        port === 0 ? 'RFC 5547 §8.3' : section,
        `the ${kind} selector is that of the offer`,
      );
  problems.when(
    dialect === 'rfc' && asked.file.transferId !== file.transferId,
    'RFC 5547 §8.1',
    'the file-transfer-id is that of the offer',
  );
  if (port === 0) return problems.found;
  problems.when(
    asked.file.range !== undefined && rangeText(asked.file) !== rangeText(file),
    section,
    'the file-range is that of the offer',
  );
  for (const [name, there] of [
    ['file-icon', file.icon],
    ['file-disposition', file.disposition],
    ['file-date', file.dates],
  ] as const)
    problems.when(
      asked.direction === 'sendonly' && there !== undefined,
      section,
      `${name} is not for a receiver`,
    );
  return problems.found;
}

function rangeText({ range }: FileAttributes): string {
  return range === undefined ? '' : `${range.start}-${range.stop}`;
}
