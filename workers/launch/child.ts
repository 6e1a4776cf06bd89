/** One of our own processes, started by the launcher. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Running } from './supervise';

export interface ChildDescription {
  name: string;
  /** Arguments for Node, such as `['server.ts']`. */
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Told each line that it writes. */
  onLine(line: string): void;
}

/** How long a process may take to end before it is killed, in milliseconds. */
const stopLimit = 20_000;
/** How long the last lines of an ended process may take to come, in milliseconds. */
const lastLinesLimit = 500;
const keptLines = 20;

/** Starts a process of ours in a session of its own, with TypeScript, tied to our own life. */
export function startChild(given: ChildDescription): Running {
  const preload = ['--import', 'tsx', '--import', './workers/launch/follow-parent.mjs'];
  const child = spawn(process.execPath, [...preload, ...given.args], {
    env: given.env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true, // Ctrl-C reaches only us, and we end them in order
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      killGroup(child); // what it leaves behind would hold its ports
      const done = () => resolve(signal ?? `exit code ${code}`);
      child.once('close', done); // its last lines have come
      setTimeout(done, lastLinesLimit).unref();
    });
  });
  const lines: string[] = [];
  const keep = (line: string) => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    given.onLine(line);
  };
  follow(child.stdout, keep);
  follow(child.stderr, keep);
  return { ended, stop: () => stop(child, ended), lastWords: () => lines.join('\n') };
}

function follow(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream) createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const hard = setTimeout(() => killGroup(child), stopLimit);
  await ended;
  clearTimeout(hard);
}

/** The process leads a group, so that what it started ends with it. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
