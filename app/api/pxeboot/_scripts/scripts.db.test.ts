/** The routes of scripts as programs and machines use them, by real requests. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scriptCorpus } from '@/e2e/fixtures/script-corpus';
import { makeWorld, origin, tokenOf } from '@/e2e/fixtures/world';
import { closeDatabase, db } from '@/lib/core/db';
import { sha256 } from '@/lib/core/secret';
import { textLimit } from '@/lib/scripts/schema';
import { manifest } from '../../manifest';

const segments = ['subscripts', 'kickstarts', 'preinstallscripts', 'postinstallscripts'] as const;

beforeAll(makeWorld);
afterAll(closeDatabase);

const asOperator = { authorization: `Bearer ${tokenOf('owning', 'operator')}` };
const asOwner = { authorization: `Bearer ${tokenOf('owning', 'administrator')}` };

interface Asked {
  method?: string;
  path: string;
  params?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
  query?: string;
}

/** Calls the handler that Next would call. `path` is the route's, with its parameters in brackets. */
async function ask(asked: Asked): Promise<Response> {
  const { method = 'GET', path, params = {}, body, headers = asOperator, query = '' } = asked;
  const module = await manifest[path]?.();
  const handler = module?.[method] as (
    request: Request,
    context: { params: Promise<unknown> },
  ) => Promise<Response>;
  const url = origin + path.replace(/\[(\w+)\]/g, (_, name) => params[name] ?? '') + query;
  const sent = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const json = { 'content-type': 'application/json', ...headers };
  return handler(new Request(url, { method, headers: json, body: sent }), {
    params: Promise.resolve(params),
  });
}

async function create(segment: string, body: { title: string; text: string }) {
  const answer = await ask({ method: 'POST', path: `/api/pxeboot/${segment}`, body });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { id: string; revision: number; sha256: string };
}

