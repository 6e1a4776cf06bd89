import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { createEnrolment } from '@/lib/auth/enrolments/mutations';
import { enrolment, newEnrolment } from '@/lib/auth/enrolments/schema';
import { enrolmentsWithMedia } from '@/lib/builds/enrolled/data';
import { enrolmentWithMedia } from '@/lib/builds/enrolled/schema';

export const GET = apiRoute({
  summary:
    "The team's enrolment tokens, newest first, with the media that carry them; the tokens for those who may write",
  permission: 'read',
  response: z.array(enrolmentWithMedia),
  handler: ({ actor }) => enrolmentsWithMedia({ actor }),
});

export const POST = apiRoute({
  summary: 'Make an enrolment token, by which boot media are let in until it is revoked',
  permission: 'write',
  body: newEnrolment,
  response: enrolment,
  status: 201,
  handler: ({ actor, body }) => createEnrolment({ actor, input: body }),
});
