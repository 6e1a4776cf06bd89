/** The artifact store that the environment names, and where its files are on this machine. */
import path from 'node:path';
import { shared } from '@/lib/core/shared';
import { bucketAddress } from './address';
import { copyFolder } from './copies';
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
 * Where a file is when it is on this machine, as an absolute path. With a
 * bucket it may be missing; `fetchLater` brings it, and `artifactStore().read`
 * gives its bytes meanwhile.
 */
export function localFile(artifact: StoredArtifact, name: string): string {
  const folder = bucketAddress() ? copyFolder(artifact) : artifactFolder(artifact.fingerprint);
  return path.join(folder, name);
}
