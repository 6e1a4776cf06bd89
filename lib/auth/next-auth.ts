/**
 * next-auth 4, and nothing else knows it: credentials in, an encrypted JWT
 * in a cookie out. It is used by its request-and-response form, so that the
 * answer can be mended: it wants one fixed NEXTAUTH_URL, and we are reached
 * by whatever name or address a lab has. See docs/decisions/0011.
 */
import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth, { type AuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { isAppError } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { originOf } from './origin';
import { cookiesOf } from './request';
import { accountOfClaims, isSecure, sessionLife, sessionSecret } from './session';
import { addressOf, type SignedIn, signIn } from './sign-in';

declare module 'next-auth/jwt' {
  interface JWT {
    /** User.tokenVersion at sign-in. */
    version?: number;
  }
}

/** Largest body of a sign-in, in bytes. */
const bodyLimit = 16 * 1024;

/** What next-auth offers and we use; `_log` would let anybody write to our log. */
const actions = ['csrf', 'providers', 'session', 'signin', 'signout', 'callback', 'error'];

function authOptions(request: Request): AuthOptions {
  return {
    secret: sessionSecret(),
    useSecureCookies: isSecure(request.headers),
    session: { strategy: 'jwt', maxAge: sessionLife },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    logger: {
      error: (code) => logger('auth').debug({ code }, 'next-auth'),
      warn: () => {},
      debug: () => {},
    },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        authorize: (credentials) => authorize({ credentials, headers: request.headers }),
      }),
    ],
    callbacks: {
      // A path stays a path: the browser knows the host by which it came.
      redirect: ({ url }) => localPath(url),
      jwt: ({ token, user }) =>
        user ? { ...token, version: (user as SignedIn).tokenVersion } : token,
      async session({ session, token }) {
        const account = await accountOfClaims(token);
        if (!account) throw new Error('The session was ended.');
        const { email, name, memberships } = account;
        return { ...session, user: { email, name }, memberships };
      },
    },
  };
}

async function authorize(given: {
  credentials: { email?: unknown; password?: unknown } | undefined;
  headers: Headers;
}): Promise<SignedIn | null> {
  const { email, password } = given.credentials ?? {};
  if (typeof email !== 'string' || typeof password !== 'string') return null;
  try {
    return await signIn({ email, password, address: addressOf(given.headers) });
  } catch (error) {
    // next-auth hands the message on in the address of its error page.
    if (isAppError(error)) throw new Error(error.code);
    logger('auth').error({ err: error }, 'a sign-in failed');
    throw new Error('ERR_INTERNAL');
  }
}

/** Answers everything under /api/auth. */
export async function handleAuth(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const nextauth = url.pathname.split('/').slice(3);
  if (!actions.includes(nextauth[0] ?? '')) return new Response('Not found', { status: 404 });
  const body = await bodyOf(request);
  if (body === undefined)
    return new Response('The body is too large or not readable', { status: 400 });
  const answer = new Answer();
  const asked = {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    cookies: Object.fromEntries(cookiesOf(request.headers)),
    query: { ...Object.fromEntries(url.searchParams), nextauth },
    body,
  };
  await NextAuth(
    asked as unknown as NextApiRequest,
    answer as unknown as NextApiResponse,
    authOptions(request),
  );
  return answer.response(originOf(request));
}

/** The fields of a form or of JSON; undefined when they cannot be read. */
async function bodyOf(request: Request): Promise<Record<string, unknown> | undefined> {
  if (request.method !== 'POST') return {};
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > bodyLimit) return undefined;
  const text = new TextDecoder().decode(bytes);
  if (!request.headers.get('content-type')?.includes('application/json')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

const nowhere = 'http://localhost';

/** Path and query of an address, and never another site's: `//host` is one too. */
export function localPath(address: string): string {
  if (!URL.canParse(address, nowhere)) return '/';
  const { pathname, search } = new URL(address, nowhere);
  return `/${pathname.replace(/^[/\\]+/, '')}${search}`;
}

/** As much of Node's response as next-auth writes to. */
class Answer {
  readonly #headers = new Map<string, string | string[]>();
  #status = 200;
  #body: unknown;

  getHeader(name: string): string | string[] | undefined {
    return this.#headers.get(name.toLowerCase());
  }

  setHeader(name: string, value: string | string[]): this {
    this.#headers.set(name.toLowerCase(), value);
    return this;
  }

  status(status: number): this {
    this.#status = status;
    return this;
  }

  send(body: unknown): void {
    this.#body = body;
  }

  json(body: unknown): void {
    this.#body = body;
  }

  end(): void {}

  /** next-auth's browser part parses `url` as a whole address; a redirect needs the path only. */
  response(origin: string): Response {
    const headers = new Headers({ 'cache-control': 'private, no-store' });
    for (const [name, value] of this.#headers) {
      for (const one of [value].flat()) {
        headers.append(name, name === 'location' ? localPath(one) : one);
      }
    }
    if (typeof this.#body !== 'object' || this.#body === null) {
      return new Response(this.#body === undefined ? null : String(this.#body), {
        status: this.#status,
        headers,
      });
    }
    const { url, ...rest } = this.#body as { url?: unknown };
    const body = typeof url === 'string' ? { ...rest, url: origin + localPath(url) } : this.#body;
    headers.set('content-type', 'application/json');
    return Response.json(body, { status: this.#status, headers });
  }
}
