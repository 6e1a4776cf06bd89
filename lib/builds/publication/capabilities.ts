/** What a bootloader can do, as it was read out of it when it was taken. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Capabilities } from '@/lib/scripts/lint/ipxe/capabilities';
import { localArtifact } from '../artifact-store';
import { aboutLoaders } from '../builders/loaders/schema';
import type { StoredArtifact } from '../store/store';

const aboutName = 'about.json';

/** Of an artifact's loaders; null where it was made before such things were read. */
export async function capabilitiesOf(artifact: StoredArtifact): Promise<Capabilities | null> {
  if (!artifact.files.some(({ name }) => name === aboutName)) return null;
  const text = await readFile(path.join(await localArtifact(artifact), aboutName), 'utf8');
  const about = aboutLoaders.safeParse(JSON.parse(text));
  return about.success ? { version: about.data.version, loaders: about.data.loaders } : null;
}
