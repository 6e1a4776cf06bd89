/** Postgres' error codes, and the Prisma error that means the same to the CLI. */
const PRISMA_CODES = {
  '3D000': 'P1003', // no such database
  '28P01': 'P1000', // wrong password
  28000: 'P1010', // no access
  '42P04': 'P1009', // database exists
};

const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', 'EACCES', 'ETIMEDOUT']);

/**
 * Puts any error into the shape that the CLI reads from `error.data` of an RPC answer.
 *
 * @param {unknown} error
 * @param {{ consumeError(id: number): { error: unknown } | undefined }} [registry] where the
 *   adapter keeps errors that have crossed WebAssembly by number
 * @returns {{ is_panic: boolean, message: string, error_code?: string, meta?: unknown }}
 */
export function describeError(error, registry) {
  const cause = unwrap(error, registry);
  const message = String(cause?.message || cause?.code || cause);
  const error_code = prismaCode(cause);
  return {
    is_panic: cause?.name === 'RuntimeError',
    message,
    ...(error_code ? { error_code } : {}),
    ...(cause?.meta ? { meta: cause.meta } : {}),
  };
}

/** An error of the driver crosses WebAssembly as a number in a sentence; the registry has it. */
function unwrap(error, registry) {
  const id = /External error id#(\d+)/.exec(String(error?.message ?? ''))?.[1];
  return id === undefined ? error : (registry?.consumeError(Number(id))?.error ?? error);
}

function prismaCode(cause) {
  const code = cause?.error_code ?? cause?.code;
  if (typeof code !== 'string') return undefined;
  if (/^P\d{4}$/.test(code)) return code;
  return UNREACHABLE.has(code) ? 'P1001' : PRISMA_CODES[code];
}
