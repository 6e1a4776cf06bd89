/**
 * Which installation's key the web processes check tokens with. A worker
 * elsewhere that was given another one would put tokens on media that nobody
 * takes, and none would know before a machine is refused far away.
 */
import { db } from '@/lib/core/db';
import { derivedKey, sha256 } from '@/lib/core/secret';

const key = 'enrolments.key-mark';

/** Tells keys apart without telling anything of them. */
function ownMark(): string {
  return sha256(`mark ${derivedKey('enrolment')}`).slice(0, 12);
}

/** Says that this process checks tokens: for web processes, at their start. */
export async function noteEnrolmentKey(): Promise<void> {
  const value = ownMark();
  await db().setting.upsert({ where: { key }, create: { key, value }, update: { value } });
}

/** Before a token is made in another process than those. Throws with the way out. */
export async function demandEnrolmentKey(): Promise<void> {
  const row = await db().setting.findUnique({ where: { key } });
  if (!row || row.value === ownMark()) return;
  throw new Error(
    "This worker has another key than the web process, which would refuse the medium's token: give both the same PROVISIONER_SECRET, or the same file secret.key in their data folders. Where the web process's was replaced, start it again.",
  );
}
