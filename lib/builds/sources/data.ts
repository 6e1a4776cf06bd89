/** Reads of sources, for pages and the REST API: what the workers have written down. */
import { db } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { taskRules } from '@/lib/jobs/tasks';
import { engineFor } from '../builders/ipxe/engine';
import { specSchemas } from '../specs';
import { shownLocation } from './location';
import {
  type SourceAnswer,
  type SourceName,
  type SourceRecord,
  sourceKey,
  sourceRecord,
} from './schema';

/** What is written down of a source, or null. */
export async function readSourceRecord(name: SourceName): Promise<SourceRecord | null> {
  const row = await db().setting.findUnique({ where: { key: sourceKey(name) } });
  return recordOf(row?.value);
}

/** The record in the value of a Setting row; null where there is none. */
export function recordOf(value: unknown): SourceRecord | null {
  const parsed = sourceRecord.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** True for an update that has taken longer than it may: nobody is at it any more. */
export function isOverdue({ state, since }: SourceRecord): boolean {
  const limit = taskRules['update-source'].timeLimit * 1000;
  return state === 'updating' && Date.now() - Date.parse(since) > limit;
}

/** What is said of an overdue update. */
export const endedWithoutWord =
  'The last update ended without a word: its worker was killed. Update it again.';

/** True when this machine's copy of iPXE's source goes into that build. */
export async function needsSource({ buildId }: { buildId: string }): Promise<boolean> {
  const row = await db().build.findUnique({
    where: { id: buildId },
    select: { kind: true, spec: true },
  });
  if (row?.kind !== 'ipxe' && row?.kind !== 'iso') return false;
  const spec = specSchemas[row.kind].safeParse(row.spec);
  return spec.success && engineFor(spec.data).engine === 'compiled';
}

/** Where the source is wanted from, what is there, and why it is not where it is not. */
export async function sourceState(name: SourceName): Promise<SourceAnswer> {
  const location = shownLocation(env().IPXE_SOURCE);
  const record = await readSourceRecord(name);
  if (!record || record.location !== location) {
    return {
      name,
      location,
      state: 'absent',
      reason: record
        ? `What is there is from ${record.location}; IPXE_SOURCE has been changed since. Update it, or build something that needs the compiler.`
        : 'It is fetched when it is updated, or by the first build that needs the compiler.',
      version: null,
      lookedAt: null,
      log: [],
    };
  }
  const { since: _since, ...told } = record;
  if (isOverdue(record)) return { ...told, name, state: 'failed', reason: endedWithoutWord };
  return { ...told, name };
}
