/**
 * What comes in from a machine and what goes out, free of any server: the
 * lane in server.ts and the route files below app/api speak the same.
 */
import type { Readable } from 'node:stream';

export interface MachineRequest {
  method: string;
  /** Decoded by nobody, without the query. */
  path: string;
  /** The query with its `?`, or nothing. */
  search: string;
  /** By lower-case name. */
  header(name: string): string | undefined;
  /** The address that asks; null where it is not known. */
  address: string | null;
  /** The body as text. Throws an AppError when it is longer than the limit, or not UTF-8. */
  body(limit: number): Promise<string>;
  /** The last so many bytes of the body as text, whatever encoding it is in. Throws an AppError when it is too long by far. */
  tail(limit: number): Promise<string>;
}

/** Text or JSON, whole in memory. */
export interface TextAnswer {
  kind: 'text';
  status: number;
  headers: Record<string, string>;
  /** A string: it leaves in one write with the headers, where bytes would take a second one. */
  body: string;
  /** It was made for one machine: the same question may have another answer soon. */
  perMachine?: boolean;
}

/** A file, or a part of it. */
export interface FileAnswer {
  kind: 'file';
  file: ServedFile;
  /** Called as bytes leave, and at the end. */
  onSent?: (bytes: number) => void;
  onEnd?: (given: { bytes: number; milliseconds: number; whole: boolean }) => void;
}

export interface ServedFile {
  /** Absolute. */
  path: string;
  /** Bytes. */
  size: number;
  /** 64 hex digits; the strong ETag. */
  sha256: string;
  type: string;
  /** More headers, such as what version it is. */
  headers?: Record<string, string>;
  /** Where its bytes come from while it is not at `path`. */
  elsewhere?: Elsewhere;
}

export interface Elsewhere {
  /** Bytes from `start` to `end`, exclusive. Throws NoSuchFile, and what is wrong with the store. */
  read(given: { start: number; end: number; signal: AbortSignal }): Promise<Readable>;
  /** Called when it is not at `path`, so that it is for the next one. Never throws. */
  bring(): void;
}

export type MachineAnswer = TextAnswer | FileAnswer;

/** Scripts leave as plain text that no browser takes for anything else. */
const common = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** A text answer. */
export function text(given: {
  status?: number;
  body: string;
  headers?: Record<string, string>;
}): TextAnswer {
  const { body } = given;
  return {
    kind: 'text',
    status: given.status ?? 200,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
      ...common,
      ...given.headers,
    },
    body,
  };
}

/** A sentence for the person in front of the machine. */
export function sentence(status: number, message: string): TextAnswer {
  return text({ status, body: `${message}\n` });
}

/** A JSON answer. */
export function json(value: unknown, status = 200): TextAnswer {
  return text({
    status,
    body: JSON.stringify(value),
    headers: { 'Content-Type': 'application/json' },
  });
}

/** The answer while the store is away and nothing in memory will do. */
export function away(): TextAnswer {
  return text({
    status: 503,
    body: 'The database is away. Ask again in some seconds.\n',
    headers: { 'Retry-After': '5' },
  });
}
