import { signOut } from 'next-auth/react';

/** Signs out. What forms kept in this tab's session goes with the person whose it is. */
export function leave(): void {
  try {
    sessionStorage.clear();
  } catch {
    // Storage is off: nothing was kept.
  }
  void signOut({ callbackUrl: '/sign-in' });
}
