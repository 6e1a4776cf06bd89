/** `GET /api/pxeboot/boot`: the question that every machine asks. */
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { shared } from '@/lib/core/shared';
import {
  type CountedBoot,
  countBoot,
  giveBootBack,
  refuseBoot,
} from '@/lib/hosts/installs/boots/mutations';
import { takeRescue } from '@/lib/hosts/rescue/mutations';
import { carriedBy } from '../admission';
import { type Decision, decide, withoutBoot } from '../decide';
import { type BootFacts, readFacts } from '../facts';
import { inTurn, MediumTurns, takesTurns } from '../medium-disk';
import { bootNotes } from '../notes/notes';
import { nextCount, renderDecision } from '../render';
import { roster } from '../roster/roster';
import { baseFor } from './base';
import { type MachineRequest, sentence, type TextAnswer, text } from './exchange';
import { inTime } from './in-time';

/** An answer, and how it may be kept for the next one who asks the same. */
export interface BootAnswered {
  answer: TextAnswer;
  /** Null where the answer must be made anew for each who asks. */
  keep: {
    /** To be called each time the answer is given again. */
    repeat: () => void;
    /** False once something that the answer rests on has changed. */
    isTrue: () => boolean;
  } | null;
}

/** Decides, counts what has to be counted, and renders. */
export async function answerBoot(
  request: Pick<MachineRequest, 'search' | 'address' | 'header'>,
): Promise<BootAnswered> {
  const read = readFacts({ search: request.search, address: request.address });
  if (!read.ok) return { answer: sentence(400, read.problem), keep: null };
  const { facts, token } = read;
  const now = Date.now();
  const view = roster();
  const carried = carriedBy({ token, view });
  const decided = decide({ facts, view, now, carried });
  const turns = decided.kind === 'local-disk' && takesTurns({ decision: decided, facts });
  const decision = turns
    ? inTurn({ decision: decided, turn: mediumTurns().take(decided.host.id, now) })
    : decided;
  const base = baseFor({ publicUrl: view.settings.publicUrl, host: request.header('host') });
  if (decision.kind === 'agent' || decision.kind === 'script') {
    return { answer: await answerInstall({ decision, facts, base }), keep: null };
  }
  if (decision.kind === 'rescue') {
    return { answer: await answerRescue({ decision, facts, base }), keep: null };
  }
  const isTrue = whileUnchanged(decision, now);
  const repeat = () => bootNotes().decided({ decision, facts });
  const answer = text({
    status: statuses[decision.kind] ?? 200,
    body: renderDecision({ decision, facts, base, count: nextCount(decision) }),
  });
  repeat();
  const ends = decision.kind === 'local-disk' ? decision.ends : null;
  if (ends) endInstall(ends);
  // A token that was made up is not worth the place of an answer that was asked for.
  const made = decision.kind === 'refused' && decision.enrolment === null;
  return { answer, keep: ends || made || turns ? null : { repeat, isTrue } };
}

/** No bootloader runs what comes with these: iPXE's `||` takes over. */
const statuses: Partial<Record<Decision['kind'], number>> = { unknown: 404, refused: 403 };

/** Of this process: another one behind the same address begins anew, which costs a turn more. */
function mediumTurns(): MediumTurns {
  return shared('medium-turns', () => new MediumTurns());
}

/** Made before the answer, with its `now`: what changes or ends in between makes it untrue. */
function whileUnchanged({ host, enrolment }: Decision, now: number): () => boolean {
  const at = roster();
  const { matchVersion, settings } = at;
  const until = enrolment?.expiresAt ?? Number.POSITIVE_INFINITY;
  const expired = until <= now;
  const install = host ? at.newestInstall(host.id) : undefined;
  return () =>
    at.matchVersion === matchVersion &&
    at.settings === settings &&
    (!enrolment || (at.enrolment(enrolment.id) === enrolment && until <= Date.now() === expired)) &&
    (!host || (at.host(host.id) === host && at.newestInstall(host.id) === install));
}

/** The boot is counted in the store first; when that cannot be, the machine boots its local disk. */
async function answerInstall(given: {
  decision: Extract<Decision, { kind: 'agent' | 'script' }>;
  facts: BootFacts;
  base: string;
}): Promise<TextAnswer> {
  const { decision, facts, base } = given;
  const counted = await countInTime(decision.install.id);
  const final =
    counted.answer === 'install'
      ? decision
      : withoutBoot({ decision, facts, reason: counted.reason });
  const count =
    counted.answer === 'install' ? { boot: counted.boot, of: counted.of } : { boot: 0, of: 0 };
  bootNotes().decided({ decision: final, facts, count });
  return text({ body: renderDecision({ decision: final, facts, base, count }) });
}

/** The order is used up in the store first; when that cannot be, the machine boots its local disk. */
async function answerRescue(given: {
  decision: Extract<Decision, { kind: 'rescue' }>;
  facts: BootFacts;
  base: string;
}): Promise<TextAnswer> {
  const { decision, facts, base } = given;
  const refusal = await refusalOfRescue(decision);
  const final = refusal === null ? decision : withoutBoot({ decision, facts, reason: refusal });
  bootNotes().decided({ decision: final, facts });
  return text({ body: renderDecision({ decision: final, facts, base, count: nextCount(final) }) });
}

async function refusalOfRescue(
  decision: Extract<Decision, { kind: 'rescue' }>,
): Promise<string | null> {
  const { host, rescue } = decision;
  try {
    if (await inTime(takeRescue({ hostId: host.id, rescue }))) return null;
    return 'The rescue boot was used up, taken back or overtaken by an install in this moment.';
  } catch (error) {
    logger('lane').warn({ host: host.id, reason: reasonOf(error) }, 'a rescue boot was not given');
    return 'The rescue boot could not be used up, because the database is away.';
  }
}

async function countInTime(installId: string): Promise<CountedBoot> {
  const counting = countBoot({ installId });
  try {
    return await inTime(counting);
  } catch (error) {
    counting.then((late) => giveBack(installId, late)).catch(() => {});
    logger('lane').warn({ installId, reason: reasonOf(error) }, 'a boot could not be counted');
    return {
      answer: 'local-disk',
      reason:
        'The boot could not be counted, because the database is away. Nothing is installed without that.',
    };
  }
}

/** The store came back and counted after all, but the machine boots its local disk. */
async function giveBack(installId: string, late: CountedBoot): Promise<void> {
  if (late.answer !== 'install') return;
  await giveBootBack({ installId, boot: late.boot });
  logger('lane').warn({ installId, boot: late.boot }, 'a boot was counted too late and given back');
}

/** The machine has its answer already; should the store be away, the next boot does this. */
function endInstall(installId: string): void {
  refuseBoot({ installId }).catch((error) =>
    logger('lane').warn({ installId, reason: reasonOf(error) }, 'an install could not be ended'),
  );
}
