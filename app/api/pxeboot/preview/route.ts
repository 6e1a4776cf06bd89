import { apiRoute } from '@/app/_doors/api-route';
import { previewScript } from '@/lib/boot/preview';
import { preview, previewInput } from '@/lib/boot/preview/schema';

export const POST = apiRoute({
  summary: 'What a machine would be served of a script, rendered, with secrets masked',
  permission: 'read',
  body: previewInput,
  response: preview,
  handler: ({ actor, body, request }) =>
    previewScript({ actor, host: request.headers.get('host') ?? undefined, ...body }),
});
