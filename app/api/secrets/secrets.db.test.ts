/** Secrets from the door to the store, and that their values are nowhere else. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf, makeWorld, origin, secretOf, tokenOf } from '@/e2e/fixtures/world';
import { connectionOptions } from '@/lib/core/connection';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { openSecrets } from '@/lib/scripts/secrets/data';
import { manifest } from '../manifest';

beforeAll(makeWorld);
afterAll(closeDatabase);

const as = (team: 'owning' | 'other', role: 'viewer' | 'operator') => ({
  authorization: `Bearer ${tokenOf(team, role)}`,
});
const value = 'hunter2-$(reboot)-ünïcödé';
const teamId = idOf('owning', 'team');

async function ask(given: {
  method: string;
  path: string;
  name?: string;
  headers: object;
  body?: unknown;
}) {
  const { method, path, name = '', headers, body } = given;
  const module = await manifest[path]?.();
  const handler = module?.[method] as (request: Request, context: object) => Promise<Response>;
  const url = origin + path.replace('[name]', name);
  const request = new Request(url, { method, headers: { ...headers }, body: JSON.stringify(body) });
  const answer = await handler(request, { params: Promise.resolve({ name }) });
  return { status: answer.status, text: await answer.text() };
}
const item = '/api/secrets/[name]';
const put = (name: string, given: unknown) =>
  ask({
    method: 'PUT',
    path: item,
    name,
    headers: as('owning', 'operator'),
    body: { value: given },
  });

test('a value goes in, opens for serving, and is told by nothing else', async () => {
  const told: string[] = [];
  const client = new pg.Client(connectionOptions(databaseUrl()));
  await client.connect();
  client.on('notification', ({ payload }) => told.push(payload ?? ''));
  await client.query('LISTEN provisioner');
  const answers = [await put('root_password', 'before'), await put('root_password', value)];
  answers.push(await ask({ method: 'GET', path: '/api/secrets', headers: as('owning', 'viewer') }));
  await client.query('SELECT 1');
  await client.end();
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await openSecrets({ teamId, names: ['root_password', 'none'] })).toEqual({
    root_password: value,
  });
  const dump = JSON.stringify([
    await db().$queryRaw`SELECT to_jsonb(s) AS row FROM "Secret" s`,
    await db().$queryRaw`SELECT to_jsonb(a) - 'id' AS row FROM "AuditEntry" a`,
  ]);
  expect(told.length).toBeGreaterThan(0);
  for (const text of [...answers.map((one) => one.text), ...told, dump]) {
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain(Buffer.from(value).toString('base64'));
  }
  const trail = await db().auditEntry.findMany({ where: { subject: 'root_password' } });
  expect(trail.map(({ action }) => action)).toEqual(['secret.create', 'secret.change']);
  expect(trail.map(({ detail }) => detail)).toEqual([null, null]);
});

test.each([
  ['an empty value', 'empty', ''],
  ['no text', 'number', 1],
  ['a NUL', 'nul', 'a\0b'],
  ['too much', 'large', 'ü'.repeat(40_000)],
  ['a name with a dash', 'root-password', 'x'],
  ['a name that begins with a digit', '1st', 'x'],
  ['a name in capitals', 'ROOT', 'x'],
])('%s is refused, and not repeated', async (_what, name, given) => {
  const { status, text } = await put(name, given);
  expect(status).toBe(422);
  if (typeof given === 'string' && given.length > 3) expect(text).not.toContain(given);
});

test('one that a script uses is not deleted, and the scripts are named', async () => {
  const script = await db().script.create({
    data: {
      teamId,
      kind: 'kickstart',
      title: 'With a password',
      revisions: {
        create: {
          number: 1,
          text: 'rootpw --iscrypted {{ secrets.used | crypt }}\n',
          sha256: 'x',
          template: true,
          dialect: 'kickstart',
          author: 'x',
        },
      },
    },
  });
  await put('used', 'x');
  const headers = as('owning', 'operator');
  const refused = await ask({ method: 'DELETE', path: item, name: 'used', headers });
  expect(refused.status).toBe(409);
  expect(JSON.parse(refused.text)).toMatchObject({
    code: 'ERR_SECRET_IN_USE',
    title: 'The secret used is used by "With a password". Take it out there first.',
    data: { usedBy: [{ id: script.id, kind: 'kickstart', title: 'With a password' }] },
  });
  await db().script.delete({ where: { id: script.id } });
  const gone = await ask({ method: 'DELETE', path: item, name: 'used', headers });
  expect(gone.status).toBe(200);
  expect((await ask({ method: 'DELETE', path: item, name: 'used', headers })).status).toBe(404);
});

test("another team's secret does not open, and is not deleted", async () => {
  const name = secretOf('other');
  expect(await openSecrets({ teamId, names: [name] })).toEqual({});
  const headers = as('owning', 'operator');
  expect((await ask({ method: 'DELETE', path: item, name, headers })).status).toBe(404);
  const rows = await db().secret.findMany({ where: { name } });
  expect(rows).toHaveLength(1);
});
