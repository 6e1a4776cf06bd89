import { apiRoute } from '@/app/_doors/api-route';
import { diskUse } from '@/lib/builds/retention/data';
import { diskUse as diskUseAnswer } from '@/lib/builds/retention/schema';

export const GET = apiRoute({
  summary: 'Bytes that artifacts, caches, logs and builds at work take',
  permission: 'installation:read',
  response: diskUseAnswer,
  handler: () => diskUse(),
});
