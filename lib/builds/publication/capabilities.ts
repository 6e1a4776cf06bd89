/** What the bootloader in force can do, for checking scripts against it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Capabilities } from '@/lib/scripts/lint/ipxe/capabilities';
import { artifactFolder } from '../artifact-store';
import { aboutIpxe } from '../builders/ipxe/schema';
import { readPublication } from './data';

let known: { fingerprint: string; capabilities: Capabilities } | null = null;

/**
 * Of the published bootloader; null before the first publication, and where
 * its artifact was made before such things were read.
 */
export async function publishedCapabilities(): Promise<Capabilities | null> {
  const fingerprint = (await readPublication())?.fingerprint;
  if (!fingerprint) return null;
  if (known?.fingerprint === fingerprint) return known.capabilities;
  const file = path.join(artifactFolder(fingerprint), 'about.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  const about = aboutIpxe.safeParse(JSON.parse(text));
  if (!about.success) return null;
  const { version, loaders } = about.data;
  // An artifact never changes.
  known = { fingerprint, capabilities: { version, loaders } };
  return known.capabilities;
}
