/**
 * The supervisor with the real dnsmasq, as a DNS server on a high port of the
 * loopback interface: that needs no privileges and disturbs nobody.
 */

import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { closeDatabase } from '@/lib/core/db';
import { serviceLines, serviceState } from '@/lib/network/data';
import { lookUp } from '@/lib/network/lookup';
import { statusOf } from '@/lib/network/service-status';
import type { Blocked, ProcessSpec } from './daemons/daemon';
import { Supervisor } from './supervisor';
import { findProgram } from './surroundings';

let folder: string;
let stop: AbortController;
let done: Promise<void>;
let supervisor: Supervisor;
let port: number;
let wanted: () => ProcessSpec | Blocked | null;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'provisioner-supervisor-'));
  port = await freePort();
  wanted = () => null;
  start();
});

afterEach(async () => {
  stop.abort();
  await done;
  rmSync(folder, { recursive: true });
});

afterAll(closeDatabase);

function start(): void {
  stop = new AbortController();
  supervisor = new Supervisor({
    name: 'dnsmasq',
    mark: `--conf-file=${folder}/dnsmasq.conf`,
    goodFile: `${folder}/good.json`,
    wanted: async () => wanted(),
  });
  done = supervisor.run(stop.signal);
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** A server that answers the name `a.test` with `address`. */
function spec(given: { address?: string; extra?: string; names?: string }): ProcessSpec {
  const config = `\
port=${port}
listen-address=127.0.0.1
bind-interfaces
no-resolv
no-hosts
log-facility=-
address=/a.test/${given.address ?? '10.0.0.1'}
addn-hosts=${folder}/hosts
${given.extra ?? ''}
`;
  const file = `${folder}/dnsmasq.conf`;
  return {
    program: findProgram('dnsmasq') ?? 'dnsmasq',
    args: ['--keep-in-foreground', `--conf-file=${file}`, `--pid-file=${folder}/pid`, '--user='],
    config,
    files: [
      { path: file, content: config, takesEffect: 'restart' },
      { path: `${folder}/hosts`, content: given.names ?? '', takesEffect: 'SIGHUP' },
    ],
    check: { path: file, args: (candidate) => ['--test', `--conf-file=${candidate}`] },
    ready: /^dnsmasq\[\d+\]: started, version/,
  };
}

function want(next: ProcessSpec | Blocked | null): void {
  wanted = () => next;
  supervisor.nudge();
}

async function status() {
  return statusOf(await serviceState('dnsmasq'));
}

async function until(check: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(JSON.stringify(await status()));
    await sleep(20);
  }
}

async function observed(state: string): Promise<void> {
  await until(async () => (await status()).observed === state);
}

async function ask(domain = 'a.test'): Promise<string[]> {
  return (await lookUp({ domain, dnsServer: `127.0.0.1:${port}` })).addresses;
}

test('it starts, follows a change by a restart, reads names by SIGHUP, and stops', async () => {
  want(spec({}));
  await observed('on');
  expect(await ask()).toEqual(['10.0.0.1']);
  want(spec({ address: '10.0.0.2' }));
  await until(async () => (await serviceState('dnsmasq'))?.config?.includes('10.0.0.2') ?? false);
  await observed('on');
  expect(await ask()).toEqual(['10.0.0.2']);
  const { pid } = await status();
  want(spec({ address: '10.0.0.2', names: '10.0.0.7 b.test\n' }));
  await until(async () => (await ask('b.test')).includes('10.0.0.7'));
  expect((await status()).pid).toBe(pid);
  want(null);
  await observed('off');
  expect(() => process.kill(pid ?? 0, 0)).toThrow();
  const lines = await serviceLines({ service: 'dnsmasq', limit: 100 });
  expect(lines.some(({ line }) => line.includes('started, version'))).toBe(true);
});

test('a configuration with a bad line is refused with that line, and the old one serves on', async () => {
  want(spec({}));
  await observed('on');
  const { pid } = await status();
  want(spec({ address: '10.0.0.3', extra: 'dhcp-range=nonsense' }));
  await until(async () => (await status()).reason !== null);
  const now = await status();
  expect(now).toMatchObject({ observed: 'on', pid });
  expect(now.reason).toContain('The new configuration was refused');
  expect(now.reason).toContain('at line 9 of the configuration');
  expect(now.reason).toContain('"dhcp-range=nonsense"');
  expect(await ask()).toEqual(['10.0.0.1']);
  expect(readFileSync(`${folder}/dnsmasq.conf`, 'utf8')).not.toContain('nonsense');
  want(spec({ address: '10.0.0.4' }));
  await until(async () => (await status()).reason === null);
  expect(await ask()).toEqual(['10.0.0.4']);
});

test('one that passes the check and cannot start is given back for the last good one, over restarts too', async () => {
  want(spec({}));
  await observed('on');
  // dnsmasq's own check does not look whether an address is there.
  const bad = spec({ address: '10.0.0.3', extra: 'listen-address=203.0.113.77' });
  want(bad);
  await until(async () => (await status()).reason !== null);
  await observed('on');
  expect((await status()).reason).toMatch(/203\.0\.113\.77.*last good one stays in force/);
  expect(await ask()).toEqual(['10.0.0.1']);
  stop.abort();
  await done;
  start();
  want(bad);
  await observed('on');
  expect(await ask()).toEqual(['10.0.0.1']);
});

test('killed, it is back at once; killed three times in a row, it waits', async () => {
  want(spec({}));
  await observed('on');
  for (let times = 0; times < 2; times += 1) {
    const { pid } = await status();
    process.kill(pid ?? 0, 'SIGKILL');
    await until(async () => {
      const now = await status();
      return now.observed === 'on' && now.pid !== pid;
    });
  }
  process.kill((await status()).pid ?? 0, 'SIGKILL');
  await observed('failed');
  expect((await status()).reason).toMatch(/Three times in a row; the next try is in 30 s/);
  // A person who changes something need not wait.
  want(spec({ address: '10.0.0.5' }));
  await observed('on');
});

test('what is blocked says why, and begins by itself when it no longer is', async () => {
  want({ blocked: 'Port 53 is held by named.' });
  await observed('failed');
  expect((await status()).reason).toBe('Port 53 is held by named.');
  wanted = () => spec({});
  await observed('on');
  want({ blocked: 'br0 has no address.' });
  await until(async () => (await status()).reason !== null);
  expect((await status()).observed).toBe('on');
  expect(await ask()).toEqual(['10.0.0.1']);
});

test('a daemon of a worker that was killed is ended before the next one starts', async () => {
  const left = spec({});
  want(left);
  await observed('on');
  want(null);
  await observed('off');
  stop.abort();
  await done;
  const orphan = spawn(left.program, left.args, { stdio: 'ignore' });
  await sleep(200);
  const ended = new Promise((resolve) => orphan.once('exit', resolve));
  start();
  await ended;
  want(left);
  await observed('on');
});
