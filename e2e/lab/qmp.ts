/** QEMU's machine protocol: one JSON object a line, over a unix socket. */
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface QmpEvent {
  /** `RESET`, `SHUTDOWN` and the like. */
  name: string;
  data: Record<string, unknown>;
}

interface Answer {
  return?: unknown;
  error?: { class: string; desc: string };
  event?: string;
  data?: Record<string, unknown>;
  QMP?: unknown;
}

export class Qmp {
  private readonly waiting: { resolve(value: unknown): void; reject(error: Error): void }[] = [];
  /** What has happened, oldest first. */
  readonly events: QmpEvent[] = [];

  private constructor(private readonly socket: Socket) {
    // A killed QEMU resets the connection; `close` tells those who wait.
    createInterface({ input: socket })
      .on('line', (line) => this.take(JSON.parse(line) as Answer))
      .on('error', () => {});
    socket.on('error', () => {});
    socket.on('close', () => {
      for (const one of this.waiting.splice(0))
        one.reject(new Error('QEMU closed its control socket.'));
    });
  }

  /** Connects and leaves negotiation mode. */
  static async connect(path: string): Promise<Qmp> {
    const socket = connect(path);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    const qmp = new Qmp(socket);
    await qmp.execute('qmp_capabilities');
    return qmp;
  }

  /** Runs a command; throws with QEMU's words when it refuses. Answers come in the order of the questions. */
  execute(command: string, args?: Record<string, unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) {
        reject(new Error('QEMU is not running.'));
        return;
      }
      this.waiting.push({ resolve, reject });
      this.socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private take(answer: Answer): void {
    if (answer.event) {
      this.events.push({ name: answer.event, data: answer.data ?? {} });
      return;
    }
    if (answer.QMP) return;
    const asked = this.waiting.shift();
    if (answer.error) asked?.reject(new Error(`QEMU: ${answer.error.desc}`));
    else asked?.resolve(answer.return);
  }
}
