/** The routes of boot media that grew around the inherited ones. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { asker } from '@/e2e/fixtures/ask-route';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { makeMedium } from '@/e2e/fixtures/media-room';
import { idOf, makeWorld, origin } from '@/e2e/fixtures/world';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { closeJobs } from '@/lib/jobs/boss';
import { manifest } from '../manifest';
import { openApiDocument } from '../openapi';

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  await makeWorld();
});

afterAll(async () => {
  await closeJobs();
  await closeDatabase();
});

const ask = asker(manifest);
const script = '#!ipxe\r\necho ${net0/mac} $(reboot) \'q"  \nboot --x %s \\n\n';
function made(change: object = {}) {
  return makeMedium({
    teamId: idOf('owning', 'team'),
    kind: 'iso',
    spec: { script: '#!ipxe\necho done\n', ...change },
    files: { 'boot.iso': 'bytes of the ISO', 'about.json': '{}' },
  });
}

describe('ipxes, grubs, syslinuxs, isos', () => {
  test.each([
    ['ipxes', { platform: 'bin-x86_64-pcbios', driver: 'undionly', extension: 'kpxe', script }],
    ['grubs', { platform: 'arm64-efi', label: 'GRUB', fragment: 'img' }],
    ['syslinuxs', { fragment: 'isohdpfx.bin' }],
    ['isos', { script, label: 'A', efiLabel: 'B', architectures: ['arm64', 'x86_64'] }],
  ])(
    '%s take the inherited fields, and answer the medium with its permalink',
    async (segment, body) => {
      const path = `/api/${segment}`;
      const answer = await ask({ method: 'POST', path, body });
      expect(answer.status, answer.text).toBe(202);
      expect(answer.json).toMatchObject({
        state: 'queued',
        containsBootMedium: false,
        joined: false,
        permalink: `${origin}/media/${answer.json.specHash}/`,
      });
      const again = await ask({ method: 'POST', path, body });
      expect(again.json).toMatchObject({ id: answer.json.id, joined: true });
      const { rows } = await ask({ method: 'GET', path, query: '?state=queued' });
      expect(rows.map((one) => one.id)).toEqual([answer.json.id]);
      const item = `${path}/[id]`;
      const params = { id: answer.json.id };
      const deleted = await ask({ method: 'DELETE', path: item, params });
      expect(deleted.json).toEqual(params);
      const code = { ipxes: 'IPXE', grubs: 'GRUB', syslinuxs: 'SYSLINUX', isos: 'ISO' }[segment];
      expect((await ask({ method: 'GET', path: item, params })).json.code).toBe(
        `ERR_${code}_NOT_FOUND`,
      );
    },
  );

  test.each([
    ['ipxes', { platform: 'bin-mips', driver: 'ipxe', extension: 'efi' }, 'platform'],
    ['ipxes', { platform: 'bin-x86_64-efi', driver: 'undionly', extension: 'kpxe' }, 'driver'],
    ['isos', { script: 'echo\n' }, 'script'],
    ['isos', { script: '#!ipxe\n\0' }, 'script'],
    ['isos', { script, label: '-rf /' }, 'label'],
    ['isos', { script, label: 'a\nb' }, 'label'],
    ['isos', { script, efiLabel: '$(reboot)' }, 'efiLabel'],
    ['isos', {}, 'base'],
    ['isos', { script, enrolment: crypto.randomUUID() }, 'enrolment'],
    ['isos', { script: `#!ipxe\n${'x'.repeat(10_000_000)}` }, 'script'],
    ['grubs', { platform: 'x86_64-efi', configuration: 'x'.repeat(10_000_000) }, 'configuration'],
    ['grubs', { platform: 'x86_64-efi', modules: ['../x'] }, 'modules.0'],
    ['syslinuxs', { fragment: 'bash' }, 'fragment'],
  ])('%s: a bad field is named', async (segment, body, field) => {
    const before = await db().build.count();
    const answer = await ask({ method: 'POST', path: `/api/${segment}`, body });
    expect(answer.status).toBe(422);
    expect(answer.json.code).toBe('ERR_INVALID_INPUT');
    expect(answer.json.errors.map((one) => one.field)).toContain(field);
    expect(answer.text.length).toBeLessThan(5_000);
    expect(await db().build.count()).toBe(before);
  });

  test('a body beyond all limits is 413', async () => {
    const body = { script: `#!ipxe\n${'x'.repeat(17 * 1024 * 1024)}` };
    const answer = await ask({ method: 'POST', path: '/api/bootmedia', body });
    expect([answer.status, answer.json.code]).toEqual([413, 'ERR_BODY_TOO_LARGE']);
  });

  test('a script may come as it is, with the rest in the address', async () => {
    const headers = { 'content-type': 'text/plain' };
    const query = '?label=FROM-CURL';
    const given = { path: '/api/isos', query, body: script, headers };
    const answer = await ask({ method: 'POST', ...given });
    expect(answer.json.spec).toMatchObject({ script, label: 'FROM-CURL' });
  });

  test('a rebuild looks again', async () => {
    const { id } = await made();
    const path = '/api/isos/[id]/rebuild';
    const answer = await ask({ method: 'POST', path, params: { id } });
    expect([answer.status, answer.json.state]).toEqual([202, 'queued']);
    expect(answer.json.id).not.toBe(id);
  });
});

describe('media', () => {
  test('all kinds in one list, filtered', async () => {
    const { id } = await made();
    const ids = async (query: string) =>
      (await ask({ method: 'GET', path: '/api/media', query })).rows.map((one) => one.id);
    expect(await ids('')).toHaveLength(5);
    expect(await ids('?kind=iso&state=done')).toEqual([id]);
    expect(await ids('?kind=grub')).toEqual([idOf('owning', 'grub')]);
    expect(await ids('?q=zebra')).toHaveLength(4);
    const page = await ask({ method: 'GET', path: '/api/media', query: '?limit=2' });
    expect(page.headers.get('link')).toContain('rel="next"');
  });

  test('kinds say before a build what is missing, and which package brings it', async () => {
    const kinds = async () => (await ask({ method: 'GET', path: '/api/media/kinds' })).rows;
    expect((await kinds())[0]).toMatchObject({
      kind: 'ipxe',
      available: false,
      reason: expect.stringContaining('No worker'),
    });
    const missing = [{ program: 'xorriso', package: 'xorriso' }];
    const all = { version: 1, missing: [], engines: {} };
    await db().workerNode.create({
      data: {
        id: 'w',
        hostname: 'w',
        pid: 1,
        interfaces: [],
        ports: [],
        tools: {},
        builders: {
          ipxe: {
            ...all,
            engines: { compiled: [{ program: 'gcc', package: 'gcc' }], prebuilt: [] },
          },
          iso: { ...all, missing },
          grub: all,
        },
      },
    });
    const [ipxe, grub, , iso] = await kinds();
    expect(grub).toMatchObject({ available: true, reason: null });
    expect(iso).toMatchObject({ kind: 'iso', available: false, missing });
    expect(iso?.reason).toContain('apt-get install xorriso');
    expect(ipxe).toMatchObject({ available: true });
    expect(ipxe?.engines).toMatchObject([
      { engine: 'compiled', available: false, missing: [{ package: 'gcc' }] },
      { engine: 'prebuilt', available: true },
    ]);
  });

  test('a link is pointed by its name, and a bad name is refused', async () => {
    const { id } = await made();
    const put = (name: string, medium: string = id) =>
      ask({ method: 'PUT', path: '/api/media/links/[name]', params: { name }, body: { medium } });
    expect((await put('rescue.2026')).json).toMatchObject({ url: `${origin}/media/rescue.2026/` });
    for (const bad of ['', '-x', 'Rescue', 'a/b', 'a'.repeat(64), 'new', crypto.randomUUID()]) {
      expect((await put(bad)).json.errors, bad).toMatchObject([{ field: 'name' }]);
    }
    expect((await put('x', idOf('other', 'iso'))).json.code).toBe('ERR_MEDIUM_NOT_FOUND');
    const carrying = await made({ enrolment: idOf('owning', 'enrolment') });
    expect((await put('sticks', carrying.id)).json).toMatchObject({
      code: 'ERR_LINK_PUBLIC',
      errors: [{ field: 'public' }],
    });
    const taken = await put('other-link');
    expect([taken.status, taken.json.code]).toEqual([409, 'ERR_LINK_TAKEN']);
    const links = (await ask({ method: 'GET', path: '/api/media/links' })).rows;
    expect(links.map((one) => one.name)).toEqual(['owning-link', 'rescue.2026']);
  });
});

test('the door refuses viewers the bytes that hold a token, and says why', async () => {
  const { id } = await made({ enrolment: idOf('owning', 'enrolment') });
  const accept = 'application/json, text/plain, */*';
  for (const segment of ['bootmedia', 'isos']) {
    const get = (role: 'viewer' | 'operator', headers: Record<string, string> = {}) =>
      ask({
        method: 'GET',
        path: `/api/${segment}/[id]`,
        params: { id },
        headers,
        as: ['owning', role],
      });
    const refused = await get('viewer', { accept });
    expect([refused.status, refused.json.code]).toEqual([403, 'ERR_FORBIDDEN']);
    expect(refused.text).toContain('an enrolment token');
    const told = await get('viewer', { accept: 'application/json' });
    expect(told.json).toMatchObject({ permalink: null, fingerprint: null, specHash: null });
    expect((await get('operator', { accept })).text).toBe('bytes of the ISO');
  }
});

test('the OpenAPI document tells both faces of a medium', async () => {
  const document = await openApiDocument({ server: origin, manifest });
  const paths = document.paths as Record<string, Record<string, Operation>>;
  const content = paths['/api/bootmedia/{id}']?.get?.responses[200]?.content ?? {};
  expect(Object.keys(content)).toEqual(['application/octet-stream', 'application/json']);
  const body = paths['/api/ipxes']?.post?.requestBody?.content ?? {};
  expect(body['application/json']?.schema.required).toEqual(['platform', 'driver', 'extension']);
  expect(Object.keys(body)).toContain('text/plain');
});

type Content = Record<string, { schema: { required?: string[] } }>;

interface Operation {
  requestBody?: { content: Content };
  responses: Record<string, { content: Content }>;
}
