import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from '@/lib/core/exec';
import { withFileLock } from '@/lib/core/file-lock';
import { bringSource, neededSource, presentSource } from './bring';

// git starts some dozen processes in each.
vi.setConfig({ testTimeout: 30_000 });

const { signal } = new AbortController();
const author = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

let folder: string;
let work: string;
let cache: string;

const git = (...args: string[]) =>
  run({ program: 'git', args: ['-C', work, ...args], timeout: 20_000, env: author });

async function put(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(work, file)), { recursive: true });
  await writeFile(path.join(work, file), text);
}

async function commit(message: string): Promise<string> {
  await git('add', '-A');
  await git('commit', '-q', '-m', message);
  return (await git('rev-parse', 'HEAD')).trim();
}

/** The files without which it would be no source of iPXE; none of iPXE's own text is in them. */
async function start(): Promise<void> {
  await put('src/Makefile', 'all:\n');
  await put('src/image/embedded.c', '/* ours */\n');
  await put('src/config/general.h', '/* ours */\n');
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sources-'));
  work = path.join(folder, 'work');
  cache = path.join(folder, 'cache');
  await mkdir(work);
  await start();
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const bring = (location: string) => bringSource({ cache, location, signal });

test('a repository is fetched, described, and followed', async () => {
  await git('init', '-q', '-b', 'main');
  const first = await commit('one');
  await git('tag', 'v1.0');
  const url = `file://${work}`;
  expect(await presentSource({ cache, location: url })).toBeNull();
  const source = await bring(url);
  expect(source).toMatchObject({
    commit: first,
    describe: 'v1.0',
    date: '2026-01-02T03:04:05.000Z',
  });
  expect(existsSync(path.join(source.tree, 'src/Makefile'))).toBe(true);
  expect(existsSync(path.join(source.tree, '.git'))).toBe(false);

  await put('src/Makefile', 'all: # two\n');
  const second = await commit('two');
  expect((await neededSource({ cache, location: url, signal })).commit).toBe(first);
  const newer = await bring(url);
  expect(newer.commit).toBe(second);
  expect(newer.describe).toMatch(/^v1\.0-1-g[0-9a-f]{9}$/);
  expect(await readFile(path.join(newer.tree, 'src/Makefile'), 'utf8')).toContain('two');
  expect((await bring(`${url}#v1.0`)).commit).toBe(first);
});

test('a repository that lost its history is fetched anew', async () => {
  await git('init', '-q', '-b', 'main');
  await commit('one');
  const url = `file://${work}`;
  await bring(url);
  const repository = path.join(cache, 'sources', 'ipxe', 'repository.git');
  await writeFile(path.join(repository, 'HEAD'), 'half of a w');
  await put('src/Makefile', 'all: # two\n');
  const second = await commit('two');
  expect((await bring(url)).commit).toBe(second);
});

test("a clean work tree counts by its commit, a changed one by its content, make's own files by nothing", async () => {
  await git('init', '-q', '-b', 'main');
  await put('.gitignore', 'bin-*\n');
  const first = await commit('one');
  expect((await bring(work)).commit).toBe(first);
  await put('src/bin-x/blib.a', 'made by make');
  expect((await bring(work)).commit).toBe(first);

  await put('src/core.c', 'new');
  const changed = await bring(work);
  expect(changed).toMatchObject({ describe: 'a changed work tree', date: null });
  expect(changed.commit).toMatch(/^content-[0-9a-f]{64}$/);
  expect(existsSync(path.join(changed.tree, 'src/bin-x'))).toBe(false);
  expect(await readFile(path.join(changed.tree, 'src/core.c'), 'utf8')).toBe('new');
  expect((await bring(work)).commit).toBe(changed.commit);
  await put('src/core.c', 'newer');
  expect((await bring(work)).commit).not.toBe(changed.commit);
});

test('a folder without git counts by its content, and a bare repository by its commit', async () => {
  const plain = await bring(work);
  expect(plain).toMatchObject({ describe: 'a folder', date: null });
  await git('init', '-q', '-b', 'main');
  const first = await commit('one');
  const bare = path.join(folder, 'bare.git');
  await git('clone', '-q', '--bare', work, bare);
  expect((await bring(bare)).commit).toBe(first);
});

test('a password in the location is written nowhere', async () => {
  const location = 'http://me:s3cret@127.0.0.1:1/ipxe.git';
  const failing = bring(location);
  await expect(failing).rejects.toThrow('http://…@127.0.0.1:1/ipxe.git');
  await expect(failing).rejects.not.toThrow('s3cret');
  await bring(work);
  const files = await readdir(path.join(cache, 'sources'), {
    recursive: true,
    withFileTypes: true,
  });
  for (const file of files.filter((one) => one.isFile())) {
    const text = await readFile(path.join(file.parentPath, file.name), 'latin1');
    expect(text).not.toContain('s3cret');
  }
});

test.each([
  ['in the place of the name', 'ghp_SECRET1@'],
  ['as a password', 'me:%40SECRET1%2F@'],
])('what git says of a refusal tells no secret that stands %s', async (_, before) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization ?? '');
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const lines: string[] = [];
    const failure = await bringSource({
      ...{ cache, signal, location: `http://${before}127.0.0.1:${port}/ipxe.git` },
      log: (line) => void lines.push(line),
    }).then(
      () => new Error('it was had'),
      (error: unknown) => error as Error,
    );
    expect(asked.length).toBeGreaterThan(0);
    expect(failure.message).toMatch(/fatal: /);
    expect(lines.join('\n')).toMatch(/fatal: /);
    expect(`${inspect(failure)}\n${lines.join('\n')}`).not.toContain('SECRET1');
  } finally {
    server.close();
  }
});

