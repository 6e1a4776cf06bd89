const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes for people, in powers of 1000: `1.0 GB`. */
export function bytes(count: number | bigint | null | undefined): string {
  if (count === null || count === undefined) return '–';
  let value = Number(count);
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