describe.each(segments)('%s', (segment) => {
  const item = `/api/pxeboot/${segment}/[id]`;

  test.each(Object.entries(scriptCorpus))('keep %s byte for byte', async (name, text) => {
    const { id, sha256: told } = await create(segment, { title: name, text });
    expect(told).toBe(sha256(text));
    const machine = await ask({ path: item, params: { id }, headers: { accept: '*/*' } });
    expect(machine.status).toBe(200);
    const bytes = Buffer.from(await machine.arrayBuffer());
    expect(bytes.equals(Buffer.from(text, 'utf8'))).toBe(true);
    expect(Object.fromEntries(machine.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-length': String(bytes.length),
      etag: `"${sha256(text)}"`,
    });
    const json = await ask({
      path: item,
      params: { id },
      headers: { ...asOperator, accept: 'application/json' },
    });
    expect(await json.json()).toMatchObject({ id, title: name, text, bytes: bytes.length });
    // Saved over another text, it is the same still.
    await ask({ method: 'PUT', path: item, params: { id }, body: { text: 'between' } });
    await ask({ method: 'PUT', path: item, params: { id }, body: { text } });
    const again = await ask({ path: item, params: { id }, headers: {} });
    expect(Buffer.from(await again.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('are made, listed, read, changed, restored and deleted', async () => {
    const { id } = await create(segment, { title: 'life', text: 'one' });
    const put = await ask({
      method: 'PUT',
      path: item,
      params: { id },
      body: { title: 'life 2', text: 'two', baseRevision: 1, message: 'why' },
    });
    expect(await put.json()).toMatchObject({ title: 'life 2', revision: 2, message: 'why' });
    const stale = await ask({
      method: 'PUT',
      path: item,
      params: { id },
      body: { text: 'three', baseRevision: 1 },
    });
    expect(stale.status).toBe(409);
    expect(await stale.json()).toMatchObject({
      code: 'ERR_CONFLICT',
      data: { revision: { number: 2, text: 'two', message: 'why' } },
    });
    const pinned = await ask({ path: item, params: { id }, headers: {}, query: '?revision=1' });
    expect(await pinned.text()).toBe('one');
    const revisions = await ask({ path: `${item}/revisions`, params: { id } });
    expect((await revisions.json()).map((one: { number: number }) => one.number)).toEqual([2, 1]);
    const first = { path: `${item}/revisions/[number]`, params: { id, number: '1' } };
    expect(await (await ask(first)).text()).toBe('one');
    const restored = await ask({ ...first, method: 'POST', path: `${first.path}/restore` });
    expect(await restored.json()).toMatchObject({ revision: 3, text: 'one' });
    const list = await ask({ path: `/api/pxeboot/${segment}` });
    const listed = (await list.json()).find((one: { id: string }) => one.id === id);
    expect(listed).toMatchObject({ title: 'life 2', revision: 3, bytes: 3, usedBy: [] });
    expect(listed).not.toHaveProperty('text');
    const gone = await ask({ method: 'DELETE', path: item, params: { id } });
    expect([gone.status, await gone.json()]).toEqual([200, { id }]);
    const missing = await ask({ path: item, params: { id }, headers: {} });
    expect(missing.status).toBe(404);
    expect((await missing.json()).code).toMatch(/^ERR_\w+_NOT_FOUND$/);
  });
});

const item = '/api/pxeboot/subscripts/[id]';

describe('a body that cannot be kept', () => {
  test.each<[string, unknown, number, string]>([
    ['no JSON', '{"title":', 422, 'ERR_INVALID_JSON'],
    ['a NUL', { title: 'bad', text: 'a\0b' }, 422, 'ERR_INVALID_INPUT'],
    ['half a surrogate pair', '{"title":"bad","text":"\\ud800"}', 422, 'ERR_INVALID_INPUT'],
    [
      'a byte too many',
      { title: 'bad', text: `${'x'.repeat(textLimit)}y` },
      422,
      'ERR_INVALID_INPUT',
    ],
    ['nine MiB', { title: 'bad', text: 'x'.repeat(9 * 1024 * 1024) }, 413, 'ERR_BODY_TOO_LARGE'],
    ['no text', { title: 'bad' }, 422, 'ERR_INVALID_INPUT'],
    ['no title', { text: '' }, 422, 'ERR_INVALID_INPUT'],
    ['a title of two lines', { title: 'a\nb', text: '' }, 422, 'ERR_INVALID_INPUT'],
    ['a number for a text', { title: 'bad', text: 1 }, 422, 'ERR_INVALID_INPUT'],
  ])('%s is refused with the reason', async (_name, body, status, code) => {
    const answer = await ask({ method: 'POST', path: '/api/pxeboot/subscripts', body });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status, code });
    expect(answer.status).toBe(status);
    expect(await db().script.count({ where: { title: 'bad' } })).toBe(0);
  });

  test('bytes that are not UTF-8 are refused', async () => {
    const body = Buffer.concat([Buffer.from('{"title":"bad","text":"'), Buffer.from([0xff, 0xfe])]);
    const request = new Request(`${origin}/api/pxeboot/subscripts`, {
      method: 'POST',
      headers: asOperator,
      body: Buffer.concat([body, Buffer.from('"}')]),
    });
    const { POST } = await import('../subscripts/route');
    const answer = await POST(request, { params: Promise.resolve({}) });
    expect([answer.status, (await answer.json()).code]).toEqual([422, 'ERR_INVALID_ENCODING']);
  });
});

describe('who asks', () => {
  test('gets text without a session, and JSON only with one of the team', async () => {
    const { id } = await create('subscripts', { title: 'who', text: '#!ipxe\n' });
    const status = async (headers: Record<string, string>) =>
      (await ask({ path: item, params: { id }, headers })).status;
    const accept = 'application/json';
    expect(await status({})).toBe(200);
    expect(await status({ accept })).toBe(401);
    expect(await status({ accept, ...asOperator })).toBe(200);
    const theirs = { authorization: `Bearer ${tokenOf('other', 'administrator')}` };
    expect(await status({ accept, ...theirs })).toBe(404);
  });

  test('again with what it has is told that nothing changed', async () => {
    const { id, sha256: hash } = await create('subscripts', { title: 'cached', text: 'x' });
    const headers = { 'if-none-match': `W/"${hash}"` };
    const answer = await ask({ path: item, params: { id }, headers });
    expect([answer.status, await answer.text()]).toEqual([304, '']);
  });

  test('for a list in pages is led through it by Link headers', async () => {
    const path = '/api/pxeboot/subscripts';
    const { GET } = await import('../subscripts/route');
    const titles: string[] = [];
    let next: string | null = `${path}?limit=4&search=e`;
    while (next) {
      const request: Request = new Request(origin + next, { headers: asOperator });
      const answer: Response = await GET(request, { params: Promise.resolve({}) });
      const page = (await answer.json()) as { title: string }[];
      expect(page.length).toBeLessThanOrEqual(4);
      titles.push(...page.map(({ title }) => title));
      next = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
    }
    const whole = await ask({ path });
    const all = ((await whole.json()) as { title: string; text: string }[]).map((one) => one.title);
    expect(all.filter((title) => titles.includes(title))).toEqual(titles);
    expect(titles.length).toBeGreaterThan(8);
  });
});

describe('the main script', () => {
  const path = '/api/pxeboot/mainscript';
  const script = '#!ipxe\r\necho ${net0/mac} 🚀  \nexit';

  test('is kept byte for byte, and says why machines do not get it yet', async () => {
    await db().script.deleteMany({ where: { kind: 'main' } });
    const before = await ask({ path });
    expect([before.status, (await before.json()).code]).toEqual([
      404,
      'ERR_MAINSCRIPT_SCRIPT_NOT_FOUND',
    ]);
    const put = await ask({ method: 'PUT', path, headers: asOwner, body: { script } });
    expect(put.status).toBe(503);
    expect(await put.json()).toMatchObject({
      code: 'ERR_NOT_PUBLISHED',
      title: expect.stringMatching(/kept as revision 1.*no worker is running/),
    });
    const text = await ask({ path });
    expect(Buffer.from(await text.arrayBuffer()).equals(Buffer.from(script))).toBe(true);
    const json = await ask({ path, headers: { ...asOperator, accept: 'application/json' } });
    expect(await json.json()).toMatchObject({ kind: 'main', revision: 1, text: script });
  });

  test('is answered as text as soon as it is published', async () => {
    const { id } = await db().script.findFirstOrThrow({ where: { kind: 'main' } });
    await makeWorker();
    const text = `${script}\n# 2`;
    const put = ask({ method: 'PUT', path, headers: asOwner, body: { script: text } });
    setTimeout(async () => {
      const value = { mainScriptId: id, revision: 2, loaders: ['snponly.efi'] };
      await db().setting.create({ data: { key: 'publication', value } });
    }, 500);
    const answer = await put;
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; charset=utf-8',
    ]);
    expect(await answer.text()).toBe(text);
  });

  test('with an interface that the machine does not have is refused, and not kept', async () => {
    const body = { script: '#!ipxe\n# 3\n', interface: 'nope0' };
    const answer = await ask({ method: 'PUT', path, headers: asOwner, body });
    expect(answer.status).toBe(422);
    expect((await answer.json()).errors[0].field).toBe('interface');
    expect(await (await ask({ path })).text()).not.toContain('# 3');
  });

  test("is written by the owning team's administrators alone", async () => {
    const theirs = { authorization: `Bearer ${tokenOf('other', 'administrator')}` };
    for (const headers of [asOperator, theirs]) {
      const answer = await ask({ method: 'PUT', path, headers, body: { script: '#!ipxe\n' } });
      expect(answer.status).toBe(403);
    }
  });
});

/** A worker that lives and serves an interface, as it would announce itself. */
async function makeWorker(): Promise<void> {
  const interfaces = [
    {
      name: 'br0',
      mac: '52:54:00:00:00:01',
      up: true,
      carrier: true,
      kind: 'bridge',
      addresses: [{ address: '10.77.0.1', prefix: 24, family: 'ipv4', scope: 'global' }],
    },
  ];
  await db().workerNode.create({
    data: { id: 'w', hostname: 'w', pid: 1, interfaces, ports: [], tools: {} },
  });
  const value = { interface: 'br0' };
  await db().setting.upsert({
    where: { key: 'network' },
    create: { key: 'network', value },
    update: { value },
  });
}
