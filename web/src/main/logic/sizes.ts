const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** A number of bytes for people: three digits that count, in powers of 1,024. */
export function bytes(count: number): string {
  if (count < 1024) {
    return `${count} B`;
  }
  let value = count;
  let unit = -1;
  // what would be printed as 1024 is one of the next unit
  while (unit < UNITS.length - 1 && (unit < 0 || value >= 999.5)) {
    value /= 1024;
    unit += 1;
  }
  const digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return `${value.toFixed(digits).replace(/\.0+$/, '')} ${UNITS[unit] ?? ''}`;
}

/** The part of a whole, for people; nothing of nothing is nothing. */
export function percent(part: number, whole: number): string {
  if (whole <= 0) {
    return '0 %';
  }
  const value = (100 * part) / whole;
  return value > 0 && value < 1 ? 'less than 1 %' : `${value.toFixed(0)} %`;
}

/** How many of something, with its word in singular or plural. */
export function count(number: number, one: string, more = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : more}`;
}
