/** Authorises installs of many hosts. Each host has its own gate: what is refused at one leaves the others authorised. */
import type { Actor } from '@/lib/auth/actor';
import { outcomeOf } from '../../outcome';
import { authoriseInstall } from '../mutations';
import type { BulkInstall, BulkInstallResults } from './schema';

/** One after the other, as they are named; a host that is named twice is authorised once. Never throws for one of them. */
export async function authoriseMany(given: {
  actor: Actor;
  input: BulkInstall;
}): Promise<BulkInstallResults> {
  const { actor } = given;
  const { ids, ...input } = given.input;
  const results: BulkInstallResults = [];
  for (const id of new Set(ids)) {
    const work = () => authoriseInstall({ actor, hostId: id, input });
    const outcome = await outcomeOf({ what: { host: id }, work });
    results.push(outcome.ok ? { id, ok: true, install: outcome.value } : { id, ...outcome });
  }
  return results;
}
