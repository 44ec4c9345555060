// RFC 3261 §20.17: the date, always in GMT, as seconds since 1970. Arithmetic alone: no clock and no calendar of the platform.
import { codec } from './codec.ts';
import { DIGIT, skip } from './grammar.ts';
import type { Reader } from './reader.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY_S = 86_400;

/** SIP-date = wkday "," SP 2DIGIT SP month SP 4DIGIT SP time SP "GMT", as seconds since 1970-01-01 00:00:00 GMT. */
export const date = codec<number>('Date', 'RFC 3261 §20.17', readDate, formatDate);

function readDate(reader: Reader): number | undefined {
  if (!DAYS.includes(reader.text.slice(reader.pos, reader.pos + 3)))
    return reader.fail('day of the week expected');
  reader.pos += 3;
  expect(reader, ', ');
  const day = fixed(reader, 2);
  expect(reader, ' ');
  const month = MONTHS.indexOf(reader.text.slice(reader.pos, reader.pos + 3));
  if (month < 0) return reader.fail('month expected');
  reader.pos += 3;
  expect(reader, ' ');
  const year = fixed(reader, 4);
  expect(reader, ' ');
  const hour = fixed(reader, 2);
  expect(reader, ':');
  const minute = fixed(reader, 2);
  expect(reader, ':');
  const second = fixed(reader, 2);
  expect(reader, ' GMT');
  if (reader.failure !== undefined) return undefined;
  const inRange = day >= 1 && day <= monthDays(year, month) && hour < 24 && minute < 60 && second < 60;
  if (!inRange) return reader.fail('no such date or time', 0);
  return daysSince1970(year, month, day) * DAY_S + hour * 3600 + minute * 60 + second;
}

/** Exactly this text. A failure is noted, and later ones do not replace it. */
function expect(reader: Reader, text: string): void {
  if (reader.text.startsWith(text, reader.pos)) reader.pos += text.length;
  else reader.fail(`"${text.trim() || 'SP'}" expected`);
}

/** Exactly `count` digits. */
function fixed(reader: Reader, count: number): number {
  const start = reader.pos;
  const end = Math.min(skip(reader.text, start, DIGIT), start + count);
  if (end - start < count) reader.fail(`${count} digits expected`);
  reader.pos = end;
  return Number(reader.text.slice(start, end));
}

function formatDate(epochS: number): string {
  const days = Math.floor(epochS / DAY_S);
  const time = epochS - days * DAY_S;
  const { year, month, day } = civil(days);
  const two = (number: number) => String(number).padStart(2, '0');
  const clock = [Math.floor(time / 3600), Math.floor(time / 60) % 60, Math.floor(time) % 60]
    .map(two)
    .join(':');
  const weekday = DAYS[(((days + 4) % 7) + 7) % 7];
  return `${weekday}, ${two(day)} ${MONTHS[month]} ${String(year).padStart(4, '0')} ${clock} GMT`;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function monthDays(year: number, month: number): number {
  return month === 1 ? (isLeap(year) ? 29 : 28) : 30 + Number([0, 2, 4, 6, 7, 9, 11].includes(month));
}

/** Days from 1970-01-01 to a day of the Gregorian calendar; `month` counts from 0. Years are counted from March. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month < 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 10) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The inverse of `daysSince1970`. */
function civil(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const yearDays = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - yearDays;
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = (marchMonth + 2) % 12;
  const year = era * 400 + yearOfEra + Number(month < 2);
  return { year, month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 };
}
