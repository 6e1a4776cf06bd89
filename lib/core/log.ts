/** Structured logging. One root logger a process; each part takes a child. */
import pino from 'pino';
import { env } from './env';

let root: pino.Logger | undefined;

/** A logger whose lines carry `part`. Lines are JSON, on stderr. */
export function logger(part: string): pino.Logger {
  root ??= pino(
    { level: env().LOG_LEVEL, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination(2),
  );
  return root.child({ part });
}
