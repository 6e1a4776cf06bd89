import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shellFunctions } from './shell-functions';

let folder: string;
let told: string[];
let script: string;
let base: string;
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.method === 'GET') {
      response.writeHead(script === '' ? 404 : 200).end(script);
      return;
    }
    const { url = '' } = request;
    const body = Buffer.concat(chunks).toString();
    // With a query the body is a log, without one a form.
    const fields = [...new URLSearchParams(body)].map((pair) => pair.join('=')).join('&');
    told.push(
      `${url.replace(/durationMs=\d+/, 'durationMs=…')} ${url.includes('?') ? body : fields}`,
    );
    response.end('{"ok":true}');
  });
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kickstart-'));
  told = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
  await new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
});

/** Runs it with the functions, in a folder of the test's own instead of /tmp. */
async function shell(program: string, lines: string): Promise<{ code: number; stdout: string }> {
  const text = `${shellFunctions}\ninstall=${base}\nroot=\n${lines}`.replaceAll(
    '/tmp/',
    `${folder}/`,
  );
  const run = promisify(execFile)(program, ['-c', text]);
  return run.then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }) => ({ code, stdout }),
  );
}

test.each(['bash', 'dash'])(
  '%s: a script is run by its own interpreter, and how it went is reported',
  async (program) => {
    script = '#!/usr/bin/env python3\nprint("50 % & more")\n';
    expect(await shell(program, `run pre 'Say "it"' Say+%22it%22 ${base}/s\necho after`)).toEqual({
      code: 0,
      stdout: '50 % & more\nafter\n',
    });
    expect(told).toEqual([
      '/events type=script-started&phase=pre&title=Say "it"',
      '/events?type=script-finished&phase=pre&title=Say+%22it%22&exitCode=0&durationMs=… 50 % & more\n',
    ]);
  },
);

test.each(['bash', 'dash'])(
  '%s: one that fails ends the section, and the installation has failed',
  async (program) => {
    script = '#!/bin/sh\necho why >&2\nexit 3\n';
    const ran = await shell(program, `run post Last Last ${base}/s\necho never`);
    expect(ran.code).toBe(1);
    expect(ran.stdout).not.toContain('never');
    expect(told.slice(1)).toEqual([
      '/events?type=script-finished&phase=post&title=Last&exitCode=3&durationMs=… why\n',
      '/events type=failed&reason=The post-install script "Last" ended with exit code 3.',
    ]);
  },
);

test.each(['bash', 'dash'])('%s: one that cannot be fetched is said to be', async (program) => {
  script = '';
  expect((await shell(program, `run pre First First ${base}/s`)).code).toBe(1);
  expect(told).toEqual(['/events type=failed&reason=The script "First" cannot be fetched.']);
});
