import { apiRoute } from '@/app/_doors/api-route';
import { originOf } from '@/lib/auth/origin';
import { manifest } from '../manifest';
import { openApiDocument } from '../openapi';

export const GET = apiRoute({
  summary: 'This API, as an OpenAPI 3.1 document',
  permission: null,
  handler: ({ request }) => openApiDocument({ server: originOf(request), manifest }),
});
