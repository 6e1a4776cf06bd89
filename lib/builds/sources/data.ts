/** Reads of sources, for pages and the REST API: what the workers have written down. */
import { db } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { shownLocation } from './location';
import {
  type SourceAnswer,
  type SourceName,
  type SourceRecord,
  sourceKey,
  sourceRecord,
  sourceTimeLimit,
} from './schema';

/** What is written down of a source, or null. */
export async function readSourceRecord(name: SourceName): Promise<SourceRecord | null> {
  const row = await db().setting.findUnique({ where: { key: sourceKey(name) } });
  const parsed = sourceRecord.safeParse(row?.value);
  return parsed.success ? parsed.data : null;
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
  const { since, ...told } = record;
  if (record.state === 'updating' && Date.now() - Date.parse(since) > sourceTimeLimit * 1000) {
    const reason = 'The last update ended without a word: its worker was killed. Update it again.';
    return { ...told, name, state: 'failed', reason };
  }
  return { ...told, name };
}
