/** Progress on its way into the store: the newest wins, a few times a second at most. */
import { setProgress } from './work/mutations';

const every = 250;

/** `report` never throws and never waits; `close` writes what is left. */
export function progressOf(own: { buildId: string; worker: string }): {
  report(fraction: number, step: string): void;
  close(): Promise<void>;
} {
  let next: { progress: number; step: string } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const value = next;
    next = undefined;
    if (value) {
      // Progress that is lost is made good by the next report.
      writing = writing.then(() => setProgress({ ...own, ...value }).catch(() => {}));
    }
    return writing;
  }

  return {
    report(fraction, step) {
      const progress = Number.isFinite(fraction) ? Math.min(Math.max(fraction, 0), 1) : 0;
      next = { progress, step: step.slice(0, 200) };
      timer ??= setTimeout(() => void flush(), every);
    },
    close: flush,
  };
}
