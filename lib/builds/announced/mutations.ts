/** What a worker writes about its builders. */
import { db } from '@/lib/core/db';
import { buildKinds } from '../builder';
import type { Builders } from '../known-builder';
import { missingTools } from '../tools';
import type { AnnouncedBuilder, AnnouncedBuilders } from './schema';

/** Looks which programs are there, and writes it into the worker's row, which must be there. */
export async function announceBuilders(given: {
  workerId: string;
  builders: Builders;
}): Promise<void> {
  const announced: AnnouncedBuilders = {};
  for (const kind of buildKinds) {
    const builder = given.builders[kind];
    const engines: AnnouncedBuilder['engines'] = {};
    for (const [engine, tools] of Object.entries(builder.engines ?? {})) {
      engines[engine] = await missingTools(tools);
    }
    const missing = await missingTools(builder.tools);
    announced[kind] = { version: builder.version, missing, engines };
  }
  await db().workerNode.updateMany({
    where: { id: given.workerId },
    data: { builders: announced },
  });
}
