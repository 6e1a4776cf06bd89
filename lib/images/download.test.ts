import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '@/lib/core/secret';
import { download } from './download';

const content = Buffer.from('a disk');
const sum = sha256(content);

const answers: Record<string, (response: http.ServerResponse) => void> = {
  '/good': (response) => response.end(content),
  '/packed-on-the-way': (response) => {
    response.setHeader('content-encoding', 'gzip');
    response.end(content);
  },
  '/moved': (response) => redirect(response, '/good'),
  '/to-file': (response) => redirect(response, 'file:///etc/passwd'),
  '/round': (response) => redirect(response, '/round'),
  '/missing': (response) => {
    response.statusCode = 404;
    response.end('no');
  },
  '/truncated': (response) => {
    response.setHeader('content-length', 1000);
    response.write(content);
    setTimeout(() => response.destroy(), 50);
  },
  '/truncated-chunks': (response) => {
    response.write(content);
    setTimeout(() => response.destroy(), 50);
  },
  '/endless': (response) => {
    const more = () => {
      while (response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', more);
    more();
  },
  '/announces-too-much': (response) => {
    response.setHeader('content-length', 10_000_000_000);
    response.write(content);
  },
  '/silent': () => {},
  '/falls-silent': (response) => {
    response.write(content);
  },
  '/dribbles': (response) => {
    const timer = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(timer));
  },
};

function redirect(response: http.ServerResponse, location: string): void {
  response.writeHead(302, { location });
  response.end();
}

let folder = '';
let base = '';
const server = http.createServer((request, response) => {
  answers[request.url ?? '']?.(response);
});

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'provisioner-download-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => server.closeAllConnections());

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const file = () => path.join(folder, 'file');

function fetched(url: string, limits: object = {}, signal = new AbortController().signal) {
  return download({
    url: url.startsWith('/') ? base + url : url,
    file: file(),
    limits: {
      room: 1_000_000,
      size: 2_000_000,
      silence: 300,
      total: 10_000,
      redirects: 3,
      ...limits,
    },
    signal,
    onProgress: () => {},
  });
}

describe('download', () => {
  it.each(['/good', '/moved', '/packed-on-the-way'])('fetches %s byte for byte', async (url) => {
    expect(await fetched(url)).toEqual({ sha256: sum, size: content.length });
    expect(await readFile(file())).toEqual(content);
  });

  it.each([
    ['/to-file', 'only http and https are followed'],
    ['/round', 'more than 3 times'],
    ['/missing', 'answered 404 Not Found'],
    ['/truncated', 'closed the connection after 6 bytes of 1.0 kB'],
    ['/truncated-chunks', 'closed the connection after 6 bytes'],
    ['/endless', 'There is room for 1.0 MB'],
    ['/announces-too-much', 'It is larger than 2.0 MB'],
    ['/silent', 'was silent for'],
    ['/falls-silent', 'was silent for'],
    ['http://127.0.0.1:1/', 'Nothing listens at 127.0.0.1:1'],
  ])('says what is wrong with %s', async (url, message) => {
    await expect(fetched(url)).rejects.toThrow(message);
  });

  it('ends what would go on for ever', async () => {
    await expect(fetched('/dribbles', { total: 200 })).rejects.toThrow('did not end within');
  });

  it('ends when it is told to', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('Enough.')), 100);
    await expect(fetched('/dribbles', {}, stop.signal)).rejects.toThrow('Enough.');
  });
});
