/** Keeps one process running: starts it again with back-off, and gives up when that is no use. */

export interface Running {
  /** Resolves when it has ended, with a few words on how: "exit code 1". */
  ended: Promise<string>;
  /** Ends it and resolves when it is gone. */
  stop(): Promise<void>;
  /** The last lines that it wrote. */
  lastWords(): string;
}

export interface Supervised {
  name: string;
  /** Starts it; a rejection counts as a crash. */
  start(): Promise<Running>;
  /** Already started by the caller, for the first round. */
  first?: Running;
  signal: AbortSignal;
  /** Told after each crash: how it ended, and the milliseconds until the next start. */
  onCrash(crash: { how: string; wait: number }): void;
  /** The clock, for tests. */
  times?: Times;
}

interface Times {
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** So many crashes within `crashWindow` are too many. */
const crashLimit = 5;
const crashWindow = 60_000;
/** Whoever ran so long starts afresh with the shortest wait. */
const longEnough = 60_000;
const firstWait = 1_000;
const longestWait = 30_000;

/**
 * Runs until the signal is aborted: then stops the process, waits for it and resolves.
 * Rejects when the process crashed five times within a minute.
 */
export async function supervise(given: Supervised): Promise<void> {
  const { now, sleep } = given.times ?? realTimes;
  const crashes: number[] = [];
  let wait = firstWait;
  let next = given.first;
  while (!given.signal.aborted) {
    const started = now();
    const { how, lastWords } = await runOnce({ ...given, running: next });
    next = undefined;
    if (given.signal.aborted) return;

    const time = now();
    if (time - started >= longEnough) wait = firstWait;
    crashes.push(time);
    while ((crashes[0] ?? time) < time - crashWindow) crashes.shift();
    if (crashes.length >= crashLimit) throw new Error(describeGivingUp(given.name, how, lastWords));
    given.onCrash({ how, wait });
    await sleep(wait, given.signal);
    wait = Math.min(wait * 2, longestWait);
  }
}

/** One life of the process, from start to end. */
async function runOnce(given: Supervised & { running?: Running }) {
  let running: Running;
  try {
    running = given.running ?? (await given.start());
  } catch (error) {
    return { how: 'it did not start', lastWords: String(error) };
  }
  const aborted = new AbortController();
  const stop = new Promise<'stop'>((resolve) => {
    if (given.signal.aborted) resolve('stop');
    given.signal.addEventListener('abort', () => resolve('stop'), { signal: aborted.signal });
  });
  const first = await Promise.race([running.ended, stop]);
  aborted.abort(); // takes the listener away
  if (given.signal.aborted) await running.stop();
  return { how: first, lastWords: running.lastWords() };
}

function describeGivingUp(name: string, how: string, lastWords: string): string {
  const within = `${crashLimit} times within ${crashWindow / 1000} s`;
  return `${name} stopped ${within}, the last time with ${how}. Its last lines:\n${lastWords}`;
}

const realTimes: Times = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done);
    }),
};
