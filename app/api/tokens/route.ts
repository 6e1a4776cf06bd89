import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { tokenInput, tokenView } from '@/lib/auth/schema';
import { listTokens } from '@/lib/auth/tokens/data';
import { createToken } from '@/lib/auth/tokens/mutations';

export const GET = apiRoute({
  summary: "The team's API tokens, without their secrets",
  permission: 'administer',
  response: z.array(tokenView),
  handler: ({ actor }) => listTokens({ actor }),
});

export const POST = apiRoute({
  summary: 'Make an API token; the answer is the only place that shows it',
  permission: 'administer',
  body: tokenInput,
  response: tokenView.extend({ token: z.string() }),
  status: 201,
  handler: ({ actor, body }) => createToken({ actor, ...body }),
});
