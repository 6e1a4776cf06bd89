/** The machine lane on the wire, on the store of the test that starts it. */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Namespace, wire } from '@/e2e/lab/namespace';

export interface WiredLane {
  /** `http://ADDRESS:PORT`. */
  url: string;
  stop(): Promise<void>;
}

/** Starts it inside the namespace; comes back when it answers. */
export async function startLaneOnWire({
  namespace,
  port = 3000,
}: {
  namespace: Namespace;
  port?: number;
}): Promise<WiredLane> {
  const program = join(import.meta.dirname, 'lane-program.ts');
  const child: ChildProcess = namespace.spawnInside(
    [process.execPath, '--import', 'tsx', program, wire.server, String(port)],
    { env: process.env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  let trouble = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    trouble += chunk.toString();
  });
  for (let tries = 0; !text.includes('listening'); tries += 1) {
    if (child.exitCode !== null || tries > 1_800) {
      throw new Error(`The machine lane did not start: ${trouble}`);
    }
    await sleep(100);
  }
  return {
    url: `http://${wire.server}:${port}`,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
