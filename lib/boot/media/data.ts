/** Reads of boot media for the roster: what was made of each request, and the names that people gave. */
import { mediaKinds } from '@/lib/builds/builder';
import { db } from '@/lib/core/db';
import type { LinkEntry, MediumEntry } from '../roster/media';

const columns = {
  id: true,
  specHash: true,
  fingerprint: true,
  endedAt: true,
} as const;

const finished = {
  kind: { in: [...mediaKinds] },
  state: 'done' as const,
  fingerprint: { not: null },
};

/** How many results of one request are looked at: the files of older ones are there, or nothing is. */
const lookedAt = 20;

/** Finished media by build; all without. */
export async function loadMedia(ids?: string[]): Promise<MediumEntry[]> {
  const rows = await db().build.findMany({
    where: { ...finished, id: ids && { in: ids } },
    select: columns,
  });
  return rows.map(entryOf);
}

/** What was made of one request, newest first. */
export async function loadMediaOf(specHash: string): Promise<MediumEntry[]> {
  const rows = await db().build.findMany({
    where: { ...finished, specHash },
    orderBy: { endedAt: 'desc' },
    take: lookedAt,
    select: columns,
  });
  return rows.map(entryOf);
}

/** Links by name; all without. */
export async function loadLinks(names?: string[]): Promise<LinkEntry[]> {
  return db().mediaLink.findMany({
    where: names && { name: { in: names } },
    select: { name: true, specHash: true },
  });
}

function entryOf(row: {
  id: string;
  specHash: string;
  fingerprint: string | null;
  endedAt: Date | null;
}): MediumEntry {
  const { id, specHash, fingerprint, endedAt } = row;
  return {
    id,
    specHash,
    fingerprint: fingerprint ?? '',
    at: endedAt?.getTime() ?? 0,
  };
}
