/** What the person at the terminal reads. */
import { readableLine } from './log-line';

/** One line of the launcher itself. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One line of a process: readable for a person, unchanged for a log collector. */
export function relay(name: string, line: string): void {
  process.stderr.write(`${process.stderr.isTTY ? readableLine(name, line) : line}\n`);
}
