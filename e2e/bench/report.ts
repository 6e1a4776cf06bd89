/** Results as a table for people and as JSON for programs. */
import { columns } from './columns';

export interface Result {
  what: string;
  /** In `unit`. */
  ours: number;
  peer: number;
  unit: 'answers/s' | 'MB/s' | 'a minute';
  /** Milliseconds, at half of our own most. */
  p99AtHalfLoad?: number;
  aim: number;
  errors: number;
}

/** Ours as a part of the peer's. */
export function ratio(result: Result): number {
  return result.ours / result.peer;
}

/** True when it reached its aim without an error. */
export function reached(result: Result): boolean {
  const late = (result.p99AtHalfLoad ?? 0) >= p99Aim;
  return ratio(result) >= result.aim && result.errors === 0 && !late;
}

/** Milliseconds at half load. */
const p99Aim = 20;

/** The table. */
export function table(results: Result[]): string {
  const rows = results.map((one) => [
    one.what,
    amount(one.ours, one.unit),
    amount(one.peer, one.unit),
    ratio(one).toFixed(2),
    `≥ ${one.aim}`,
    one.p99AtHalfLoad === undefined ? '' : `${one.p99AtHalfLoad.toFixed(1)} ms`,
    String(one.errors),
    reached(one) ? 'yes' : 'NO',
  ]);
  const head = ['', 'ours', 'nginx', 'ratio', 'aim', 'p99 at half load', 'errors', 'reached'];
  return columns([head, ...rows]);
}

function amount(value: number, unit: Result['unit']): string {
  const digits = unit === 'a minute' ? 2 : 0;
  return `${value.toLocaleString('en', { maximumFractionDigits: digits })} ${unit}`;
}
