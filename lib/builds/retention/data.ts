/** Reads of the retention, and of what it is about: the bytes that builds keep. */
import { statfs } from 'node:fs/promises';
import { db, pool } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { shared } from '@/lib/core/shared';
import type { BuildKind } from '../builder';
import { measureCaches } from '../caches/measure';
import { sizeOfFolder } from '../caches/size';
import { bucketAddress } from '../store/address';
import { artifactStore } from '../store/configured';
import { workFolder } from '../store/files';
import { type DiskUse, defaultRetention, type Retention, retention, retentionKey } from './schema';

/** What is in force. A row that does not fit (any more) counts as none. */
export async function readRetention(): Promise<Retention> {
  const row = await db().setting.findUnique({ where: { key: retentionKey } });
  return retentionOf(row?.value);
}

/** The setting from its row's value: what that does not name is as by default. */
export function retentionOf(value: unknown): Retention {
  const given = typeof value === 'object' && value !== null ? value : {};
  const parsed = retention.safeParse({ ...defaultRetention, ...given });
  return parsed.success ? parsed.data : defaultRetention;
}

/** Milliseconds for which a measurement is handed out again: it walks through every folder. */
const measuredFor = 30_000;

/** What builds keep, at most half a minute old. Those who ask at once wait for one look. */
export async function diskUse(): Promise<DiskUse> {
  const last = shared('builds.disk-use', (): { at: number; use?: Promise<DiskUse> } => ({ at: 0 }));
  if (!last.use || Date.now() - last.at > measuredFor) {
    last.at = Date.now();
    last.use = measure();
    last.use.catch(() => {
      last.at = 0;
    });
  }
  return last.use;
}

async function measure(): Promise<DiskUse> {
  const [artifacts, logs, caches, atWork, copies, disk, store] = await Promise.all([
    artifactBytes(),
    logBytes(),
    measureCaches(),
    sizeOfFolder(workFolder()),
    bucketAddress() ? sizeOfFolder(dataPath('copies')) : null,
    statfs(dataPath()),
    artifactStore(),
  ]);
  const free = disk.bavail * disk.bsize;
  return {
    artifacts,
    caches,
    logs,
    atWork,
    copies,
    store: store.name,
    free,
    measuredAt: new Date(),
  };
}

async function artifactBytes(): Promise<DiskUse['artifacts']> {
  const { rows } = await pool().query<{ kind: BuildKind; count: string; bytes: string }>(
    `SELECT kind, count(DISTINCT fingerprint) AS count,
       coalesce(sum((file->>'size')::bigint), 0) AS bytes
     FROM "Artifact" LEFT JOIN LATERAL jsonb_array_elements(files) AS file ON true
     GROUP BY kind ORDER BY bytes DESC, kind`,
  );
  return rows.map(({ kind, count, bytes }) => ({
    kind,
    count: Number(count),
    bytes: Number(bytes),
  }));
}

/** Logs are in the database; counted by the builds that have one. */
async function logBytes(): Promise<DiskUse['logs']> {
  const { rows } = await pool().query<{ count: string; bytes: string }>(
    `SELECT count(DISTINCT "buildId") AS count, coalesce(sum(octet_length(text)), 0) AS bytes
     FROM "BuildLogChunk"`,
  );
  return { count: Number(rows[0]?.count ?? 0), bytes: Number(rows[0]?.bytes ?? 0) };
}
