/** The OpenAPI 3.1 document, made from what the doors check with. */
import { z } from 'zod';
import type { ApiRouteMeta } from '@/app/_doors/api-route';
import { permissions } from '@/lib/auth/actor';
import { loadRoutes, type Manifest } from './routes';

type Json = Record<string, unknown>;

/** The whole document; `server` is the address that it is asked for by. */
export async function openApiDocument(given: {
  server: string;
  manifest: Manifest;
}): Promise<Json> {
  const paths: Record<string, Json> = {};
  for (const { path, method, meta } of await loadRoutes(given.manifest)) {
    if (!meta) continue;
    const name = openApiPath(path);
    paths[name] = { ...paths[name], [method.toLowerCase()]: operation(path, method, meta) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'provisioner',
      version: '1',
      description: 'Errors are problem details (RFC 9457) with a `code`.',
    },
    servers: [{ url: given.server }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
      },
      schemas: { Problem: schemaOf(problem, 'output') },
      responses: {
        Problem: {
          description: 'What went wrong, and where',
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      },
    },
  };
}

const problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  instance: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});

/** `/api/hosts/[id]` in OpenAPI's words; `[...rest]` has none, and is shown as one parameter. */
function openApiPath(path: string): string {
  return path.replace(/\[(?:\.\.\.)?(\w+)\]/g, '{$1}');
}

function operation(path: string, method: string, meta: ApiRouteMeta): Json {
  return {
    operationId: operationId(path, method),
    tags: [path.split('/')[2] ?? 'api'],
    summary: meta.summary,
    description: needs(meta),
    ...(meta.permission === null ? { security: [] } : {}),
    parameters: parameters(path, meta),
    ...(meta.body
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries([
              ['application/json', { schema: schemaOf(meta.body, 'input') }],
              ...(meta.consumes ?? []).map((type) => [type, { schema: { type: 'string' } }]),
            ]),
          },
        }
      : {}),
    responses: {
      [meta.status ?? 200]: success(meta),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function operationId(path: string, method: string): string {
  const words = path
    .replace(/^\/api\//, '')
    .split(/[^\w]+/)
    .filter(Boolean);
  return [method.toLowerCase(), ...words].join('-');
}

function needs(meta: ApiRouteMeta): string {
  if (meta.permission === null) return 'Open to everybody.';
  const { role, owner } = permissions[meta.permission];
  return `Needs the role ${role}${owner ? ' in the team that owns this installation' : ''}.`;
}

function success(meta: ApiRouteMeta): Json {
  if (meta.status === 204) return { description: 'Done' };
  const type = meta.produces ?? 'application/json';
  const schema = meta.response ? schemaOf(meta.response, 'output') : {};
  const file = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  const content = { ...(meta.givesFile ? file : {}), [type]: { schema } };
  return { description: 'Done', content };
}

function parameters(path: string, meta: ApiRouteMeta): Json[] {
  const inPath = propertiesOf(meta.params);
  const names = [...path.matchAll(/\[(?:\.\.\.)?(\w+)\]/g)].map(([, name]) => name ?? '');
  const query = propertiesOf(meta.query);
  return [
    ...names.map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: inPath.properties[name] ?? { type: 'string' },
    })),
    ...Object.entries(query.properties).map(([name, schema]) => ({
      name,
      in: 'query',
      required: query.required.includes(name),
      schema,
    })),
  ];
}

function propertiesOf(schema: z.ZodType | undefined): {
  properties: Record<string, Json>;
  required: string[];
} {
  const found = schema ? schemaOf(schema, 'input') : {};
  return {
    properties: (found.properties ?? {}) as Record<string, Json>,
    required: (found.required ?? []) as string[],
  };
}

/** What JSON Schema cannot say (a transformation, a bigint) is left open. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
