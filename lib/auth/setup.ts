/**
 * The first run. While nobody has an account there is one link that makes
 * the first administrator. Its token is signed, not stored: it stays the
 * same over restarts, so that it can be printed again, and who reads the
 * database cannot make it.
 */
import { env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { sameText, sign } from '@/lib/core/secret';
import { emailField } from './schema';
import { setupNonce } from './setup/data';
import { createFirstAdministrator } from './setup/mutations';
import { hasNoUsers } from './users/data';

/** The one-time link, or null when the installation is set up. */
export async function setupLink(baseUrl: string): Promise<string | null> {
  if (!(await hasNoUsers())) return null;
  return `${baseUrl.replace(/\/+$/, '')}/setup?token=${await setupToken()}`;
}

/** True for the token of the link, while it is good for anything. */
export async function isSetupToken(token: string): Promise<boolean> {
  return (await hasNoUsers()) && sameText(token, await setupToken());
}

async function setupToken(): Promise<string> {
  return sign('setup', await setupNonce());
}

/**
 * Sets the installation up by its link. Throws ERR_SETUP_LINK when the token
 * is not the link's, ERR_ALREADY_SET_UP when somebody was first.
 */
export async function setUp(given: {
  token: string;
  name: string;
  email: string;
  password: string;
  team: string;
}): Promise<{ userId: string; teamId: string }> {
  const { token, ...rest } = given;
  if (!sameText(token, await setupToken())) {
    throw new AppError({
      class: 'forbidden',
      code: 'ERR_SETUP_LINK',
      message:
        'This is not the set-up link of this installation. `npm run admin -- setup-link` prints it.',
    });
  }
  return createFirstAdministrator(rest);
}

/**
 * Makes the administrator that the environment names, when nobody has an
 * account yet. Called at every start; several processes may.
 */
export async function ensureFirstAdministrator(): Promise<void> {
  const { PROVISIONER_ADMIN_EMAIL: email, PROVISIONER_ADMIN_PASSWORD: password } = env();
  if (!email && !password) return;
  const log = logger('setup');
  if (!email || !password) {
    log.warn('PROVISIONER_ADMIN_EMAIL and PROVISIONER_ADMIN_PASSWORD count only together');
    return;
  }
  if (!(await hasNoUsers())) return;
  const address = emailField.parse(email);
  const name = address.split('@')[0] ?? address;
  try {
    await createFirstAdministrator({ name, email: address, password, team: 'Home' });
    log.info({ email: address }, 'made the first administrator from the environment');
  } catch (error) {
    const lost = error instanceof AppError && error.code === 'ERR_ALREADY_SET_UP';
    if (!lost) throw error;
  }
}
