/**
 * Bounds of rendering. liquidjs bounds what it counts (characters parsed,
 * objects made, time between two tags); what it does not count is bounded by
 * the watchdog, which ends any computation from outside.
 */
import vm from 'node:vm';

/** Longest time of one rendering, in milliseconds. */
const timeLimit = 700;
/** What one rendering may write, captures counted, in UTF-16 units. */
export const outputLimit = 4 * 1024 * 1024;
/** Objects that filters and ranges may make, as liquidjs counts them. */
export const memoryLimit = 2_000_000;
/** Tags and outputs that may be rendered, loops counted. */
export const stepLimit = 200_000;
/** Tags and outputs in the texts of a script and its includes. */
export const tagLimit = 20_000;
/** Tags within tags. */
export const nestingLimit = 100;
/** Scripts within scripts. */
export const includeDepth = 10;

/** A rendering went on for too long. */
export class OutOfTime extends Error {}

const slot = Symbol.for('provisioner.bounded');
type Holder = typeof globalThis & { [slot]?: () => unknown };

/** Runs `work` and gives its value. Throws OutOfTime when it takes longer than the limit. */
export function bounded<Result>(work: () => Result): Result {
  const holder = globalThis as Holder;
  holder[slot] = work;
  try {
    const code = 'globalThis[Symbol.for("provisioner.bounded")]()';
    return vm.runInThisContext(code, { timeout: timeLimit }) as Result;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new OutOfTime();
    throw error;
  } finally {
    delete holder[slot];
  }
}
