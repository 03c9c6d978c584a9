const STEPS: [number, Intl.RelativeTimeFormatUnit][] = [
  [60, 'second'],
  [60, 'minute'],
  [24, 'hour'],
  [30.4, 'day'],
  [12, 'month'],
  [Infinity, 'year'],
];

/** How long ago or ahead a time is, such as "3 hours ago"; the text itself when it is none. */
export function relative(time: string, now: number, locale = 'en'): string {
  const at = Date.parse(time);
  if (Number.isNaN(at)) {
    return time;
  }
  let difference = (at - now) / 1000;
  if (Math.abs(difference) < 10) {
    return 'just now';
  }
  for (const [most, unit] of STEPS) {
    if (Math.abs(difference) < most) {
      return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(difference), unit);
    }
    difference /= most;
  }
  return time;
}

/** A time as it stands in a table, to the minute. */
export function absolute(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime())
    ? time
    : at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** How long something takes, such as "2 min 5 s". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) {
    return '';
  }
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (hours > 0) {
    return `${hours} h ${minutes} min`;
  }
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
