import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWorld, tokenOf } from '@/e2e/fixtures/world';
import { changes } from '@/lib/core/changes';
import { closeDatabase } from '@/lib/core/db';
import { closeJobs } from '@/lib/jobs/boss';
import { POST } from './route';

beforeAll(async () => {
  await makeWorld();
});

afterAll(async () => {
  await closeJobs();
  await changes().stop();
  await closeDatabase();
});

async function check(body: unknown) {
  const headers = {
    authorization: `Bearer ${tokenOf('other', 'viewer')}`,
    'content-type': 'application/json',
  };
  const request = new Request('http://localhost/api/pxeboot/check', {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  const response = await POST(request, { params: Promise.resolve({}) });
  return { status: response.status, body: await response.json() };
}

test('a viewer asks about a text that is not saved; the dialect is guessed', async () => {
  const text =
    'd-i partman/confirm boolean yes\nd-i partman-auto/method string lvm\nd-i passwd/root-password-crypted password !\n';
  expect(await check({ kind: 'kickstart', text })).toEqual({
    status: 200,
    body: {
      findings: [
        {
          severity: 'error',
          rule: 'preseed/value',
          message: 'A boolean is true or false, not "yes".',
          line: 1,
          column: 1,
          endColumn: 32,
        },
      ],
    },
  });
});

test('a template is held against what the team has', async () => {
  const text = '#!/bin/bash\necho {{ secrets.nobody }} {{ hots.name }}\n';
  const { body } = await check({ kind: 'pre', template: true, text });
  const found = body.findings.map(
    ({ rule, line }: { rule: string; line: number }) => `${line} ${rule}`,
  );
  expect(found).toEqual(['1 script/unchecked', '2 template', '2 template']);
});

test('a text that no script can be is refused', async () => {
  expect(await check({ kind: 'pre', text: 'a\0b' })).toMatchObject({ status: 422 });
  expect(await check({ kind: 'pre', text: 'x'.repeat(1_100_000) })).toMatchObject({ status: 422 });
  expect(await check({ kind: 'no', text: '' })).toMatchObject({ status: 422 });
});
