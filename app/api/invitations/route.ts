import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { listInvitations } from '@/lib/auth/invitations/data';
import { createInvitation } from '@/lib/auth/invitations/mutations';
import { originOf } from '@/lib/auth/origin';
import { invitationInput, invitationView } from '@/lib/auth/schema';

export const GET = apiRoute({
  summary: "The team's open invitations",
  permission: 'administer',
  response: z.array(invitationView),
  handler: ({ actor }) => listInvitations({ actor }),
});

export const POST = apiRoute({
  summary: 'Invite an e-mail address to the team; the answer is the only place that shows the link',
  permission: 'administer',
  body: invitationInput,
  response: invitationView.extend({ link: z.url() }),
  status: 201,
  handler: async ({ actor, body, request }) => {
    const { path, ...invitation } = await createInvitation({ actor, ...body });
    return { ...invitation, link: originOf(request) + path };
  },
});
