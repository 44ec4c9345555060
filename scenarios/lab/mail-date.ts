// RFC 5322 §3.3: dates as mail and SDP have them, from those of RFC 3339 as a scenario writes them.

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/**
 * `2006-05-15T15:01:31+03:00` as `Mon, 15 May 2006 15:01:31 +0300`: the clock and the zone as written, "Numeric timezones … MUST be used"
 * (RFC 5547 §6). Undefined for what is no date, such as 30 February.
 */
export function mailDate(text: string): string | undefined {
  const zone = text.slice(19) === 'Z' ? '+00:00' : text.slice(19);
  const local = `${text.slice(0, 19)}Z`;
  const date = new Date(local);
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(text.slice(0, 19))) return undefined;
  if (Number(zone.slice(1, 3)) > 23 || Number(zone.slice(4)) > 59) return undefined;
  const day = String(date.getUTCDate()).padStart(2, '0');
  const month = MONTHS[date.getUTCMonth()];
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  return `${DAYS[date.getUTCDay()]}, ${day} ${month} ${year} ${text.slice(11, 19)} ${zone.replace(':', '')}`;
}
