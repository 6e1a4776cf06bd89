/** Where machines reach this installation. */
import { env } from '@/lib/core/env';
import { servingAddress } from './interfaces';
import type { NetworkInterface, NetworkSettings } from './schema';

/**
 * The public address, without a slash at its end: PUBLIC_URL of the
 * environment, else the setting, else the chosen interface's first IPv4
 * address and our port. Null while there is none of them.
 */
export function publicUrl(given: {
  settings: Pick<NetworkSettings, 'publicUrl' | 'interface'>;
  interfaces: NetworkInterface[];
}): string | null {
  const chosen = env().PUBLIC_URL ?? given.settings.publicUrl;
  if (chosen) return chosen;
  const name = given.settings.interface;
  const own = name && servingAddress(given.interfaces.find((one) => one.name === name));
  return own ? `http://${own.address}:${env().PORT}` : null;
}
