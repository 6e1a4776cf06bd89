/** The state of a host, derived from its installs; never stored. */
import type { InstallState } from './installs/schema';

/**
 * new: nothing says what to install. ready: it has a profile and waits for
 * "install". The others are its install's.
 */
export const hostStates = [
  'new',
  'ready',
  'authorised',
  'booting',
  'installing',
  'installed',
  'failed',
  'expired',
  'cancelled',
] as const satisfies readonly (InstallState | 'new' | 'ready')[];
export type HostState = (typeof hostStates)[number];

/** What the state is derived from; `touched`: its disk may have been written to. */
export interface PastInstall {
  state: InstallState;
  touched: boolean;
}

/**
 * The host's state from its installs, newest first: that of the newest one
 * that counts. An install that was cancelled before it touched the disk left
 * the host as it was, so it does not. `lib/hosts/data.ts` says the same in SQL.
 */
export function hostState(given: { hasProfile: boolean; installs: PastInstall[] }): HostState {
  const counts = given.installs.find((one) => one.state !== 'cancelled' || one.touched);
  if (counts) return counts.state;
  return given.hasProfile ? 'ready' : 'new';
}
