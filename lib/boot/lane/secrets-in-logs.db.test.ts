/** No line of the log and no row tells the value of a secret, whatever goes wrong on its way to a machine. */
import pino from 'pino';
import { beforeEach, expect, test, vi } from 'vitest';
import { laneRoom } from '@/e2e/fixtures/lane-room';
import { makeScript } from '@/e2e/fixtures/machine-room';
import { db, pool } from '@/lib/core/db';
import { logger } from '@/lib/core/log';
import { authoriseInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { putSecret } from '@/lib/scripts/secrets/mutations';
import { previewScript } from '../preview';
import { rosterFollower } from '../roster/follow';

vi.hoisted(() => {
  process.env.LOG_LEVEL = 'debug';
});

const value = 'correct-horse-of-the-root';

const here = laneRoom();
let lines: string[];
let pre: string;

beforeEach(async () => {
  lines = [];
  // The stream that every logger of the process writes to, after pino has made its line.
  const stream = (logger('test') as pino.Logger & Record<symbol, { write(line: string): void }>)[
    pino.symbols.streamSym as symbol
  ];
  if (!stream) throw new Error('pino has no stream');
  vi.spyOn(stream, 'write').mockImplementation((line) => void lines.push(line));
  const { actor, room } = here;
  await putSecret({ actor, name: 'root', value });
  pre = await template('pre', 'join', '#!/bin/sh\nset -x\njoin {{ secrets.root }}\n');
  await db().profileScript.create({
    data: { profileId: room.profileId, scriptId: pre, position: 9 },
  });
  await rosterFollower().barrier();
});

function template(kind: 'pre' | 'sub', title: string, text: string): Promise<string> {
  const { teamId } = here.actor;
  return makeScript({ teamId, kind, title, text, template: true });
}

/** Authorises an install and boots into it; gives its URL. */
async function install(): Promise<string> {
  const { actor, room, lane } = here;
  await authoriseInstall({ actor, hostId: room.hostId, input: authoriseInput.parse({}) });
  await rosterFollower().barrier();
  const answer = await fetch(
    `${lane.url}/api/pxeboot/boot?mac=${room.mac}&platform=efi&arch=x86_64`,
  );
  const path = /provisioner\.install=\$\{base\}(\S+)/.exec(await answer.text())?.[1];
  return lane.url + path;
}

const fetchPre = (url: string) => fetch(`${url}/preinstallscripts/${pre}`);

async function report(url: string, event: Record<string, unknown>): Promise<number> {
  const answer = await fetch(`${url}/events`, { method: 'POST', body: JSON.stringify(event) });
  return answer.status;
}

/** All that is kept and shown: the log, and every table that people read. */
async function told(): Promise<string> {
  const rows = [
    await db().event.findMany(),
    await db().auditEntry.findMany(),
    await db().install.findMany(),
    await db().host.findMany(),
    await db().localNode.findMany(),
    await db().scriptRevision.findMany(),
    await db().secret.findMany(),
  ];
  const plain = (_key: string, one: unknown) => (typeof one === 'bigint' ? `${one}` : one);
  return `${lines.join('')}\n${JSON.stringify(rows, plain)}`;
}

test('an agent that sends back what a script printed, a log, and its last words', async () => {
  const url = await install();
  expect(await (await fetchPre(url)).text()).toContain(value);
  const { lane, room } = here;
  const output = `+ join ${value}\njoin: no route to ${value}@dc\n`;
  const reports = [
    { type: 'agent-started', seq: 1 },
    { type: 'script-started', seq: 2, phase: 'pre', title: `join ${value}`, interpreter: 'sh' },
    { type: 'script-finished', seq: 3, phase: 'pre', id: pre, title: 'join', exitCode: 1, output },
    { type: 'step', seq: 4, name: 'joining', message: `as ${value}` },
    { type: 'failed', seq: 5, reason: `"join ${value}" failed`, output },
  ];
  for (const one of reports) expect(await report(url, one)).toBe(200);
  const query = `type=failed&reason=${encodeURIComponent(`again ${value}`)}`;
  await fetch(`${url}/events?${query}`, { method: 'POST', body: output });
  await fetch(`${lane.url}/api/pxeboot/boot?mac=${room.mac}&platform=efi`);
  const all = await told();
  expect(all).not.toContain(value);
  expect(all).toContain('join: no route to ••••••@dc');
  expect((await db().install.findFirstOrThrow()).reason).toBe('"join ••••••" failed');
});

test('secrets that cannot be opened, or not be written down, or not be put', async () => {
  const url = await install();
  const locked = await pool().connect();
  try {
    await locked.query('BEGIN');
    await locked.query('LOCK TABLE "Install" IN EXCLUSIVE MODE');
    expect((await fetchPre(url)).status).toBe(503);
  } finally {
    await locked.query('ROLLBACK');
    locked.release();
  }
  expect((await fetchPre(url)).status).toBe(200);
  await report(url, { type: 'agent-started', seq: 1 });
  expect((await fetchPre(url)).status).toBe(410);
  await putSecret({ actor: here.actor, name: 'root', value: `${value}\n${value}` });
  expect((await fetchPre(url)).status).toBe(422);
  await db().$executeRaw`UPDATE "Secret" SET sealed = reverse(sealed)`;
  expect((await fetchPre(url)).status).toBe(503);
  const finished = { type: 'script-finished', seq: 2, title: 'join', output: `join ${value}` };
  expect(await report(url, finished)).toBe(200);
  const all = await told();
  expect(all).not.toContain(value);
  expect(all).toContain('secrets were not given');
  expect(all).toContain('secrets could not be opened');
  expect(all).toContain('Left out: it may hold a secret');
});

test('a preview, and a template that asks for a secret by its id', async () => {
  const { actor, lane, room } = here;
  const sub = await template('sub', 'menu', '#!ipxe\necho {{ secrets.root }}\n');
  await rosterFollower().barrier();
  const url = `${lane.url}/api/pxeboot/subscripts/${sub}?mac=${room.mac}`;
  expect(await (await fetch(url)).text()).not.toContain(value);
  const preview = await previewScript({ actor, kind: 'pre', id: pre, hostId: room.hostId });
  expect(preview).toMatchObject({ ok: true, secrets: ['root'] });
  expect(JSON.stringify(preview)).not.toContain(value);
  expect(await told()).not.toContain(value);
});
