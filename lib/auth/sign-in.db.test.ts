import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '@/lib/core/db';
import { handleAuth } from './next-auth';
import { actorOfRequest, cookiesOf } from './request';
import { teamCookie } from './session';
import { createFirstAdministrator } from './setup/mutations';
import { signIn } from './sign-in';
import { createTeam, putMember } from './teams/mutations';
import { changeOwnPassword, endOwnSessions } from './users/mutations';

const ada = { name: 'Ada', email: 'ada@example.org', password: 'a long password', team: 'Home' };
const origin = 'http://10.77.0.1:3000';

let ids: { userId: string; teamId: string };

beforeAll(async () => {
  ids = await createFirstAdministrator(ada);
});

/** A browser: keeps cookies, sends Origin, follows nothing. */
function browser(headers: Record<string, string> = {}) {
  const jar = new Map<string, string>();
  const cookie = () =>
    [...jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');
  return {
    jar,
    request(path: string, init: RequestInit = {}): Request {
      return new Request(origin + path, {
        ...init,
        headers: { host: '10.77.0.1:3000', origin, cookie: cookie(), ...headers, ...init.headers },
      });
    },
    async auth(path: string, form?: Record<string, string>): Promise<Response> {
      const body = form && new URLSearchParams({ ...form, json: 'true' });
      const answer = await handleAuth(
        this.request(`/api/auth/${path}`, form && { method: 'POST', body }),
      );
      for (const line of answer.headers.getSetCookie()) {
        const [name, value] =
          [...cookiesOf(new Headers({ cookie: line.split(';')[0] ?? '' }))][0] ?? [];
        if (name) jar.set(name, value ?? '');
      }
      return answer;
    },
    async signIn(email: string, password: string): Promise<{ status: number; url: string }> {
      const { csrfToken } = await (await this.auth('csrf')).json();
      const answer = await this.auth('callback/credentials', { csrfToken, email, password });
      return { status: answer.status, url: (await answer.json()).url };
    },
  };
}

async function signedIn(headers?: Record<string, string>) {
  const one = browser(headers);
  await one.signIn(ada.email, ada.password);
  return one;
}

describe('the session', () => {
  test('is nobody without a cookie or with a forged one', async () => {
    const one = browser();
    expect(await actorOfRequest(one.request('/api/me'))).toBeNull();
    one.jar.set('next-auth.session-token', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c');
    expect(await actorOfRequest(one.request('/api/me'))).toBeNull();
  });

  test('acts in the first team, over plain http on an address', async () => {
    const one = browser();
    expect(await one.signIn(' ADA@example.org ', ada.password)).toMatchObject({ status: 200 });
    expect(await actorOfRequest(one.request('/api/me'))).toEqual({
      kind: 'user',
      id: ids.userId,
      name: 'ada@example.org',
      teamId: ids.teamId,
      teamName: 'Home',
      role: 'administrator',
      owner: true,
    });
  });

  test('has cookies that scripts cannot read, secure by https only', async () => {
    const plain = browser();
    await plain.auth('csrf');
    const { csrfToken } = await (await plain.auth('csrf')).json();
    const answer = await plain.auth('callback/credentials', {
      csrfToken,
      email: ada.email,
      password: ada.password,
    });
    const line = answer.headers.getSetCookie().find((one) => one.startsWith('next-auth.session'));
    expect(line).toMatch(/HttpOnly; SameSite=Lax$/);

    const secure = await signedIn({ 'x-forwarded-proto': 'https' });
    expect([...secure.jar.keys()]).toContain('__Secure-next-auth.session-token');
    expect(await actorOfRequest(secure.request('/api/me'))).toMatchObject({ id: ids.userId });
  });

  test('works in the team that the cookie names, when one is a member of it', async () => {
    const one = await signedIn();
    const actor = await actorOfRequest(one.request('/api/me'));
    if (!actor) throw new Error('not signed in');
    const other = await createTeam({ actor, name: 'Berlin' });
    one.jar.set(teamCookie, other.id);
    expect(await actorOfRequest(one.request('/api/me'))).toMatchObject({ teamName: 'Home' });
    await putMember({ teamId: other.id, userId: ids.userId, role: 'viewer' });
    expect(await actorOfRequest(one.request('/api/me'))).toMatchObject({
      teamName: 'Berlin',
      role: 'viewer',
      owner: false,
    });
  });

  test('reads roles anew at every request', async () => {
    const one = await signedIn();
    const where = { userId_teamId: { userId: ids.userId, teamId: ids.teamId } };
    await db().membership.update({ where, data: { role: 'viewer' } });
    expect(await actorOfRequest(one.request('/api/me'))).toMatchObject({ role: 'viewer' });
    await db().membership.update({ where, data: { role: 'administrator' } });
  });

  test('changes things only from our own pages', async () => {
    const one = await signedIn();
    const from = (headers: Record<string, string>) =>
      actorOfRequest(one.request('/api/hosts', { method: 'POST', headers }));
    expect(await from({})).toMatchObject({ id: ids.userId });
    expect(await from({ 'sec-fetch-site': 'same-origin' })).toMatchObject({ id: ids.userId });
    const refused = { code: 'ERR_CROSS_SITE' };
    await expect(from({ origin: 'http://evil.example' })).rejects.toMatchObject(refused);
    await expect(from({ origin: 'null' })).rejects.toMatchObject(refused);
    await expect(from({ origin: '' })).rejects.toMatchObject(refused);
    await expect(from({ origin: 'http://10.77.0.1:3001' })).rejects.toMatchObject(refused);
    await expect(from({ 'sec-fetch-site': 'same-site' })).rejects.toMatchObject(refused);
    await expect(from({ 'sec-fetch-site': 'cross-site' })).rejects.toMatchObject(refused);
  });

  test('ends everywhere at once, and at a new password', async () => {
    const [first, second] = [await signedIn(), await signedIn()];
    const actor = await actorOfRequest(first.request('/api/me'));
    if (!actor) throw new Error('not signed in');
    await endOwnSessions({ actor });
    expect(await actorOfRequest(first.request('/api/me'))).toBeNull();
    expect(await actorOfRequest(second.request('/api/me'))).toBeNull();
    expect(await (await second.auth('session')).json()).toEqual({});

    const third = await signedIn();
    const password = 'another long password';
    await expect(changeOwnPassword({ actor, current: 'wrong', password })).rejects.toMatchObject({
      code: 'ERR_WRONG_PASSWORD',
      fields: [{ field: 'current' }],
    });
    await changeOwnPassword({ actor, current: ada.password, password });
    expect(await actorOfRequest(third.request('/api/me'))).toBeNull();
    await changeOwnPassword({ actor, current: password, password: ada.password });
  });

  test('ends by signing out', async () => {
    const one = await signedIn();
    const { csrfToken } = await (await one.auth('csrf')).json();
    const answer = await one.auth('signout', { csrfToken, callbackUrl: '/sign-in' });
    expect(await answer.json()).toEqual({ url: `${origin}/sign-in` });
    expect(await actorOfRequest(one.request('/api/me'))).toBeNull();
  });
});

describe('signing in', () => {
  test('answers an unknown e-mail, a wrong password and an empty one alike', async () => {
    const answers = await Promise.all([
      browser().signIn('nobody@example.org', 'a long password'),
      browser().signIn(ada.email, 'not the password'),
      browser().signIn(ada.email, ''),
    ]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 401 });
    expect(answers[0]?.url).toContain('error=CredentialsSignin');
  });

  test('does as much work for an unknown e-mail as for a wrong password', async () => {
    // The processor's time, not the clock's: other programs on a busy machine must not count.
    const work = async (email: string) => {
      const before = process.cpuUsage();
      for (let round = 0; round < 8; round += 1) {
        await signIn({ email, password: 'not the password', address: `10.9.0.${round}` });
      }
      return process.cpuUsage(before).user;
    };
    await work('warm-up@example.org');
    const [unknown, known] = [await work('unknown@example.org'), await work(ada.email)];
    expect(unknown / known).toBeGreaterThan(0.4);
    expect(unknown / known).toBeLessThan(2.5);
  });

  test('needs the csrf token', async () => {
    const one = browser();
    await one.auth('csrf');
    const { email, password } = ada;
    await one.auth('callback/credentials', { csrfToken: 'x', email, password });
    expect(await actorOfRequest(one.request('/api/me'))).toBeNull();
  });

  test('is refused after ten attempts for one e-mail from one address, also with the password', async () => {
    const address = '10.1.2.3';
    const email = 'grace@example.org';
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect(await signIn({ email, password: 'wrong', address })).toBeNull();
    }
    const refused = { code: 'ERR_TOO_MANY_ATTEMPTS', status: 429 };
    await expect(signIn({ email, password: 'wrong', address })).rejects.toMatchObject(refused);
    await expect(
      signIn({ email: 'GRACE@example.org ', password: 'x', address }),
    ).rejects.toMatchObject(refused);
    expect(await signIn({ email, password: 'wrong', address: '10.1.2.4' })).toBeNull();
    expect(await signIn({ ...ada, address })).toMatchObject({ id: ids.userId });
  });

  test('shows the limit in the answer of the browser route', async () => {
    const one = browser({ 'x-forwarded-for': '198.51.100.7, 10.1.2.9' });
    for (let attempt = 0; attempt < 10; attempt += 1) await one.signIn('x@example.org', 'wrong');
    expect((await one.signIn('x@example.org', 'wrong')).url).toContain('ERR_TOO_MANY_ATTEMPTS');
  });

  test('never leads to another site', async () => {
    const one = browser();
    const { csrfToken } = await (await one.auth('csrf')).json();
    for (const callbackUrl of [
      'https://evil.example/x?y',
      '//evil.example/x?y',
      '/\\evil.example/x?y',
    ]) {
      const answer = await one.auth('callback/credentials', {
        csrfToken,
        email: ada.email,
        password: ada.password,
        callbackUrl,
      });
      expect(await answer.json()).toEqual({
        url: expect.stringMatching(/^http:\/\/10\.77\.0\.1:3000\//),
      });
    }
  });

  test('survives bodies that are no form and too large', async () => {
    const post = (body: string, type: string) =>
      handleAuth(
        browser().request('/api/auth/callback/credentials', {
          method: 'POST',
          body,
          headers: { 'content-type': type },
        }),
      );
    expect((await post('{', 'application/json')).status).toBe(400);
    expect((await post('null', 'application/json')).status).toBe(400);
    expect((await post('x'.repeat(20_000), 'text/plain')).status).toBe(400);
    expect((await browser().auth('_log', { level: 'error', code: 'lies' })).status).toBe(404);
  });
});
