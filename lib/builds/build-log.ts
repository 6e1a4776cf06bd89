/**
 * A build's log on its way into the store: lines are gathered for a moment
 * and written as chunks; the whole is bounded, and its end is what is kept.
 */
import { logger } from '@/lib/core/log';
import { appendLog, dropLog } from './logs/mutations';
import { logLimit } from './schema';

/** Milliseconds that lines wait for others. */
const gatherFor = 250;
/** Longest line, in characters. */
const lineLimit = 10_000;
/** Most text that waits while the store is away, in characters. */
const waitingLimit = 1_000_000;

export interface BuildLog {
  /** Adds a line (or lines). Never throws, never waits. */
  line(text: string): void;
  /** Writes what waits. */
  close(): Promise<void>;
}

/** Opens the log of a build. `limit` is in bytes. */
export function openBuildLog(given: { buildId: string; limit?: number }): BuildLog {
  const limit = given.limit ?? logLimit;
  const chunks: { id: bigint; size: number }[] = [];
  let waiting: string[] = [];
  let waitingSize = 0;
  let kept = 0;
  let cut = false;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    if (waiting.length === 0) return;
    const text = `${waiting.join('\n')}\n`;
    waiting = [];
    waitingSize = 0;
    try {
      const id = await appendLog({ buildId: given.buildId, text });
      const size = Buffer.byteLength(text);
      chunks.push({ id, size });
      kept += size;
      await trim();
    } catch (error) {
      logger('builds').warn({ err: error, build: given.buildId }, 'a part of a build log is lost');
    }
  }

  async function trim(): Promise<void> {
    const gone: bigint[] = [];
    while (kept > limit && chunks.length > 1) {
      const first = chunks.shift();
      if (!first) break;
      kept -= first.size;
      gone.push(first.id);
    }
    const last = gone.at(-1);
    if (last === undefined) return;
    await dropLog({ buildId: given.buildId, upTo: last, note: cut ? undefined : cutNote(limit) });
    cut = true;
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  }

  return {
    line(text) {
      const clean = text.replaceAll('\0', '').slice(0, lineLimit);
      waiting.push(clean);
      waitingSize += clean.length + 1;
      while (waitingSize > waitingLimit) waitingSize -= (waiting.shift() ?? '').length + 1;
      timer ??= setTimeout(() => void flush(), gatherFor);
    },
    close: flush,
  };
}

function cutNote(limit: number): string {
  const size = limit >= 1 << 20 ? `${Math.round(limit / (1 << 20))} MB` : `${limit} bytes`;
  return `[the beginning is gone: only the last ${size} of a log are kept]\n`;
}