test('half a note is no note', async () => {
  const good = await bring(work);
  await writeFile(path.join(cache, 'sources', 'ipxe', 'current.json'), '{"commit":');
  expect(await presentSource({ cache, location: work })).toBeNull();
  expect((await neededSource({ cache, location: work, signal })).commit).toBe(good.commit);
});

test('trees that nobody needs any more go', async () => {
  for (let time = 0; time < 6; time += 1) {
    await put('src/core.c', String(time));
    await bring(work);
  }
  const trees = await readdir(path.join(cache, 'sources', 'ipxe', 'trees'));
  expect(trees).toHaveLength(3);
});

test('what a killed worker left among them goes, and does not count', async () => {
  const trees = path.join(cache, 'sources', 'ipxe', 'trees');
  for (let time = 0; time < 3; time += 1) {
    await put('src/core.c', String(time));
    await bring(work);
  }
  const whole = await readdir(trees);
  const commit = 'a'.repeat(40);
  await mkdir(path.join(trees, `${commit}.half`));
  await mkdir(path.join(trees, 'copy.1.half'));
  await writeFile(path.join(trees, `${commit}.tar`), '');
  await bring(work);
  expect(await readdir(trees)).toEqual(whole);
});

test.each([
  ['/nowhere/at/all', 'is no folder'],
  ['file:///nowhere/at/all', 'does not appear to be a git repository'],
  ['ext::sh -c id', 'must be an absolute path'],
  ['https://me:p@SECRET1@git.example/x', 'from https://…@git.example/x: must have "@" and "/"'],
])('%s cannot be had, and the way out is told', async (location, reason) => {
  const failing = bring(location);
  await expect(failing).rejects.toThrow(reason);
  await expect(failing).rejects.toThrow('Set IPXE_SOURCE to a folder');
});

test('some other source is refused, and what was there before stays', async () => {
  const good = await bring(work);
  await rm(path.join(work, 'src/image'), { recursive: true });
  await expect(bring(work)).rejects.toThrow('src/image/embedded.c is missing');
  expect((await presentSource({ cache, location: work }))?.commit).toBe(good.commit);
});

test('of many who want it at once, one brings it', async () => {
  await git('init', '-q', '-b', 'main');
  const first = await commit('one');
  const location = `file://${work}`;
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const all = await Promise.all(
    Array.from({ length: 6 }, () => neededSource({ cache, location, signal, log })),
  );
  expect(new Set(all.map(({ commit: one }) => one))).toEqual(new Set([first]));
  expect(lines.filter((line) => line.startsWith('Fetching'))).toHaveLength(1);
});

test('whoever is cancelled while waiting leaves nothing', async () => {
  const root = path.join(cache, 'sources', 'ipxe');
  const stop = new AbortController();
  await withFileLock({
    file: path.join(root, 'lock'),
    signal,
    work: async () => {
      const told = Promise.withResolvers<string>();
      const waiting = bringSource({
        cache,
        location: work,
        signal: stop.signal,
        log: told.resolve,
      });
      const ended = expect(waiting).rejects.toThrow('enough');
      expect(await told.promise).toBe('Another update is at work.');
      stop.abort(new Error('enough'));
      await ended;
    },
  });
  expect(await readdir(root)).toEqual([]);
  expect((await bring(work)).describe).toBe('a folder');
});
