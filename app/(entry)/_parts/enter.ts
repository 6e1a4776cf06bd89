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
  try {
    const answer = await signIn('credentials', { ...given, redirect: false });
    if (answer?.error) return reasons[answer.error] ?? 'You could not be signed in.';
    if (answer?.url?.includes('csrf=true')) {
      return 'Your browser did not keep our cookie. Allow cookies for this address.';
    }
    return answer?.ok ? null : 'You could not be signed in.';
  } catch {
    return 'The provisioner does not answer. Is it running, and are you on its network?';
  }
}

/** Loads a page anew, so that nothing of the time before the sign-in is left. */
export function goTo(path: string): void {
  window.location.assign(path);
}
