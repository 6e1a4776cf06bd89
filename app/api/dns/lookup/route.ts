import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { lookUp } from '@/lib/network/lookup';
import { lookupAnswer } from '@/lib/network/schema';

export const GET = apiRoute({
  summary: 'Ask a DNS server for a name, or for the names of an address',
  permission: 'installation:operate',
  query: z.object({
    domain: z.string('Name a domain.').trim().min(1).max(255),
    dnsServer: z.string('Name a DNS server by its address.').trim().min(1).max(60),
  }),
  response: lookupAnswer,
  handler: ({ query }) => lookUp(query),
});
