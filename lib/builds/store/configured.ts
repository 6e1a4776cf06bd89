/** The artifact store that the environment names, and where its files are on this machine. */
import path from 'node:path';
import { shared } from '@/lib/core/shared';
import { bucketAddress } from './address';
import { copyFolder, noteCopyUse } from './copies';
import { artifactFolder, folderStore } from './folder-store';
import type { ArtifactStore, StoredArtifact } from './store';

/** The store. The client of a bucket is loaded where there is one only. */
export async function artifactStore(): Promise<ArtifactStore> {
  const address = bucketAddress();
  if (!address) return folderStore;
  const { BucketStore } = await import('./bucket-store');
  return shared('builds.bucket-store', () => new BucketStore(address));
}

/**
 * Where a file is when it is on this machine, as an absolute path; this counts
 * as a use. With a bucket it may be missing: the store's `local` brings it,
 * and its `read` gives the bytes meanwhile.
 */
export function localFile(artifact: StoredArtifact, name: string): string {
  if (!bucketAddress()) return path.join(artifactFolder(artifact.fingerprint), name);
  const folder = copyFolder(artifact);
  void noteCopyUse(folder);
  return path.join(folder, name);
}
