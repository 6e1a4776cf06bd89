import { beforeAll, expect, test, vi } from 'vitest';
import { db } from '@/lib/core/db';
import type { Actor } from '../actor';
import { actorOfRequest } from '../request';
import { createFirstAdministrator } from '../setup/mutations';
import { createTeam } from '../teams/mutations';
import { listTokens } from './data';
import { createToken, revokeToken } from './mutations';
import { actorOfToken } from './use';

let actor: Actor;
let stranger: Actor;

beforeAll(async () => {
  const { userId, teamId } = await createFirstAdministrator({
    name: 'Ada',
    email: 'ada@example.org',
    password: 'a long password',
    team: 'Home',
  });
  actor = {
    kind: 'user',
    id: userId,
    name: 'ada@example.org',
    teamId,
    teamName: 'Home',
    role: 'administrator',
    owner: true,
  };
  const other = await createTeam({ actor, name: 'Other' });
  stranger = { ...actor, teamId: other.id, teamName: 'Other', owner: false };
});

test('a token is shown once and kept as a hash', async () => {
  const { token, prefix } = await createToken({ actor, name: 'ci', role: 'operator' });
  expect(token).toMatch(/^prov_[\w-]{43}$/);
  expect(prefix).toBe(token.slice(0, 11));
  const rows = JSON.stringify([
    await db().apiToken.findMany(),
    await db()
      .auditEntry.findMany()
      .then((all) => all.map(({ id, ...rest }) => [String(id), rest])),
  ]);
  expect(rows).not.toContain(token.slice(12));
  expect(JSON.stringify(await listTokens({ actor }))).not.toMatch(/hash/i);
});

test('it acts for its team in its role, by the Authorization header', async () => {
  const { token, id } = await createToken({ actor, name: 'watcher', role: 'viewer' });
  const asked = (authorization: string) =>
    actorOfRequest(
      new Request('http://x/api/hosts', { method: 'POST', headers: { authorization } }),
    );
  expect(await asked(`Bearer ${token}`)).toEqual({
    kind: 'token',
    id,
    name: 'token watcher',
    teamId: actor.teamId,
    teamName: 'Home',
    role: 'viewer',
    owner: true,
  });
  expect(await asked(`bearer  ${token} `)).toMatchObject({ id });
  for (const wrong of [`Bearer ${token}x`, 'Bearer', '', `Basic ${token}`, token, 'Bearer prov_']) {
    expect(await asked(wrong)).toBeNull();
  }
});

test('it ends when it is revoked, and when its time is over', async () => {
  const { token, id } = await createToken({
    actor,
    name: 'short',
    role: 'viewer',
    expiresInDays: 1,
  });
  expect(await actorOfToken(token)).not.toBeNull();
  await db().apiToken.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await actorOfToken(token)).toBeNull();
  await db().apiToken.update({ where: { id }, data: { expiresAt: null } });
  expect(await actorOfToken(token)).not.toBeNull();
  const revoked = await revokeToken({ actor, id });
  expect(revoked.revokedAt).not.toBeNull();
  expect(await actorOfToken(token)).toBeNull();
  expect(await revokeToken({ actor, id })).toEqual(revoked);
});

test("another team's token is not found", async () => {
  const { id } = await createToken({ actor, name: 'ours', role: 'viewer' });
  const notFound = { code: 'ERR_TOKEN_NOT_FOUND', status: 404 };
  await expect(revokeToken({ actor: stranger, id })).rejects.toMatchObject(notFound);
  await expect(revokeToken({ actor, id: 'nonsense' })).rejects.toMatchObject(notFound);
  expect(await listTokens({ actor: stranger })).toEqual([]);
});

test('its last use is written at most once a minute', async () => {
  const { token, id } = await createToken({ actor, name: 'busy', role: 'viewer' });
  const lastUse = async () => (await db().apiToken.findUniqueOrThrow({ where: { id } })).lastUsedAt;
  await actorOfToken(token);
  const first = await lastUse();
  expect(first).not.toBeNull();
  await actorOfToken(token);
  expect(await lastUse()).toEqual(first);
  vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
  await actorOfToken(token);
  vi.useRealTimers();
  expect((await lastUse())?.getTime()).toBeGreaterThan(first?.getTime() ?? 0);
});
