/** What the manifest of routes holds, method by method. */
import type { ApiRoute, ApiRouteMeta } from '@/app/_doors/api-route';

/** Path of a route, such as `/api/hosts/[id]`, to the module that answers it. */
export type Manifest = Record<string, () => Promise<Record<string, unknown>>>;

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

export interface Route {
  path: string;
  method: Method;
  handler: ApiRoute;
  /** Missing where a route does not come through the door `apiRoute`. */
  meta: ApiRouteMeta | undefined;
}

/** Every method of every route. */
export async function loadRoutes(manifest: Manifest): Promise<Route[]> {
  const modules = await Promise.all(
    Object.entries(manifest).map(async ([path, load]) => ({ path, module: await load() })),
  );
  return modules.flatMap(({ path, module }) =>
    methods.flatMap((method) => {
      const handler = module[method] as ApiRoute | undefined;
      return handler ? [{ path, method, handler, meta: handler.meta }] : [];
    }),
  );
}
