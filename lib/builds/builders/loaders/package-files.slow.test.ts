/** The installed package, unpacked into a cache of the test's own. */
import { mkdir, mkdtemp, readdir, rm, truncate, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileSha256 } from '@/lib/builds/artifact-store';
import { ipxePackage } from './package-files';

let cache: string;
const { signal } = new AbortController();

beforeEach(async () => {
  cache = await mkdtemp(path.join(tmpdir(), 'package-'));
});

afterEach(() => rm(cache, { recursive: true, force: true }));

const take = () => ipxePackage({ cache, signal, suite: 'system' });

it('is unpacked once, whoever asks at the same time', async () => {
  const found = await Promise.all([take(), take(), take(), take()]);
  for (const one of found) expect(one).toEqual(found[0]);
  expect(await readdir(path.join(cache, 'ipxe'))).toEqual([path.basename(found[0].folder)]);
  const files = (await readdir(found[0].folder)).sort();
  const names = found[0].loaders.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['undionly.kpxe', 'snponly.efi', 'ipxe.efi']));
  expect(files).toEqual([...names, 'contents.json'].sort());
  const { commands } = found[0].loaders[0] ?? {};
  expect(commands).toEqual(expect.arrayContaining(['chain', 'dhcp', 'goto']));
});

it('is unpacked anew where a file was cut or taken away', async () => {
  const { folder } = await take();
  const file = path.join(folder, 'ipxe.efi');
  const whole = await fileSha256(file);
  await truncate(file, 1000);
  await take();
  expect(await fileSha256(file)).toBe(whole);
  await rm(path.join(folder, 'undionly.kpxe'));
  await take();
  expect(await readdir(folder)).toContain('undionly.kpxe');
});

it('removes what a killed worker left, and leaves alone who is at work', async () => {
  const ago = new Date(Date.now() - 2 * 60 * 60 * 1000);
  await mkdir(path.join(cache, 'ipxe', '.half-old', 'files'), { recursive: true });
  await mkdir(path.join(cache, 'ipxe', '.half-new'));
  await utimes(path.join(cache, 'ipxe', '.half-old'), ago, ago);
  await take();
  const left = await readdir(path.join(cache, 'ipxe'));
  expect(left).toContain('.half-new');
  expect(left).not.toContain('.half-old');
});

it('leaves nothing behind when it is stopped', async () => {
  const stop = new AbortController();
  stop.abort(new Error('stopped'));
  await expect(ipxePackage({ cache, signal: stop.signal, suite: 'system' })).rejects.toThrow();
  expect(await readdir(cache)).toEqual([]);
});
