// RFC 3339 §5.6: instants as text, from milliseconds since 1970, by arithmetic alone (the virtual world has no other calendar).
const dayMs = 86_400_000;

/** `2006-05-15T15:02:31Z`. */
export function dateTime(epochMs: number): string {
  const days = Math.floor(epochMs / dayMs);
  const { year, month, day } = civil(days);
  const seconds = Math.floor((epochMs - days * dayMs) / 1000);
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${time}Z`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** Days since 1970-01-01 as a date of the Gregorian calendar, by eras of 400 years that begin on 1 March. */
function civil(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
