/**
 * Whether a text that carries a secret is given out: pure. Once in each
 * counted boot; again only until the machine has reported something, for an
 * answer can get lost on its way, and who reports has read what he needed.
 */
import { type GateInstall, serves } from './gate';
import type { ServedSecret } from './schema';

export type SecretAnswer =
  | {
      ok: true;
      /** Given before in this boot. */
      again: boolean;
      /** Given again, and to another address than before. */
      elsewhere: boolean;
      /** The address that got it last; null for none, or an unknown one. */
      before: string | null;
      served: ServedSecret;
    }
  | { ok: false; refetch: boolean; reason: string };

/** The answer to who asks by the install's token. `served`: what is known of this text, null for nothing. */
export function atSecret(given: {
  install: GateInstall;
  served: ServedSecret | null;
  address: string | null;
  /** Milliseconds since 1970. */
  now: number;
}): SecretAnswer {
  const { install, served, address, now } = given;
  const gate = serves(install);
  if (!gate.ok) return { ok: false, refetch: false, reason: gate.reason };
  const boot = install.bootsUsed;
  const at = new Date(now).toISOString();
  if (!served || served.boot !== boot) {
    const first = { boot, at, address, times: 1, refused: 0, reported: false };
    return { ok: true, again: false, elsewhere: false, before: null, served: first };
  }
  if (served.reported) {
    return {
      ok: false,
      refetch: true,
      reason:
        'This holds secrets, and the machine has reported since it got them: they are given once in each authorised boot.',
    };
  }
  return {
    ok: true,
    again: true,
    elsewhere: served.address !== address,
    before: served.address,
    served: { ...served, address, times: served.times + 1 },
  };
}
