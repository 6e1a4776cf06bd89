/** Why a running job is told to end, as the reason of its AbortSignal. */

export type JobEndCause =
  /** A person cancelled it: it must not be taken up again. */
  | 'cancelled'
  /** The worker stops: the next worker takes it up. */
  | 'stopping'
  /** It ran longer than its task may. */
  | 'out-of-time'
  /** The store was away for so long that another worker has taken it up. */
  | 'lost';

const sentences: Record<JobEndCause, string> = {
  cancelled: 'Cancelled.',
  stopping: 'The worker was stopped.',
  'out-of-time': 'It took longer than it may.',
  lost: 'Another worker has taken it up.',
};

export class JobEnd extends Error {
  constructor(readonly why: JobEndCause) {
    super(sentences[why]);
    this.name = 'JobEnd';
  }
}

/** Why the signal was aborted, or null when it was not, or not by the job loop. */
export function jobEndCause(signal: AbortSignal): JobEndCause | null {
  return signal.aborted && signal.reason instanceof JobEnd ? signal.reason.why : null;
}
