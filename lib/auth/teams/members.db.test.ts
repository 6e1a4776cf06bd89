import { beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { databaseUrl, db } from '@/lib/core/db';
import type { Actor } from '../actor';
import { readOpenInvitation } from '../invitations/data';
import { acceptInvitation, createInvitation, deleteInvitation } from '../invitations/mutations';
import { createFirstAdministrator } from '../setup/mutations';
import { signIn } from '../sign-in';
import { readAccount } from '../users/data';
import { listMembers, listTeams } from './data';
import { changeMember, createTeam, deleteTeam, putMember, removeMember } from './mutations';

const password = 'a long password';
let ada: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  const { userId, teamId } = await createFirstAdministrator({
    name: 'Ada',
    email: 'ada@example.org',
    password,
    team: 'Home',
  });
  ada = {
    kind: 'user',
    id: userId,
    name: 'ada@example.org',
    teamId,
    teamName: 'Home',
    role: 'administrator',
    owner: true,
  };
});

async function invite(email: string, role: Actor['role'] = 'operator'): Promise<string> {
  const { path } = await createInvitation({ actor: ada, email, role });
  return path.replace('/invitation/', '');
}

/** A second administrator of Home. */
async function grace(): Promise<Actor> {
  const token = await invite('grace@example.org', 'administrator');
  await acceptInvitation({ token, name: 'Grace', password, account: null, address: 'here' });
  const { id } = await db().user.findUniqueOrThrow({ where: { email: 'grace@example.org' } });
  return { ...ada, id, name: 'grace@example.org' };
}

const over = { code: 'ERR_INVITATION_OVER', status: 410 };

describe('an invitation', () => {
  test('makes an account that can sign in, once', async () => {
    const token = await invite('new@example.org');
    expect(await readOpenInvitation(token)).toMatchObject({ teamName: 'Home', hasAccount: false });
    const given = { token, name: 'New', password, account: null, address: 'here' };
    await acceptInvitation(given);
    expect(await signIn({ email: 'new@example.org', password, address: 'here' })).not.toBeNull();
    const members = await listMembers({ actor: ada, id: ada.teamId });
    expect(members.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'Ada administrator',
      'New operator',
    ]);
    await expect(acceptInvitation(given)).rejects.toMatchObject(over);
    expect(await readOpenInvitation(token)).toBeNull();
  });

  test('followed twice at once makes one account', async () => {
    const token = await invite('new@example.org');
    const tries = ['One', 'Two', 'Three'].map((name) =>
      acceptInvitation({ token, name, password, account: null, address: 'here' }),
    );
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await db().user.count({ where: { email: 'new@example.org' } })).toBe(1);
  });

  test('is kept as a hash, ends after a week, and can be taken back', async () => {
    const token = await invite('new@example.org');
    const row = await db().invitation.findFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(token);
    expect(row.expiresAt.getTime() - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    await db().invitation.update({ where: { id: row.id }, data: { expiresAt: new Date() } });
    expect(await readOpenInvitation(token)).toBeNull();

    const second = await invite('new@example.org');
    expect(await db().invitation.count()).toBe(1);
    const { id } = await db().invitation.findFirstOrThrow();
    await deleteInvitation({ actor: ada, id });
    const given = { token: second, name: 'N', password, account: null, address: 'here' };
    await expect(acceptInvitation(given)).rejects.toMatchObject(over);
  });

  test('never sets the password of an account that exists, nor lowers its role', async () => {
    const other = await createTeam({ actor: ada, name: 'Berlin' });
    const berlin: Actor = { ...ada, teamId: other.id, teamName: 'Berlin', owner: false };
    const { path } = await createInvitation({ actor: berlin, email: ada.name, role: 'viewer' });
    const token = path.replace('/invitation/', '');
    const given = { token, name: 'Not Ada', account: null, address: 'here' };
    const wrong = acceptInvitation({ ...given, password: 'a stranger guesses' });
    await expect(wrong).rejects.toMatchObject({ code: 'ERR_WRONG_PASSWORD' });
    await acceptInvitation({ ...given, password });
    expect(await signIn({ email: ada.name, password, address: 'here' })).toMatchObject({
      name: 'Ada',
    });

    await expect(
      createInvitation({ actor: berlin, email: ada.name, role: 'viewer' }),
    ).rejects.toMatchObject({ code: 'ERR_ALREADY_MEMBER' });
    await putMember({ teamId: other.id, userId: ada.id, role: 'administrator' });
    const account = await readAccount(ada.id);
    expect(account?.memberships.map(({ teamName, role }) => `${teamName} ${role}`)).toEqual([
      'Home administrator',
      'Berlin administrator',
    ]);
  });

  test('asks nothing of whoever is signed in with its e-mail', async () => {
    const other = await createTeam({ actor: ada, name: 'Berlin' });
    const berlin: Actor = { ...ada, teamId: other.id, teamName: 'Berlin', owner: false };
    const { path } = await createInvitation({ actor: berlin, email: ada.name, role: 'viewer' });
    const token = path.replace('/invitation/', '');
    const account = await readAccount(ada.id);
    await acceptInvitation({ token, name: '', password: '', account, address: 'here' });
    expect((await readAccount(ada.id))?.memberships).toHaveLength(2);
  });

  test('names the field of a name or password that is not accepted', async () => {
    const token = await invite('new@example.org');
    const given = { token, account: null, address: 'here' };
    await expect(
      acceptInvitation({ ...given, name: 'New', password: 'short' }),
    ).rejects.toMatchObject({ fields: [{ field: 'password' }] });
    await expect(acceptInvitation({ ...given, name: ' ', password })).rejects.toMatchObject({
      fields: [{ field: 'name' }],
    });
    expect(await readOpenInvitation(token)).not.toBeNull();
  });
});

