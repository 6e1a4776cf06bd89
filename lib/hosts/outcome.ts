/** What became of one of many things that were asked for at once: one that fails leaves the others done. */
import { isAppError, reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';

export type Outcome<Value> =
  | { ok: true; value: Value }
  | { ok: false; code: string; message: string };

/** Does it; never throws. `what` names the thing in the log where the fault is ours. */
export async function outcomeOf<Value>(given: {
  what: Record<string, string>;
  work: () => Promise<Value>;
}): Promise<Outcome<Value>> {
  const { what, work } = given;
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (isAppError(error)) return { ok: false, code: error.code, message: error.message };
    logger('api').error({ ...what, reason: reasonOf(error) }, 'one of many could not be changed');
    const message = 'Something went wrong on our side. The log has it.';
    return { ok: false, code: 'ERR_INTERNAL', message };
  }
}
