/** Errors as problem details (RFC 9457); the one place that maps them to answers. */
import { isAppError } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';

/** The answer for anything thrown. A defect is logged whole and told as little. */
export function problem(error: unknown, request: Request): Response {
  const { pathname } = new URL(request.url);
  if (isAppError(error)) {
    return answer(error.status, {
      title: error.message,
      status: error.status,
      code: error.code,
      errors: error.fields.length > 0 ? error.fields : undefined,
      data: error.data,
      instance: pathname,
    });
  }
  logger('api').error({ err: error, method: request.method, path: pathname }, 'a request failed');
  return answer(500, {
    title: 'Something went wrong on our side. The log has it.',
    status: 500,
    code: 'ERR_INTERNAL',
    instance: pathname,
  });
}

function answer(status: number, body: Record<string, unknown>): Response {
  return new Response(JSON.stringify({ type: 'about:blank', ...body }), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  });
}
