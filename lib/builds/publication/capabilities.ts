/** What a bootloader can do, as it was read out of it when it was taken. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Capabilities } from '@/lib/scripts/lint/ipxe/capabilities';
import { artifactFolder } from '../artifact-store';
import { aboutLoaders } from '../builders/loaders/schema';

/** Of an artifact's loaders; null where it was made before such things were read. */
export async function capabilitiesOf(fingerprint: string): Promise<Capabilities | null> {
  const file = path.join(artifactFolder(fingerprint), 'about.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  const about = aboutLoaders.safeParse(JSON.parse(text));
  return about.success ? { version: about.data.version, loaders: about.data.loaders } : null;
}
