import { apiRoute } from '@/app/_doors/api-route';
import { explainBoot } from '@/lib/boot/explain';
import { explainBootQuery, explanation } from '@/lib/boot/schema';

export const GET = apiRoute({
  summary: 'What a machine would get that tells these facts, and why; counts no boot',
  permission: 'read',
  query: explainBootQuery,
  response: explanation,
  handler: ({ actor, query, request }) =>
    explainBoot({ actor, query, host: request.headers.get('host') ?? undefined }),
});
