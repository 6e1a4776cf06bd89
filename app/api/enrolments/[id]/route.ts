import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { deleteEnrolment, revokeEnrolment } from '@/lib/auth/enrolments/mutations';
import { enrolment } from '@/lib/auth/enrolments/schema';
import { enrolmentWithMediaOf } from '@/lib/builds/enrolled/data';
import { enrolmentWithMedia } from '@/lib/builds/enrolled/schema';

const params = z.object({ id: z.string() });

export const GET = apiRoute({
  summary: 'One enrolment token, with the media that carry it',
  permission: 'read',
  params,
  response: enrolmentWithMedia,
  handler: ({ actor, params: { id } }) => enrolmentWithMediaOf({ actor, id }),
});

export const DELETE = apiRoute({
  summary:
    'Revoke an enrolment token: its media are refused at once, and for good. With forget=true, delete one that is revoked',
  permission: 'write',
  params,
  query: z.object({ forget: z.stringbool().default(false) }),
  response: z.union([enrolment, z.object({ id: z.uuid() })]),
  handler: ({ actor, params: { id }, query: { forget } }) =>
    forget ? deleteEnrolment({ actor, id }) : revokeEnrolment({ actor, id }),
});
