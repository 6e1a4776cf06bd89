'use client';

/** The browser's half of signing in. */
import { signIn } from 'next-auth/react';

const reasons: Record<string, string> = {
  CredentialsSignin: 'E-mail or password is wrong.',
  ERR_TOO_MANY_ATTEMPTS: 'Too many attempts. Wait five minutes, then try again.',
  ERR_INTERNAL: 'Something went wrong on our side. The log has it.',
};

/** Signs in; gives null when that worked, else a sentence. */
export async function enter(given: { email: string; password: string }): Promise<string | null> {
  const refusal = await answered(signedIn(given).then((reason) => ({ reason })));
  return refusal ? refusal.reason : away;
}

const away = 'The provisioner does not answer. Is it running, and are you on its network?';

async function signedIn(given: { email: string; password: string }): Promise<string | null> {
  try {
    const answer = await signIn('credentials', { ...given, redirect: false });
    if (answer?.error) return reasons[answer.error] ?? 'You could not be signed in.';
    if (answer?.url?.includes('csrf=true')) {
      return 'Your browser did not keep our cookie. Allow cookies for this address.';
    }
    return answer?.ok ? null : 'You could not be signed in.';
  } catch {
    return away;
  }
}

/** Milliseconds after which nobody believes that an answer is still to come. */
const patience = 30_000;

/**
 * The value, or null where it does not come in time, or never: an answer that
 * got lost on its way must not leave a form waiting for ever.
 */
export async function answered<Value>(work: Promise<Value>): Promise<Value | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience);
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** Loads a page anew, so that nothing of the time before the sign-in is left. */
export function goTo(path: string): void {
  window.location.assign(path);
}
