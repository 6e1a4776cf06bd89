/** What took how long against what, as a ratio and whether that will do. */
import { columns } from './columns';

export interface Timing {
  what: string;
  /** Milliseconds. */
  took: number;
  against: { what: string; took: number };
  /** `atMost`: took / against. `times`: how often it fits into what it is held against. */
  aim: { atMost: number } | { times: number };
}

/** Took as a part of the other, or how many times faster it was: as the aim is worded. */
export function timingRatio({ took, against, aim }: Timing): number {
  return 'atMost' in aim ? took / against.took : against.took / took;
}

export function timingReached(timing: Timing): boolean {
  const { aim } = timing;
  return 'atMost' in aim ? timingRatio(timing) < aim.atMost : timingRatio(timing) >= aim.times;
}

/** The table. */
export function timingTable(timings: Timing[]): string {
  const head = ['', 'took', 'against', '', 'ratio', 'aim', 'reached'];
  const lines = timings.map((one) => [
    one.what,
    readable(one.took),
    one.against.what,
    readable(one.against.took),
    timingRatio(one).toFixed(2),
    'atMost' in one.aim ? `< ${one.aim.atMost}` : `≥ ${one.aim.times}`,
    timingReached(one) ? 'yes' : 'NO',
  ]);
  return columns([head, ...lines]);
}

function readable(milliseconds: number): string {
  return milliseconds < 10_000
    ? `${milliseconds.toFixed(milliseconds < 100 ? 1 : 0)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}
