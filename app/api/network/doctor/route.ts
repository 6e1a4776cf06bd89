import { apiRoute } from '@/app/_doors/api-route';
import { networkView } from '@/lib/network/data';
import { finding } from '@/lib/network/schema';

export const GET = apiRoute({
  summary: 'What keeps machines from being served, the worst first, each with what to do',
  permission: 'installation:read',
  response: finding.array(),
  handler: async ({ actor }) => (await networkView({ actor })).findings,
});
