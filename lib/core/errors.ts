/**
 * The one error type. An AppError is something the caller can mend: it has a
 * code that programs test, a sentence that people read, and the field it is
 * about. Everything else that is thrown is a defect and becomes a 500.
 */

/** HTTP status of each class of error; the only such table. */
const statuses = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  gone: 410,
  tooLarge: 413,
  unsupported: 415,
  tooMany: 429,
  unavailable: 503,
} as const;

export type ErrorClass = keyof typeof statuses;

export interface FieldError {
  /** Path of the field as the caller wrote it, such as `macs.0`. */
  field: string;
  message: string;
}

export class AppError extends Error {
  readonly class: ErrorClass;
  /** `ERR_…`, stable; see docs/rest.md. */
  readonly code: string;
  readonly fields: FieldError[];
  /** More for programs, such as the revision that a save ran into. Plain values, no secrets. */
  readonly data?: Record<string, unknown>;

  constructor(given: {
    class: ErrorClass;
    code: string;
    message: string;
    fields?: FieldError[];
    field?: string;
    data?: Record<string, unknown>;
    cause?: unknown;
  }) {
    super(given.message, { cause: given.cause });
    this.name = 'AppError';
    this.class = given.class;
    this.code = given.code;
    this.data = given.data;
    this.fields =
      given.fields ?? (given.field ? [{ field: given.field, message: given.message }] : []);
  }

  get status(): number {
    return statuses[this.class];
  }
}

/**
 * True for AppErrors of any copy of this module: the server and the pages
 * are bundled apart, so `instanceof` alone would miss the other's.
 */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error;
}

/** The error for a row that is not there, or not the actor's to see. */
export function notFound(what: string, code: string): AppError {
  return new AppError({ class: 'notFound', code, message: `${what} was not found.` });
}

/** The error for one bad field. */
export function invalid(field: string, message: string, code = 'ERR_INVALID_INPUT'): AppError {
  return new AppError({ class: 'invalid', code, message, field });
}

/** The sentence of anything thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** True when the store refused a row because a unique value is taken (Prisma's P2002). */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2002';
}
