/**
 * The door of the pages' server actions: the session's actor, a role, zod,
 * one function. What a person can mend comes back as a value, for the form
 * to show at its fields; nothing is thrown at a page.
 */
import type { z } from 'zod';
import { type Actor, demand, type Permission } from '@/lib/auth/actor';
import { currentActor } from '@/lib/auth/current';
import { AppError, type FieldError, isAppError } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { parse } from './api-route';

export type ActionResult<T> =
  | { ok: true; value: T }
  | {
      ok: false;
      message: string;
      code: string;
      fields: FieldError[];
      data?: Record<string, unknown>;
    };

/**
 * Makes a server action from a schema, a permission and one function. The
 * permission null is for who cannot be signed in yet: set-up and invitations.
 */
export function action<
  const Asked extends Permission | null,
  Input extends z.ZodType,
  T,
>(definition: {
  permission: Asked;
  input: Input;
  handler: (given: {
    actor: Asked extends null ? Actor | null : Actor;
    input: z.output<Input>;
  }) => Promise<T>;
}): (input: z.input<Input>) => Promise<ActionResult<T>> {
  return async (input) => {
    try {
      const actor = await currentActor();
      if (definition.permission !== null) {
        if (!actor) throw sessionEnded();
        demand(actor, definition.permission);
      }
      const value = await definition.handler({
        actor: actor as never,
        input: parse(definition.input, input),
      });
      return { ok: true, value };
    } catch (error) {
      if (isAppError(error)) {
        const { message, code, fields, data } = error;
        return { ok: false, message, code, fields, data };
      }
      logger('action').error({ err: error }, 'an action failed');
      return {
        ok: false,
        message: 'Something went wrong on our side. The log has it.',
        code: 'ERR_INTERNAL',
        fields: [],
      };
    }
  };
}

function sessionEnded(): AppError {
  return new AppError({
    class: 'unauthenticated',
    code: 'ERR_UNAUTHENTICATED',
    message: 'Your session has ended. Sign in again; what you typed stays here.',
  });
}
