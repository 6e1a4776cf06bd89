/** Answers with files as the simplest of clients see them: byte by byte. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendFile } from './send-file';

const content = Buffer.from('0123456789'.repeat(10_000));
let folder = '';
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sent-'));
  const file = {
    path: path.join(folder, 'core.0'),
    size: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    type: 'application/octet-stream',
  };
  await writeFile(file.path, content);
  server = createServer((request, response) => {
    void sendFile({ answer: { kind: 'file', file }, request, response });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function ask(headers: Record<string, string> = {}) {
  const { port } = server.address() as AddressInfo;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: '127.0.0.1', port, headers, agent: false }, resolve).on('error', reject);
  });
  const body = await response.toArray();
  return { response, body: Buffer.concat(body) };
}

// GRUB 2.06 knows the length by this spelling alone, and without one reads nothing.
test('the length is spelt as GRUB looks for it, for the whole and for a part', async () => {
  for (const [headers, from] of [
    [{}, 0],
    [{ range: 'bytes=100-' }, 100],
  ] as const) {
    const { response, body } = await ask(headers);
    const at = response.rawHeaders.indexOf('Content-Length');
    expect(response.rawHeaders[at + 1]).toBe(String(content.length - from));
    expect(response.rawHeaders).not.toContain('Transfer-Encoding');
    expect(body.equals(content.subarray(from))).toBe(true);
  }
});
