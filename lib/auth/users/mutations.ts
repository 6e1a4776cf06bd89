/** Writes of users. */
import { db, type Transaction } from '@/lib/core/db';
import { AppError, invalid, isUniqueViolation, notFound } from '@/lib/core/errors';
import type { Actor, Role } from '../actor';
import { audit } from '../audit';
import { hashPassword, passwordMatches } from '../password';

/** Makes an account without a team; gives its id. Throws ERR_EMAIL_TAKEN. */
export async function createUser(given: {
  email: string;
  name: string;
  passwordHash: string;
  store?: Transaction;
}): Promise<string> {
  const { store = db(), ...data } = given;
  const row = await store.user.create({ data, select: { id: true } }).catch((error) => {
    throw isUniqueViolation(error) ? emailTaken(data.email) : error;
  });
  return row.id;
}

function emailTaken(email: string): AppError {
  return new AppError({
    class: 'conflict',
    code: 'ERR_EMAIL_TAKEN',
    message: `${email} has an account already.`,
    field: 'email',
  });
}

/** Makes an account within the actor's team; for the command line. Throws ERR_EMAIL_TAKEN. */
export async function addUser(given: {
  actor: Actor;
  email: string;
  name: string;
  role: Role;
  password: string;
}): Promise<void> {
  const { actor, email, name, role } = given;
  const passwordHash = await hashPassword(given.password);
  await db().$transaction(async (store) => {
    const userId = await createUser({ store, email, name, passwordHash });
    await store.membership.create({ data: { userId, teamId: actor.teamId, role } });
    await audit({ actor, action: 'user.create', subject: email, detail: { role }, store });
  });
}

/** Notes a sign-in. */
export async function noteSignIn(id: string): Promise<void> {
  await db().user.updateMany({ where: { id }, data: { lastSignInAt: new Date() } });
}

/** The actor's own name. */
export async function renameSelf(given: { actor: Actor; name: string }): Promise<void> {
  const { actor, name } = given;
  demandPerson(actor);
  await db().user.update({ where: { id: actor.id }, data: { name } });
}

/**
 * Changes the actor's own password and ends all of their sessions, this one
 * too. Throws ERR_WRONG_PASSWORD at the field `current`.
 */
export async function changeOwnPassword(given: {
  actor: Actor;
  current: string;
  password: string;
}): Promise<void> {
  const { actor, current, password } = given;
  demandPerson(actor);
  const row = await db().user.findUnique({
    where: { id: actor.id },
    select: { passwordHash: true },
  });
  if (!(await passwordMatches({ password: current, hash: row?.passwordHash }))) {
    throw invalid('current', 'This is not your password.', 'ERR_WRONG_PASSWORD');
  }
  await storePassword({ id: actor.id, password });
  await audit({ actor, action: 'user.password', subject: actor.name });
}

/** Sets anybody's password and ends their sessions; for the command line. Throws ERR_USER_NOT_FOUND. */
export async function setPassword(given: {
  actor: Actor;
  email: string;
  password: string;
}): Promise<void> {
  const { actor, email, password } = given;
  const row = await db().user.findUnique({ where: { email }, select: { id: true } });
  if (!row) throw notFound(`The user ${email}`, 'ERR_USER_NOT_FOUND');
  await storePassword({ id: row.id, password });
  await audit({ actor, action: 'user.password', subject: email });
}

async function storePassword(given: { id: string; password: string }): Promise<void> {
  await db().user.update({
    where: { id: given.id },
    data: {
      passwordHash: await hashPassword(given.password),
      tokenVersion: { increment: 1 },
    },
  });
}

/** Ends every session of the actor, everywhere. */
export async function endOwnSessions(given: { actor: Actor }): Promise<void> {
  const { actor } = given;
  demandPerson(actor);
  await db().user.update({ where: { id: actor.id }, data: { tokenVersion: { increment: 1 } } });
  await audit({ actor, action: 'user.end-sessions', subject: actor.name });
}

function demandPerson(actor: Actor): void {
  if (actor.kind === 'user') return;
  throw new AppError({
    class: 'forbidden',
    code: 'ERR_NOT_A_PERSON',
    message: 'An API token has no name, password or sessions of its own. Sign in to change yours.',
  });
}
