/**
 * What an installation needs before the first machine is switched on: the
 * bootloaders and the agent. The product asks for them by itself, when there
 * are none and when an upgrade has changed how they are made.
 */
import { z } from 'zod';
import { systemActor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import type { BuildKind } from '../builder';
import { sourceHash } from '../builders/source-hash';
import { isInFlight, newestArtifact, newestBuild } from '../data';
import { requestBuild } from '../mutations';
import type { BuildSummary } from '../schema';

/** Key of the Setting row: by kind, the builder's source that the last request was for. */
const preparedKey = 'prepared';
const prepared = z.record(z.string(), z.string());

/** The bootloaders first: they are made in seconds. */
const needed: BuildKind[] = ['loaders', 'agent'];

/** After a failure nobody is asked again for so long, unless a worker starts. Milliseconds. */
const failurePause = 15 * 60_000;

/** Why a build is asked for, or null when it need not be. Pure. */
export function needOf(given: {
  hasArtifact: boolean;
  newest: Pick<BuildSummary, 'state' | 'endedAt'> | null;
  sameSource: boolean;
  /** A worker starts, and not only time passes. */
  starting: boolean;
  now: number;
}): 'missing' | 'upgraded' | null {
  const { newest, hasArtifact, sameSource } = given;
  if (newest && isInFlight(newest.state)) return null;
  if (!sameSource) return hasArtifact ? 'upgraded' : 'missing';
  if (hasArtifact) return null;
  // A person who has cancelled it knows better.
  if (newest?.state === 'cancelled' && !given.starting) return null;
  const ended = newest?.state === 'failed' ? (newest.endedAt?.getTime() ?? 0) : 0;
  return given.starting || given.now - ended > failurePause ? 'missing' : null;
}

/** Asks for what is needed; gives the kinds that were asked for. */
export async function prepare(given: { starting: boolean }): Promise<BuildKind[]> {
  const row = await db().setting.findUnique({ where: { key: preparedKey } });
  const sources = prepared.catch({}).parse(row?.value ?? {});
  const asked: BuildKind[] = [];
  for (const kind of needed) {
    const source = await sourceHash(kind);
    const need = needOf({
      hasArtifact: (await newestArtifact({ kind })) !== null,
      newest: await newestBuild({ kind }),
      sameSource: sources[kind] === source,
      starting: given.starting,
      now: Date.now(),
    });
    if (!need) continue;
    await requestBuild({ actor: systemActor, kind, spec: {} });
    sources[kind] = source;
    asked.push(kind);
  }
  if (asked.length > 0) await remember(sources);
  return asked;
}

async function remember(value: z.infer<typeof prepared>): Promise<void> {
  await db().setting.upsert({
    where: { key: preparedKey },
    create: { key: preparedKey, value },
    update: { value },
  });
}
