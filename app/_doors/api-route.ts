/**
 * The door of the REST API: authenticates, checks the role, parses with zod,
 * calls one function, and answers JSON or problem details (RFC 9457).
 */
import { z } from 'zod';
import { type Actor, demand, type Permission } from '@/lib/auth/actor';
import { actorOfRequest } from '@/lib/auth/request';
import { AppError } from '@/lib/core/errors';
import { jsonBody } from './body';
import { problem } from './problem';

export interface ApiRouteMeta {
  summary: string;
  /** Null: anybody, signed in or not. */
  permission: Permission | null;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Media types that the body may come in besides JSON. */
  consumes?: string[];
  response?: z.ZodType;
  /** Media type of the answer where it is not JSON. */
  produces?: string;
  /** It gives the bytes of a file, unless Accept asks for JSON, which `response` describes. */
  givesFile?: boolean;
  status?: number;
}

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>;

export type ApiRoute = Handler & { meta: ApiRouteMeta };

const nothing = z.unknown();

/**
 * Makes a route handler. The handler function gives a value (answered as
 * JSON), a Response (answered as it is), or undefined (204).
 */
export function apiRoute<
  const Asked extends Permission | null,
  Params extends z.ZodType = z.ZodUnknown,
  Query extends z.ZodType = z.ZodUnknown,
  Body extends z.ZodType = z.ZodUnknown,
>(
  definition: Omit<ApiRouteMeta, 'permission' | 'params' | 'query' | 'body'> & {
    permission: Asked;
    params?: Params;
    query?: Query;
    body?: Body;
    /** Reads the body as what `body` parses, where it may be other than JSON. */
    readBody?: (request: Request) => Promise<unknown>;
    handler: (given: {
      actor: Asked extends null ? Actor | null : Actor;
      params: z.output<Params>;
      query: z.output<Query>;
      body: z.output<Body>;
      request: Request;
    }) => Promise<unknown>;
  },
): ApiRoute {
  const route: Handler = async (request, context) => {
    try {
      const actor = await actorOfRequest(request);
      if (definition.permission !== null) {
        if (!actor) throw unauthenticated();
        demand(actor, definition.permission);
      }
      const query = Object.fromEntries(new URL(request.url).searchParams);
      const result = await definition.handler({
        actor: actor as never,
        params: parse(definition.params ?? nothing, await context.params) as z.output<Params>,
        query: parse(definition.query ?? nothing, query) as z.output<Query>,
        body: (definition.body
          ? parse(definition.body, await (definition.readBody ?? jsonBody)(request))
          : undefined) as z.output<Body>,
        request,
      });
      if (result instanceof Response) return result;
      if (result === undefined) return new Response(null, { status: 204 });
      return Response.json(plain(result), { status: definition.status ?? 200 });
    } catch (error) {
      return problem(error, request);
    }
  };
  const { handler: _handler, readBody: _readBody, ...meta } = definition;
  return Object.assign(route, { meta });
}

/** The error for who is not signed in where that is needed. */
export function unauthenticated(): AppError {
  return new AppError({
    class: 'unauthenticated',
    code: 'ERR_UNAUTHENTICATED',
    message:
      'Sign in, or send an API token as `Authorization: Bearer TOKEN`. `npm run admin -- token create` makes one.',
  });
}

/** Parses, and throws one AppError that names every bad field. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => ({
    field: issue.path.join('.') || 'body',
    message: issue.message,
  }));
  throw new AppError({
    class: 'invalid',
    code: 'ERR_INVALID_INPUT',
    message: fields.map((one) => `${one.field}: ${one.message}`).join('; '),
    fields,
  });
}

/** BigInt has no JSON form; ours are byte counts, safe as numbers. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? Number(one) : one)),
  );
}
