/**
 * Writes down that a text with secrets is given to a machine, before it is
 * given: of two who ask at once the store sees one after the other, and while
 * it is away nobody gets anything.
 */
import { db } from '@/lib/core/db';
import type { NewEvent } from '@/lib/core/events';
import { gateOf } from '../data';
import { atSecret, type SecretAnswer } from '../gate-secrets';
import { servedSecrets } from '../schema';

export type SecretClaim = {
  answer: SecretAnswer;
  /** What happened, for the timeline; null where it has been told often enough. */
  event: NewEvent | null;
};

/**
 * Asks the gate whether `what` (the last words of the URL, such as
 * `kickstart`) is given now, and keeps the answer. Null: the install is gone.
 * Throws when the store is away.
 */
export async function claimSecret(given: {
  installId: string;
  what: string;
  /** In words, such as `kickstart "Fedora"`. */
  name: string;
  address: string | null;
  now?: number;
}): Promise<SecretClaim | null> {
  const { installId, what, address, now = Date.now() } = given;
  return db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM "Install" WHERE id = ${installId}::uuid FOR UPDATE`;
    const row = await tx.install.findUnique({ where: { id: installId } });
    if (!row) return null;
    const before = servedSecrets.parse(row.secretsServed);
    const served = before[what] ?? null;
    const answer = atSecret({ install: gateOf(row), served, address, now });
    const told = answer.ok ? answer.served : served;
    if (told && (answer.ok || answer.refetch)) {
      // A refusal counts too, so that the timeline tells of it once and not a thousand times.
      const kept = answer.ok ? told : { ...told, refused: told.refused + 1 };
      await tx.install.update({
        where: { id: installId },
        data: { secretsServed: { ...before, [what]: kept } },
      });
    }
    const { hostId, teamId } = row;
    const event = eventOf({ ...given, answer, refusedBefore: served?.refused ?? 0 });
    return { answer, event: event && { ...event, hostId, installId, teamId } };
  });
}

/** Names and addresses only: no event holds a value. */
function eventOf(given: {
  what: string;
  name: string;
  address: string | null;
  answer: SecretAnswer;
  refusedBefore: number;
}): NewEvent | null {
  const { what, name, address, answer, refusedBefore } = given;
  const to = address ? ` to ${address}` : '';
  const data = { what, address };
  if (!answer.ok) {
    if (!answer.refetch || refusedBefore >= refusalsTold) return null;
    return {
      source: 'gate',
      type: 'secret-refetch',
      message: `Refused to give the ${name} again${to}: it holds secrets, and the installer has reported since it got them. If nobody tried this by hand, find out who has this installation's address.`,
      data: { ...data, attention: true },
    };
  }
  if (answer.elsewhere) {
    return {
      source: 'gate',
      type: 'secret-served',
      message: `Gave the ${name}, which holds secrets, again, and this time${to || ' to an unknown address'}: before it was ${answer.before ?? 'unknown'}.`,
      data: { ...data, attention: true },
    };
  }
  if (answer.again) return null;
  return {
    source: 'gate',
    type: 'secret-served',
    message: `Gave the ${name}, which holds secrets${to && `,${to}`}.`,
    data,
  };
}

/** Refusals of one text in one boot that the timeline tells of. */
const refusalsTold = 3;
