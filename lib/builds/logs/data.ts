/** Reads of build logs for pages. */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { visibleBuilds } from '../data';
import type { BuildLogTail, BuildState } from '../schema';

/** Characters of a log that a page is given; what comes after them is streamed. */
const tailLength = 64 * 1024;

/** Chunks that are read in one go, from the end. */
const tailChunks = 50;

/** The end of a log, in whole lines. Throws ERR_BUILD_NOT_FOUND. */
export async function buildLogTail(given: { actor: Actor; id: string }): Promise<BuildLogTail> {
  // The state first: when it says "done", the log that is read after it is whole.
  const state = await stateFor(given);
  let text = '';
  let last: bigint | null = null;
  let before: bigint | undefined;
  for (;;) {
    const chunks = await db().buildLogChunk.findMany({
      where: { buildId: given.id, id: { lt: before } },
      orderBy: { id: 'desc' },
      take: tailChunks,
      select: { id: true, text: true },
    });
    last ??= chunks[0]?.id ?? 0n;
    before = chunks.at(-1)?.id;
    text =
      chunks
        .map((chunk) => chunk.text)
        .reverse()
        .join('') + text;
    if (text.length > tailLength) break;
    if (chunks.length < tailChunks) return { text, last: last.toString(), state, cut: false };
  }
  const end = text.slice(-tailLength);
  return { text: end.slice(end.indexOf('\n') + 1), last: last.toString(), state, cut: true };
}

async function stateFor({ actor, id }: { actor: Actor; id: string }): Promise<BuildState> {
  const row = isUuid(id)
    ? await db().build.findFirst({
        where: { AND: [visibleBuilds(actor), { id }] },
        select: { state: true },
      })
    : null;
  if (!row) throw notFound('This build', 'ERR_BUILD_NOT_FOUND');
  return row.state;
}