describe('a team', () => {
  const last = { code: 'ERR_LAST_ADMINISTRATOR', status: 409 };

  test('keeps its last administrator', async () => {
    const own = { actor: ada, id: ada.teamId, userId: ada.id };
    await expect(removeMember(own)).rejects.toMatchObject(last);
    await expect(changeMember({ ...own, role: 'viewer' })).rejects.toMatchObject(last);
    await grace();
    await changeMember({ ...own, role: 'viewer' });
    expect((await readAccount(ada.id))?.memberships[0]?.role).toBe('viewer');
  });

  test('keeps one when two remove each other at once', async () => {
    const other = await grace();
    const results = await Promise.allSettled([
      removeMember({ actor: ada, id: ada.teamId, userId: other.id }),
      removeMember({ actor: other, id: ada.teamId, userId: ada.id }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await db().membership.count({ where: { role: 'administrator' } })).toBe(1);
  });

  test('is seen by its members and by the administrators of the owning team', async () => {
    const other = await createTeam({ actor: ada, name: 'Berlin' });
    const berlin: Actor = { ...ada, teamId: other.id, teamName: 'Berlin', owner: false };
    expect((await listTeams({ actor: ada })).map(({ name }) => name)).toEqual(['Home', 'Berlin']);
    expect((await listTeams({ actor: berlin })).map(({ name }) => name)).toEqual(['Berlin']);
    const missing = { code: 'ERR_TEAM_NOT_FOUND', status: 404 };
    await expect(listMembers({ actor: berlin, id: ada.teamId })).rejects.toMatchObject(missing);
    const viewer: Actor = { ...ada, role: 'viewer' };
    await expect(listMembers({ actor: viewer, id: other.id })).rejects.toMatchObject(missing);
  });

  test('goes with its scripts and tokens, but not with hosts, and never the owning one', async () => {
    const { id } = await createTeam({ actor: ada, name: 'Berlin' });
    await expect(createTeam({ actor: ada, name: 'Berlin' })).rejects.toMatchObject({
      code: 'ERR_TEAM_NAME_TAKEN',
      fields: [{ field: 'name' }],
    });
    const script = await db().script.create({ data: { teamId: id, kind: 'sub', title: 'a' } });
    await db().profile.create({ data: { teamId: id, name: 'a', subScriptId: script.id } });
    const host = await db().host.create({ data: { teamId: id, name: 'node-1' } });
    await expect(deleteTeam({ actor: ada, id })).rejects.toMatchObject({
      code: 'ERR_TEAM_HAS_HOSTS',
    });
    await db().host.delete({ where: { id: host.id } });
    await deleteTeam({ actor: ada, id });
    expect(await db().script.count({ where: { teamId: id } })).toBe(0);
    await expect(deleteTeam({ actor: ada, id: ada.teamId })).rejects.toMatchObject({
      code: 'ERR_OWNING_TEAM',
    });
  });
});
