import { execa } from 'execa';
import { expect, test } from 'vitest';
import { signIn } from '@/lib/auth/sign-in';
import { actorOfToken } from '@/lib/auth/tokens/use';
import { db } from '@/lib/core/db';
import { sha256 } from '@/lib/core/secret';
import { findCommand, NotUnderstood } from './admin/command-line';

/** Runs the real command in a process of its own, as the launcher does. */
function admin(words: string[], input?: string) {
  return execa(process.execPath, ['--import', 'tsx', 'workers/admin.ts', ...words], {
    input,
    reject: false,
  });
}

test('the command line takes an empty installation to a working token', async () => {
  const early = await admin(['token', 'create', '--name', 'ci', '--role', 'operator']);
  expect(early).toMatchObject({ exitCode: 1, stdout: '' });
  expect(early.stderr).toContain('There is no team yet');

  const link = await admin(['setup-link', '--url', 'http://10.77.0.1:3000']);
  expect(link.stdout).toMatch(/^http:\/\/10\.77\.0\.1:3000\/setup\?token=[\w-]{32}$/);

  const first = ['user', 'create', '--email', 'Ada@example.org', '--name', 'Ada'];
  const made = await admin([...first, '--password-stdin'], 'a long password\n');
  expect(made).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
  const credentials = { email: 'ada@example.org', password: 'a long password', address: 'x' };
  expect(await signIn(credentials)).toMatchObject({ email: 'ada@example.org' });
  expect(await db().team.findMany({ select: { name: true, owner: true } })).toEqual([
    { name: 'Home', owner: true },
  ]);
  expect(await admin(['setup-link'])).toMatchObject({ exitCode: 1, stdout: '' });

  const token = await admin([
    'token',
    'create',
    '--name',
    'ci',
    '--role',
    'operator',
    '--days',
    '3',
  ]);
  expect(token.exitCode).toBe(0);
  expect(token.stdout).toMatch(/^prov_[\w-]{43}$/);
  expect(token.stderr).toBe('');
  const actor = await actorOfToken(token.stdout);
  expect(actor).toMatchObject({ role: 'operator', teamName: 'Home', name: 'token ci' });

  const list = await admin(['token', 'list']);
  expect(list.stdout).toContain('ci');
  expect(list.stdout).not.toContain(token.stdout);
  const { id } = await db().apiToken.findUniqueOrThrow({
    where: { tokenHash: sha256(token.stdout) },
  });
  expect((await admin(['token', 'revoke', id])).stdout).toMatch(/^ci: revoked/);
  expect(await actorOfToken(token.stdout)).toBeNull();

  const entries = await db().auditEntry.findMany({ orderBy: { id: 'asc' } });
  expect(entries.map(({ actor: who, action }) => `${who} ${action}`)).toEqual([
    'provisioner setup.done',
    'command line token.create',
    'command line token.revoke',
  ]);
}, 60_000);

test('what is not understood says why and how, and exits with 2', async () => {
  const answer = await admin(['token', 'create', '--name', 'x', '--role', 'king']);
  expect(answer).toMatchObject({ exitCode: 2, stdout: '' });
  expect(answer.stderr).toMatch(/--role: .*\n\nnpm run --silent admin/s);
});

test('every option is checked before anything is done', async () => {
  const wrong = [
    ['token'],
    ['token', 'create', 'more', '--name', 'a', '--role', 'viewer'],
    ['team', 'list', '--role', 'viewer'],
    ['token', 'revoke'],
    ['token', 'revoke', 'nonsense'],
    ['token', 'create', '--name', 'a', '--role', 'viewer', '--days', '0'],
    ['token', 'create', '--nam', 'a'],
    ['user', 'create', '--email', 'nobody', '--name', 'x'],
    ['setup-link', '--url', 'not an address'],
  ];
  for (const words of wrong) {
    await expect(async () => findCommand(words)(), words.join(' ')).rejects.toBeInstanceOf(
      NotUnderstood,
    );
  }
});
