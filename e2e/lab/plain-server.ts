/** A static HTTP server on the wire, for the lab's own tests. */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Namespace, wire } from '@/e2e/lab/namespace';

export interface PlainServer {
  /** `http://ADDRESS:PORT`, or https. */
  url: string;
  /** One line for each request: method, status, address with query, user agent. */
  requests(): string[];
  stop(): Promise<void>;
}

/** Serves the files of a folder inside the namespace, on the bridge's address. */
export async function startPlainServer({
  namespace,
  folder,
  port = 3000,
  tls,
}: {
  namespace: Namespace;
  folder: string;
  port?: number;
  /** Files, in PEM. With `clients`, only who has a certificate of that authority is answered. */
  tls?: { certificate: string; key: string; clients?: string };
}): Promise<PlainServer> {
  const program = join(import.meta.dirname, 'plain-server-program.ts');
  const secured = tls ? [tls.certificate, tls.key, ...(tls.clients ? [tls.clients] : [])] : [];
  const child: ChildProcess = namespace.spawnInside(
    [process.execPath, program, folder, wire.server, String(port), ...secured],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  let trouble = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    trouble += chunk.toString();
  });
  for (let tries = 0; !text.startsWith('listening'); tries += 1) {
    if (child.exitCode !== null || tries > 250) {
      throw new Error(`The static server did not start: ${trouble}`);
    }
    await sleep(20);
  }
  return {
    url: `${tls ? 'https' : 'http'}://${wire.server}:${port}`,
    requests: () => text.split('\n').slice(1).filter(Boolean),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
