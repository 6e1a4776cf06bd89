const steps: [limit: number, divisor: number, unit: string][] = [
  [60, 1, 's'],
  [3_600, 60, 'min'],
  [86_400, 3_600, 'h'],
  [Number.POSITIVE_INFINITY, 86_400, 'd'],
];

/** `12 s ago`, `in 3 min`, `2 h ago`. Seconds. */
export function relative(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 1) return 'now';
  const step = steps.find(([limit]) => size < limit) ?? ([0, 86_400, 'd'] as const);
  const words = `${Math.floor(size / step[1])} ${step[2]}`;
  return seconds < 0 ? `in ${words}` : `${words} ago`;
}

/** `1 min 12 s` of milliseconds. */
export function duration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}
