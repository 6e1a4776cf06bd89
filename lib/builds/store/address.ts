/** What the environment says about the artifact store. */
import { env } from '@/lib/core/env';

export interface BucketAddress {
  bucket: string;
  /** Empty, or ends with `/`. */
  prefix: string;
  /** Null: Amazon's own, by region. */
  endpoint: string | null;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** The bucket that artifacts are kept in; null where they are in the data folder. */
export function bucketAddress(): BucketAddress | null {
  const given = env();
  if (!given.ARTIFACT_STORE) return null;
  const [bucket = '', ...folders] = given.ARTIFACT_STORE.replace(/^s3:\/\//, '')
    .split('/')
    .filter(Boolean);
  return {
    bucket,
    prefix: folders.map((name) => `${name}/`).join(''),
    endpoint: given.S3_ENDPOINT ?? null,
    region: given.S3_REGION,
    // Both are demanded together with ARTIFACT_STORE.
    accessKeyId: given.S3_ACCESS_KEY_ID ?? '',
    secretAccessKey: given.S3_SECRET_ACCESS_KEY ?? '',
  };
}
