import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { listSshKeys, readSshKey } from './data';
import { createSshKey, deleteSshKey } from './mutations';

let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ owner: true });
  other = await insertTeam();
});
afterAll(closeDatabase);

const bare = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAJspQY1PURSr97Z12DAwmeub5G+yeQRbZJm/DmRbQW/';
const fingerprint = 'SHA256:u709o07IUtGa+MQSw8ktF+pDxmBUVTy+n5guaLBGug8';

test('a key is kept with its fingerprint, under its comment where no name is given', async () => {
  const key = await createSshKey({ actor, input: { publicKey: `${bare} me@desk\n` } });
  expect(await readSshKey({ actor, id: key.id })).toMatchObject({
    name: 'me@desk',
    type: 'ssh-ed25519',
    publicKey: `${bare} me@desk`,
    fingerprint,
  });
  await deleteSshKey({ actor, id: key.id });
  expect(await listSshKeys({ actor })).toEqual([]);
  const again = await createSshKey({ actor, input: { name: 'Me', publicKey: bare } });
  expect(again.name).toBe('Me');
  const actions = (await db().auditEntry.findMany({ orderBy: { id: 'asc' } })).map(
    (entry) => entry.action,
  );
  expect(actions).toEqual(['ssh-key.create', 'ssh-key.delete', 'ssh-key.create']);
});

test('the same key with another comment is refused, and free for another team', async () => {
  await createSshKey({ actor, input: { publicKey: bare } });
  await expect(
    createSshKey({ actor, input: { publicKey: `${bare} other` } }),
  ).rejects.toMatchObject({ code: 'ERR_SSHKEY_TAKEN', fields: [{ field: 'publicKey' }] });
  await expect(createSshKey({ actor: other, input: { publicKey: bare } })).resolves.toBeDefined();
});

test('what is no key is refused with the reason at its field', async () => {
  await expect(createSshKey({ actor, input: { publicKey: 'hello' } })).rejects.toMatchObject({
    code: 'ERR_INVALID_SSH_KEY',
    fields: [{ field: 'publicKey' }],
  });
});

test('keys of another team are not found', async () => {
  const { id } = await createSshKey({ actor, input: { publicKey: bare } });
  const missing = { code: 'ERR_SSHKEY_NOT_FOUND', status: 404 };
  await expect(readSshKey({ actor: other, id })).rejects.toMatchObject(missing);
  await expect(deleteSshKey({ actor: other, id })).rejects.toMatchObject(missing);
  await expect(readSshKey({ actor, id: 'nonsense' })).rejects.toMatchObject(missing);
});
