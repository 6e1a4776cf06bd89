/** The inherited routes of boot media, with their exact behaviour. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { asker } from '@/e2e/fixtures/ask-route';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { makeMedium } from '@/e2e/fixtures/media-room';
import { idOf, makeWorld } from '@/e2e/fixtures/world';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { closeJobs } from '@/lib/jobs/boss';
import { manifest } from '../manifest';

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
const iso = '/api/bootmedia/[id]';
const list = () => ask({ method: 'GET', path: '/api/bootmedia' });

describe('bootmedia, as inherited', () => {
  test('POST answers the id at once and keeps the script byte for byte', async () => {
    const body = { script, label: 'RESCUE', efiLabel: 'EFI' };
    const answer = await ask({ method: 'POST', path: '/api/bootmedia', body });
    expect(answer.status).toBe(202);
    expect(answer.json).toEqual({ id: expect.any(String) });
    const row = await db().build.findUniqueOrThrow({ where: { id: answer.json.id } });
    expect(row).toMatchObject({ kind: 'iso', state: 'queued' });
    expect(row.spec).toMatchObject({ ...body, base: null, enrolment: null });
  });

  test('GET lists, each with containsBootMedium', async () => {
    const { json } = await ask({ method: 'POST', path: '/api/bootmedia', body: { script } });
    const done = await made();
    const { rows } = await list();
    const byId = new Map(rows.map((one) => [one.id, one.containsBootMedium]));
    expect(byId.get(json.id)).toBe(false);
    expect(byId.get(done.id)).toBe(true);
    const theirs = await ask({ method: 'GET', path: '/api/bootmedia', as: ['other', 'viewer'] });
    expect(theirs.text).not.toContain(done.id);
  });

  test("GET by id gives the ISO's bytes, and JSON to who asks for it", async () => {
    const { id } = await made();
    const answer = await ask({ method: 'GET', path: iso, params: { id } });
    expect([answer.status, answer.text]).toEqual([200, 'bytes of the ISO']);
    expect(answer.headers.get('content-length')).toBe('16');
    const headers = { accept: 'application/json' };
    const told = await ask({ method: 'GET', path: iso, params: { id }, headers });
    expect(told.json).toMatchObject({ id, containsBootMedium: true, main: 'boot.iso' });
    const none = await ask({ method: 'GET', path: iso, params: { id }, query: '?file=x' });
    expect([none.status, none.json.code]).toEqual([404, 'ERR_BOOT_MEDIUM_FILE_NOT_FOUND']);
  });

  test.each(['GET', 'DELETE'])('%s of an unknown id: ERR_BOOT_MEDIUM_NOT_FOUND', async (method) => {
    for (const id of ['42', crypto.randomUUID(), idOf('other', 'iso'), idOf('owning', 'ipxe')]) {
      const answer = await ask({ method, path: iso, params: { id } });
      expect([answer.status, answer.json.code]).toEqual([404, 'ERR_BOOT_MEDIUM_NOT_FOUND']);
    }
  });

  test('GET by id before it is built says so, with state and reason', async () => {
    const { json } = await ask({ method: 'POST', path: '/api/bootmedia', body: { script } });
    const waiting = await ask({ method: 'GET', path: iso, params: { id: json.id } });
    expect([waiting.status, waiting.json.code]).toEqual([409, 'ERR_BOOT_MEDIUM_NOT_READY']);
    expect(waiting.json.data).toMatchObject({ state: 'queued' });
    const failed = await ask({ method: 'GET', path: iso, params: { id: idOf('owning', 'iso') } });
    expect([failed.status, failed.json.code]).toEqual([409, 'ERR_BOOT_MEDIUM_FAILED']);
    expect(failed.json.data).toMatchObject({ state: 'failed', reason: 'zebra-owning' });
  });

  test('DELETE answers the id, and it is gone', async () => {
    const { id } = await made();
    const answer = await ask({ method: 'DELETE', path: iso, params: { id } });
    expect([answer.status, answer.text]).toEqual([200, JSON.stringify(id)]);
    expect((await ask({ method: 'GET', path: iso, params: { id } })).status).toBe(404);
  });
});

function made() {
  return makeMedium({
    teamId: idOf('owning', 'team'),
    kind: 'iso',
    spec: { script: '#!ipxe\necho done\n' },
    files: { 'boot.iso': 'bytes of the ISO', 'about.json': '{}' },
  });
}
