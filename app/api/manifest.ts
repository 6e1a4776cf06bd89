// Made from the route files; `npx vitest run app/api/manifest.test.ts -u` makes it anew.
import type { Manifest } from './routes';

/** Every route of the REST API. */
export const manifest: Manifest = {
  '/api/audit': () => import('./audit/route'),
  '/api/auth/[...nextauth]': () => import('./auth/[...nextauth]/route'),
  '/api/builds': () => import('./builds/route'),
  '/api/builds/[id]': () => import('./builds/[id]/route'),
  '/api/builds/[id]/log': () => import('./builds/[id]/log/route'),
  '/api/images': () => import('./images/route'),
  '/api/images/[id]': () => import('./images/[id]/route'),
  '/api/images/[id]/retry': () => import('./images/[id]/retry/route'),
  '/api/images/upload': () => import('./images/upload/route'),
  '/api/invitations': () => import('./invitations/route'),
  '/api/invitations/[id]': () => import('./invitations/[id]/route'),
  '/api/live': () => import('./live/route'),
  '/api/me': () => import('./me/route'),
  '/api/me/password': () => import('./me/password/route'),
  '/api/me/sessions': () => import('./me/sessions/route'),
  '/api/openapi.json': () => import('./openapi.json/route'),
  '/api/teams': () => import('./teams/route'),
  '/api/teams/[id]': () => import('./teams/[id]/route'),
  '/api/teams/[id]/members': () => import('./teams/[id]/members/route'),
  '/api/teams/[id]/members/[userId]': () => import('./teams/[id]/members/[userId]/route'),
  '/api/tokens': () => import('./tokens/route'),
  '/api/tokens/[id]': () => import('./tokens/[id]/route'),
};
