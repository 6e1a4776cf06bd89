import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StandIn, standIn } from '@/e2e/fixtures/stand-in';
import { connectionOptions } from '@/lib/core/connection';

let project: StandIn;

beforeEach(async () => {
  project = await standIn();
});

afterEach(() => project.remove());

/** The web process' pid; retried until it answers. */
async function webPid(not?: number): Promise<number> {
  for (const until = Date.now() + 20_000; Date.now() < until; ) {
    try {
      const pid = Number(await (await fetch(`http://127.0.0.1:${project.port}`)).text());
      if (pid !== not) return pid;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The web process does not answer.');
}

function postmaster(): number {
  const file = path.join(project.folder, 'data/postgres/postmaster.pid');
  return Number.parseInt(readFileSync(file, 'utf8'), 10);
}

async function migrations(url: string): Promise<number> {
  const client = new pg.Client(connectionOptions(url));
  await client.connect();
  try {
    return (await client.query('SELECT * FROM _prisma_migrations')).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilDead(pid: number): Promise<void> {
  for (const until = Date.now() + 20_000; Date.now() < until && isAlive(pid); ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(isAlive(pid)).toBe(false);
}

test('starts all, refuses a second start by pid, and ends all in order on SIGTERM', async () => {
  const first = project.start();
  await first.line(/^Ready after/);
  const store = (await first.line(/worker: store/)).split('store ')[1] ?? '';
  expect(await migrations(store)).toBeGreaterThan(0);
  const web = await webPid();

  const second = project.start();
  expect(await second.exit).toBe(1);
  expect(second.lines.join('\n')).toContain(`as process ${first.process.pid}`);

  const database = postmaster();
  first.process.kill('SIGTERM');
  expect(await first.exit).toBe(0);
  expect(first.lines).toContain('web: ending');
  expect(first.lines).toContain('worker: ending');
  await untilDead(web);
  await untilDead(database);
});

test('kill -9 of web and of Postgres: both come back', async () => {
  const launched = project.start();
  await launched.line(/^Ready after/);
  const store = (await launched.line(/worker: store/)).split('store ')[1] ?? '';
  const web = await webPid();
  process.kill(web, 'SIGKILL');
  await launched.line(/^web ended with SIGKILL; starting it again in 1 s/);
  expect(await webPid(web)).not.toBe(web);

  process.kill(postmaster(), 'SIGKILL');
  await launched.line(/^postgres ended with SIGKILL; starting it again in 1 s/);
  await expect.poll(() => migrations(store).catch(() => 0), { timeout: 20_000 }).toBeGreaterThan(0);
});

test('kill -9 of the launcher: its processes end, and the next start takes over', async () => {
  const first = project.start();
  await first.line(/^Ready after/);
  const web = await webPid();
  first.process.kill('SIGKILL');
  await untilDead(web);

  const second = project.start();
  await second.line(/^Ready after/);
  expect(await webPid(web)).not.toBe(web);
});

test('a worker that keeps crashing ends all, with its name and its last lines', async () => {
  project.setWorker(`console.error('no such interface: br9'); process.exit(3);`);
  const launched = project.start();
  expect(await launched.exit).toBe(1);
  const text = launched.lines.join('\n');
  expect(text).toContain('worker stopped 5 times within 60 s, the last time with exit code 3.');
  expect(text).toContain('Its last lines:\nno such interface: br9');
  await expect(fetch(`http://127.0.0.1:${project.port}`)).rejects.toThrow();
});

test('a port that is taken is refused with who holds it', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(project.port, resolve));
  const launched = project.start();
  expect(await launched.exit).toBe(1);
  expect(launched.lines.join('\n')).toContain(`Port ${project.port} is held by`);
  expect(launched.lines.join('\n')).toContain(`process ${process.pid}`);
  holder.close();
});
