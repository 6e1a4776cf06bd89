/**
 * The audit trail: who changed what. Every mutation writes one entry, and
 * this is the one place that they leave by, so that no secret can slip in.
 */
import type { Transaction } from '@/lib/core/db';
import { type Actor, systemActor } from './actor';
import { insertEntry } from './audit-trail/mutations';
import { type Detail, withoutSecrets } from './audit-trail/redact';

/**
 * Writes one entry. `action` is `noun.verb`, such as `host.create`; `subject`
 * is the name that a person would use. Give `store` to write it within a
 * transaction. Values under keys that sound secret are left out.
 */
export async function audit(given: {
  actor: Actor;
  action: string;
  subject: string;
  detail?: Detail;
  store?: Transaction;
}): Promise<void> {
  const { actor, action, subject, detail, store } = given;
  await insertEntry({
    store,
    teamId: actor.teamId === systemActor.teamId ? null : actor.teamId,
    actor: actor.name,
    action,
    subject,
    detail: detail && withoutSecrets(detail),
  });
}
