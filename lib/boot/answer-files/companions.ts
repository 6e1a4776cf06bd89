/**
 * The files beside an answer file. Only Ubuntu's installer has any: cloud-init
 * takes a folder (`ds=nocloud;s=<install>/`, with the slash), of which the
 * answer file is `user-data`.
 * https://cloudinit.readthedocs.io/en/latest/reference/datasources/nocloud.html
 */
import type { Dialect } from '@/lib/scripts/schema';

export interface Companion {
  /** The last word of its URL. */
  name: string;
  text: string;
}

/** Name of the answer file itself in the folder. */
export const seedName = 'user-data';

/** The companions of an answer file of this dialect. `instanceId`: another one makes cloud-init begin anew. */
export function companionsOf(given: {
  dialect: Dialect | null;
  instanceId: string;
  hostname: string | null;
}): Companion[] {
  const { dialect, instanceId, hostname } = given;
  if (dialect !== 'autoinstall') return [];
  const named = hostname === null ? '' : `local-hostname: ${JSON.stringify(hostname)}\n`;
  return [
    { name: 'meta-data', text: `instance-id: ${JSON.stringify(instanceId)}\n${named}` },
    { name: 'vendor-data', text: '#cloud-config\n{}\n' },
    // An empty document is none; but a 404 is asked for again ten times (cloud-init#5670).
    { name: 'network-config', text: '# By DHCP, or as user-data says.\n' },
  ];
}
