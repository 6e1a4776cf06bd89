import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { listAudit } from '@/lib/auth/audit-trail/data';
import { auditView } from '@/lib/auth/schema';

export const GET = apiRoute({
  summary: 'Who changed what, newest first',
  permission: 'administer',
  query: z.object({
    limit: z.coerce.number().int().min(1).max(500).default(100),
    before: z
      .string()
      .regex(/^\d{1,18}$/, 'is not the id of an entry')
      .optional(),
  }),
  response: z.array(auditView),
  handler: ({ actor, query }) => listAudit({ actor, ...query }),
});
