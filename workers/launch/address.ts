/** Where people reach the console, and whether they can. */
import { createServer } from 'node:net';
import os from 'node:os';
import { readPortUses } from '@/lib/network/ports';

/** Throws with who holds the port and the way out, when it is taken. */
export async function requireFreePort(port: number): Promise<void> {
  if (await isFree(port)) return;
  const holder = readPortUses({ ports: [port], devices: [], ownPids: [] }).find(
    ({ protocol, pid }) => protocol === 'tcp' && pid !== null,
  );
  const who = holder ? `by ${holder.name}, process ${holder.pid}` : "by another user's process";
  throw new Error(
    `Port ${port} is held ${who}. Stop it, or choose another port: PORT=${port + 1} npm run up`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') return resolve(false);
      reject(new Error(`Port ${port} cannot be opened: ${error.message}`));
    });
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

/** The addresses to open in a browser, the best one first. */
export function consoleAddresses(given: { port: number; publicUrl?: string }): string[] {
  if (given.publicUrl) return [given.publicUrl];
  const outside = Object.values(os.networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map((address) => `http://${address.address}:${given.port}`);
  return [`http://localhost:${given.port}`, ...outside];
}

/** Resolves to true as soon as the web process answers anything, to false when aborted. */
export async function untilAnswers(port: number, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    try {
      await fetch(`http://127.0.0.1:${port}/`, { method: 'HEAD', redirect: 'manual', signal });
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return false;
}
