/** Progress and life of an import: written a few times a second, and at least every few seconds. */
import { beatEvery } from './schema';
import { type ClaimedImage, setImageProgress } from './work/mutations';

/** Fraction from 0 to 1, and what is being done in a few words. */
export type ImageProgress = (fraction: number, step: string) => void;

export interface ImportRun {
  image: ClaimedImage;
  /** Where the import works; removed when it ends. */
  folder: string;
  signal: AbortSignal;
  progress: ImageProgress;
  /** Environment of its programs: the mark by which they are found. */
  env: Record<string, string>;
}

const pace = 300;

/** `signal` aborts with the job's, and when the image has been deleted. */
export function watchImport(given: { id: string; signal: AbortSignal }): {
  signal: AbortSignal;
  progress: ImageProgress;
  close(): void;
} {
  const gone = new AbortController();
  let current = { progress: 0, step: 'starting' };
  let changed = true;
  let written = 0;
  let writing = false;

  async function write(): Promise<void> {
    if (writing || (!changed && Date.now() - written < beatEvery)) return;
    writing = true;
    changed = false;
    written = Date.now();
    try {
      const there = await setImageProgress({ id: given.id, ...current });
      if (!there) gone.abort(new Error('The image was deleted.'));
    } catch {
      // The store is away; the import goes on.
    } finally {
      writing = false;
    }
  }

  const timer = setInterval(() => void write(), pace);
  return {
    signal: AbortSignal.any([given.signal, gone.signal]),
    progress(fraction, step) {
      const progress = Math.round(Math.min(Math.max(fraction, 0), 1) * 1000) / 1000;
      changed ||= progress !== current.progress || step !== current.step;
      current = { progress, step };
    },
    close: () => clearInterval(timer),
  };
}
