/**
 * Walks every method of every route as nobody, and as each role of two
 * teams, by session and by API token: the answer must obey the permission
 * that the route declares, and another team's rows must not be there.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  bodies,
  makes,
  open,
  otherDoors,
  ownerless,
  parametersFor,
  seesAllTeams,
} from '@/e2e/fixtures/route-facts';
import { sampleOf } from '@/e2e/fixtures/sample';
import { type Snapshot, takeSnapshot } from '@/e2e/fixtures/snapshot';
import {
  emailOf,
  makeWorld,
  markerOf,
  origin,
  type TeamName,
  teams,
  tokenOf,
} from '@/e2e/fixtures/world';
import { signInAs } from '@/e2e/fixtures/world-sign-in';
import { type Actor, may, type Permission, type Role, roles } from '@/lib/auth/actor';
import { changes } from '@/lib/core/changes';
import { closeDatabase, databaseUrl } from '@/lib/core/db';
import { manifest } from './manifest';
import { loadRoutes, type Route } from './routes';

interface Walker {
  name: string;
  team: TeamName;
  role: Role;
  headers: Record<string, string>;
}

const routes = await loadRoutes(manifest);
const walked = routes.filter(({ path }) => !(path in otherDoors));
const walkers: Walker[] = [];
let world: Snapshot;

beforeAll(async () => {
  await makeWorld();
  for (const team of teams) {
    for (const role of roles) {
      const cookie = await signInAs(emailOf(team, role));
      const session = { cookie, origin, host: new URL(origin).host };
      const token = { authorization: `Bearer ${tokenOf(team, role)}` };
      walkers.push(
        { name: `${role} of the ${team} team`, team, role, headers: session },
        { name: `token, ${role} of the ${team} team`, team, role, headers: token },
      );
    }
  }
  world = await takeSnapshot(databaseUrl());
});

beforeEach(() => world.restore());

afterAll(async () => {
  await world.end();
  await changes().stop();
  await closeDatabase();
});

interface Answer {
  status: number;
  text: string;
}

/** Milliseconds after which a walker leaves; some answers wait for work that nobody does here. */
const patience = 1_500;

async function ask(given: {
  route: Route;
  /** Whose row the parameters name. */
  row: TeamName;
  headers?: Record<string, string>;
}): Promise<Answer> {
  const { route, row, headers = {} } = given;
  const { path, method, handler, meta } = route;
  const params = parametersFor(path, row);
  const address = path.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const body = meta?.body && JSON.stringify(bodyFor(route, row));
  const request = new Request(origin + address, {
    method,
    body,
    signal: AbortSignal.timeout(patience),
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
  });
  const answer = await handler(request, { params: Promise.resolve(params) });
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream');
  const text = isStream ? '' : await answer.text();
  if (isStream) await answer.body?.cancel();
  return { status: answer.status, text };
}

function bodyFor({ method, path, meta }: Route, row: TeamName): unknown {
  const told = bodies[`${method} ${path}`];
  if (told || !meta?.body) return told?.(row);
  return sampleOf(z.toJSONSchema(meta.body, { io: 'input', unrepresentable: 'any' }));
}

function allows(permission: Permission, { team, role }: Walker): boolean {
  return may({ role, owner: team === 'owning' } as Actor, permission);
}

const theOther = (team: TeamName): TeamName => (team === 'owning' ? 'other' : 'owning');

test('every route comes through the door, or says why not', () => {
  const strays = routes.filter(({ path, meta }) => !meta && !(path in otherDoors));
  expect(strays.map(({ path, method }) => `${method} ${path}`)).toEqual([]);
});

test('a route is open to nobody unless it is listed with a reason', () => {
  const found = walked.filter(({ meta }) => meta?.permission === null);
  expect(found.map(({ path, method }) => `${method} ${path}`).sort()).toEqual(
    Object.keys(open).sort(),
  );
});

describe.each(walked.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s',
  (_, route) => {
    const permission =
      route.meta?.permission ?? open[`${route.method} ${route.path}`]?.json ?? null;
    const hasParameters = route.path.includes('[');
    const governing = ({ team, role }: Walker) => seesAllTeams({ path: route.path, team, role });

    test('obeys its permission', async () => {
      const nobody = await ask({ route, row: 'owning' });
      const forged = await ask({
        route,
        row: 'owning',
        headers: { authorization: 'Bearer prov_x' },
      });
      if (permission === null) {
        expect(nobody.status).toBeLessThan(500);
        return;
      }
      expect([nobody.status, forged.status], 'nobody').toEqual([401, 401]);
      let served = 0;
      for (const walker of walkers) {
        const { status, text } = await ask({ route, row: walker.team, headers: walker.headers });
        const who = `${walker.name}: ${text.slice(0, 300)}`;
        if (!allows(permission, walker)) {
          expect(status, who).toBe(403);
          continue;
        }
        // A token is no person, and some things belong to persons only.
        if (!text.includes('ERR_NOT_A_PERSON')) expect([401, 403], who).not.toContain(status);
        expect(status === 503 ? 200 : status, who).toBeLessThan(500);
        // Without parameters it may be something that is not there yet.
        if (hasParameters) expect(status, who).not.toBe(404);
        if (!governing(walker)) expect(text, who).not.toContain(markerOf(theOther(walker.team)));
        served += 1;
        // The next one would find the row deleted, or the session ended.
        if (route.method !== 'GET') await world.restore();
      }
      expect(served, 'nobody may ask it').toBeGreaterThan(0);
    });

    if (permission !== null && !['GET'].includes(route.method)) {
      test('takes no session from another site', async () => {
        const session = walkers.find((one) => 'cookie' in one.headers && allows(permission, one));
        const headers = { ...session?.headers, origin: 'http://evil.example' };
        const { status, text } = await ask({ route, row: session?.team ?? 'owning', headers });
        expect([status, text]).toEqual([403, expect.stringContaining('ERR_CROSS_SITE')]);
      });
    }

    if (permission !== null && hasParameters && !ownerless(route.path) && !makes(route)) {
      test('finds no row of another team', async () => {
        for (const walker of walkers) {
          if (!allows(permission, walker) || governing(walker)) continue;
          const { headers, name, team } = walker;
          const { status, text } = await ask({ route, row: theOther(team), headers });
          expect(status, `${name}: ${text.slice(0, 300)}`).toBe(404);
          expect(text, name).not.toContain(markerOf(theOther(team)));
        }
      });
    }
  },
);
