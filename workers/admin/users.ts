/** `user …` */
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { Role } from '@/lib/auth/actor';
import { passwordField } from '@/lib/auth/schema';
import { createFirstAdministrator } from '@/lib/auth/setup/mutations';
import { hasNoUsers, listUsers } from '@/lib/auth/users/data';
import { addUser, setPassword } from '@/lib/auth/users/mutations';
import { invalid } from '@/lib/core/errors';
import { actorIn, terminal } from './chosen-team';
import { columns } from './columns';

interface Password {
  password: string;
  /** What to print: nothing where the caller knows the password. */
  lines: string[];
}

export async function createUserWith(given: {
  email: string;
  name: string;
  role?: Role;
  team?: string;
  'password-stdin': boolean;
}): Promise<string[]> {
  const { email, name, role, team } = given;
  const { password, lines } = await choosePassword(given['password-stdin']);
  if (await hasNoUsers()) {
    if (role && role !== 'administrator') {
      throw invalid('role', 'The first account governs the installation, as administrator.');
    }
    await createFirstAdministrator({ email, name, password, team: team ?? 'Home' });
  } else {
    await addUser({ actor: await actorIn(team), email, name, role: role ?? 'viewer', password });
  }
  return lines;
}

export async function setPasswordOf(given: {
  email: string;
  'password-stdin': boolean;
}): Promise<string[]> {
  const { password, lines } = await choosePassword(given['password-stdin']);
  await setPassword({ actor: terminal, email: given.email, password });
  return lines;
}

export async function printUsers(): Promise<string[]> {
  const users = await listUsers();
  return columns(
    ['EMAIL', 'NAME', 'LAST SIGN-IN', 'TEAMS'],
    users.map(({ email, name, lastSignInAt, teams }) => [
      email,
      name,
      lastSignInAt?.toISOString() ?? 'never',
      teams.map((team) => `${team.name} (${team.role})`).join(', '),
    ]),
  );
}

async function choosePassword(fromStdin: boolean): Promise<Password> {
  if (!fromStdin) {
    const password = randomBytes(15).toString('base64url');
    return { password, lines: [password] };
  }
  const typed = (await text(process.stdin)).replace(/\r?\n$/, '');
  const { error, data } = passwordField.safeParse(typed);
  if (error) throw invalid('password', `Not a password: ${error.issues[0]?.message}`);
  return { password: data, lines: [] };
}
