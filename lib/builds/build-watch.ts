/**
 * Watches over a build at work: shows signs of life, and turns a person's
 * wish to cancel, the loss of the build, the worker's end and the time limit
 * into one signal.
 */
import { jobEndCause } from '@/lib/jobs/job-end';
import { beatEvery } from './schema';
import { beat } from './work/mutations';

/** Why a build's signal was aborted. */
export class BuildStopped extends Error {
  constructor(
    readonly why: 'cancelled' | 'lost' | 'time' | 'shutdown',
    message: string,
  ) {
    super(message);
    this.name = 'BuildStopped';
  }
}

export interface BuildWatch {
  /** Its reason is a BuildStopped. */
  signal: AbortSignal;
  /** Begins the time limit, in milliseconds. */
  limit(milliseconds: number): void;
  close(): void;
}

/** `signal` is the job's: aborted when it is cancelled, out of time, or the worker stops. */
export function watchBuild(given: {
  buildId: string;
  worker: string;
  signal: AbortSignal;
}): BuildWatch {
  const controller = new AbortController();
  let clock: NodeJS.Timeout | undefined;

  // The job's signal comes at once; this is for the wish that was told while nobody listened.
  async function ask(): Promise<void> {
    const row = await beat(given).catch(() => undefined);
    if (!row) return; // The store is away; the build goes on, and the next beat tells.
    if (!row.ours) controller.abort(lost());
    else if (row.cancelledBy) controller.abort(cancelled());
  }
  const onAbort = () => controller.abort(stopOf(given.signal));
  const pulse = setInterval(() => void ask(), beatEvery);
  given.signal.addEventListener('abort', onAbort, { once: true });
  if (given.signal.aborted) onAbort();

  return {
    signal: controller.signal,
    limit(milliseconds) {
      clock = setTimeout(() => controller.abort(outOfTime(milliseconds)), milliseconds);
    },
    close() {
      clearInterval(pulse);
      clearTimeout(clock);
      given.signal.removeEventListener('abort', onAbort);
    },
  };
}

function stopOf(signal: AbortSignal): BuildStopped {
  const cause = jobEndCause(signal);
  if (cause === 'cancelled') return cancelled();
  if (cause === 'out-of-time') return new BuildStopped('time', 'It took longer than a job may.');
  if (cause === 'lost') {
    return new BuildStopped(
      'shutdown',
      'Postgres was away for so long that its job went to another worker; that one takes it up.',
    );
  }
  return new BuildStopped('shutdown', 'The worker was stopped; the next one takes it up.');
}

const cancelled = () => new BuildStopped('cancelled', 'Cancelled.');
const lost = () => new BuildStopped('lost', 'Another worker has taken this build.');

function outOfTime(milliseconds: number): BuildStopped {
  const seconds = Math.round(milliseconds / 1000);
  const limit = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return new BuildStopped('time', `It did not end within ${limit}, its time limit.`);
}
