'use server';

import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { createEnrolment, deleteEnrolment, revokeEnrolment } from '@/lib/auth/enrolments/mutations';
import { newEnrolment } from '@/lib/auth/enrolments/schema';

const byId = z.object({ id: z.uuid() });

export const createEnrolmentAction = action({
  permission: 'write',
  input: newEnrolment,
  handler: ({ actor, input }) => createEnrolment({ actor, input }),
});

export const revokeEnrolmentAction = action({
  permission: 'write',
  input: byId,
  handler: ({ actor, input }) => revokeEnrolment({ actor, id: input.id }),
});

export const deleteEnrolmentAction = action({
  permission: 'write',
  input: byId,
  handler: ({ actor, input }) => deleteEnrolment({ actor, id: input.id }),
});
