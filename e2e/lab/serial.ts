/**
 * A machine's serial console, as text. Firmware paints with terminal
 * sequences; they are taken out, so that a test can look for what a person
 * would read. The untouched bytes are in the console's file.
 */
import { connect, type Socket } from 'node:net';

// CSI and OSC sequences, single-character escapes, and NULs. Written as strings,
// since they begin with control characters.
const introducer = '\\x1b';
const sequences = new RegExp(
  [
    `${introducer}\\[[0-9;?=]*[ -/]*[@-~]`,
    `${introducer}\\][^\\x07]*\\x07`,
    `${introducer}[()][A-Z0-9]`,
    `${introducer}[=>78cDEHM]`,
    '\\0',
  ].join('|'),
  'g',
);
/** A sequence or line end that the transport has cut in two. */
const unfinished = new RegExp(`(?:${introducer}[^${introducer}]{0,32}|\\r)$`);
/** More than any boot prints; what is older is dropped. */
const keep = 4 * 1024 * 1024;

/** The readable part of raw console output. */
export function readable(raw: string): string {
  return raw.replace(sequences, '').replace(/\r+\n/g, '\n').replace(/\r/g, '\n');
}

interface Waiter {
  look(): void;
}

export class Serial {
  private text = '';
  private held = '';
  private dropped = 0;
  private closed = false;
  private socket: Socket | null = null;
  private readonly waiters = new Set<Waiter>();

  /** Connects to the socket of QEMU's character device. Text of earlier connections is kept. */
  async attach(path: string): Promise<void> {
    const socket = connect(path);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => this.take(chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      if (this.socket !== socket) return;
      this.closed = true;
      this.wake();
    });
    this.socket = socket;
    this.closed = false;
  }

  /** Everything printed since the machine was made, readable. */
  all(): string {
    return this.text;
  }

  /** A position in the text; hand it to `waitForText` to look only at what comes after. */
  mark(): number {
    return this.dropped + this.text.length;
  }

  /** Types on the serial line. */
  type(text: string): void {
    this.socket?.write(text);
  }

  /**
   * Waits until the text printed after `from` (the beginning by default)
   * matches; throws with the console's end after `limit` milliseconds, or at
   * once when the machine is switched off.
   */
  waitForText(pattern: RegExp, limit: number, from = 0): Promise<RegExpMatchArray> {
    return new Promise((resolve, reject) => {
      const finish = (done: () => void) => {
        clearTimeout(timer);
        this.waiters.delete(waiter);
        done();
      };
      const waiter: Waiter = {
        look: () => {
          const match = this.text.slice(Math.max(0, from - this.dropped)).match(pattern);
          if (match) finish(() => resolve(match));
          else if (this.closed) finish(() => reject(this.notSeen(pattern, 'before it was off')));
        },
      };
      const timer = setTimeout(
        () => finish(() => reject(this.notSeen(pattern, `within ${limit / 1000} s`))),
        limit,
      );
      this.waiters.add(waiter);
      waiter.look();
    });
  }

  /** Each whole line from now on, until the machine is switched off. */
  async *lines(): AsyncGenerator<string> {
    let position = this.mark();
    for (;;) {
      const fresh = this.text.slice(Math.max(0, position - this.dropped));
      const end = fresh.indexOf('\n');
      if (end >= 0) {
        position += end + 1;
        yield fresh.slice(0, end);
        continue;
      }
      if (this.closed) return;
      await new Promise<void>((resolve) => {
        const waiter: Waiter = {
          look: () => {
            this.waiters.delete(waiter);
            resolve();
          },
        };
        this.waiters.add(waiter);
      });
    }
  }

  private take(chunk: string): void {
    // What is cut in two waits here for its other half.
    const text = (this.held + chunk).replace(sequences, '');
    const cut = unfinished.exec(text)?.index ?? text.length;
    this.held = text.slice(cut);
    this.text += readable(text.slice(0, cut));
    if (this.text.length > keep) {
      this.dropped += this.text.length - keep;
      this.text = this.text.slice(-keep);
    }
    this.wake();
  }

  private wake(): void {
    for (const waiter of [...this.waiters]) waiter.look();
  }

  private notSeen(pattern: RegExp, when: string): Error {
    return new Error(
      `The console did not show ${pattern} ${when}. It ended with:\n${this.text.slice(-2500)}`,
    );
  }
}
