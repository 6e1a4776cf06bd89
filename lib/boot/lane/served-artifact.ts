/** A file of an artifact for the lane, from this machine's disk or the bucket that has it. */
import type { ArtifactFile } from '@/lib/builds/schema';
import { artifactStore, localFile } from '@/lib/builds/store/configured';
import type { StoredArtifact } from '@/lib/builds/store/store';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import type { ServedFile } from './exchange';

/** Largest artifact that is copied to this machine because it was asked for, in bytes. */
const copyLimit = 2 * 1024 ** 3;

/** The file, which is one of the artifact's. */
export function servedFile(given: { artifact: StoredArtifact; file: ArtifactFile }): ServedFile {
  const { artifact, file } = given;
  return {
    path: localFile(artifact, file.name),
    size: file.size,
    sha256: file.sha256,
    type: 'application/octet-stream',
    elsewhere: {
      async read({ start, end, signal }) {
        const store = await artifactStore();
        return store.read({ fingerprint: artifact.fingerprint, file, start, end, signal });
      },
      bring() {
        const bytes = artifact.files.reduce((sum, { size }) => sum + size, 0);
        if (bytes > copyLimit) return;
        artifactStore()
          .then((store) => store.local(artifact))
          .catch((error) => {
            const { fingerprint } = artifact;
            logger('lane').warn({ fingerprint, reason: reasonOf(error) }, 'no copy was made');
          });
      },
    },
  };
}
