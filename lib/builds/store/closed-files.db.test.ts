/** Who may read an artifact's files on this machine: everybody, but not where they hold a secret. */
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '@/lib/core/secret';
import type { ArtifactRecord } from '../schema';
import { specSchemas } from '../specs';
import { copyOf, keepAsCopy } from './copies';
import { describeFiles, passingFolder } from './files';
import { folderStore } from './folder-store';

const { signal } = new AbortController();
const content = 'the key, linked in';
// What other programs might make of a file is not what we rest on.
let before: number;

beforeAll(() => {
  before = process.umask(0);
});

afterAll(() => void process.umask(before));

async function built(options: object): Promise<{ folder: string; record: ArtifactRecord }> {
  const folder = await passingFolder('built');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'boot.efi'), content);
  const spec = specSchemas.ipxe.parse({
    ...{ platform: 'bin-x86_64-efi', driver: 'ipxe', extension: 'efi' },
    ...{ script: '#!ipxe\nshell\n', options },
  });
  const record: ArtifactRecord = {
    ...{ fingerprint: sha256(JSON.stringify(options)), kind: 'ipxe', spec },
    ...{ builderVersion: 1, inputs: [], files: await describeFiles(folder, signal) },
  };
  await writeFile(path.join(folder, 'artifact.json'), JSON.stringify(record));
  return { folder, record };
}

/** Modes of a folder and of each of its files, in octal. */
async function modesOf(folder: string): Promise<string[]> {
  const places = [folder, ...(await readdir(folder)).map((name) => path.join(folder, name))];
  const found = await Promise.all(places.map((place) => stat(place)));
  return found.map(({ mode }) => (mode & 0o7777).toString(8));
}

const withKey = {
  clientCertificate:
    '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUbw==\n-----END CERTIFICATE-----\n',
  clientKeySecret: 'client_key',
};

test.each([
  ['with a secret in it are ours alone', withKey, ['700', '600', '600']],
  ['without one are for everybody', {}, ['755', '644', '644']],
])('files of the folder store %s', async (_, options, modes) => {
  const { folder, record } = await built(options);
  await folderStore.publish({ folder, record, signal });
  const { fingerprint, files } = record;
  expect(await modesOf(await folderStore.local({ fingerprint, files }))).toEqual(modes);
  // Whoever runs as we do still gets them.
  expect((await folderStore.find(fingerprint))?.files).toEqual(files);
  const [file] = files;
  if (!file) throw new Error('no file');
  const read = await folderStore.read({ fingerprint, file, start: 0, end: file.size, signal });
  expect(await text(read)).toBe(content);
});

test("a bucket's copies are ours alone, made here or brought", async () => {
  const { folder, record } = await built({ banner: 'x' });
  const artifact = { fingerprint: record.fingerprint, files: record.files };
  await keepAsCopy({ artifact, folder });
  const nothing = () => Promise.reject(new Error('it is there already'));
  const kept = await copyOf({ artifact, fetch: nothing });
  expect(await modesOf(kept)).toEqual(['700', '600', '600']);
  await rm(kept, { recursive: true });
  const brought = await copyOf({ artifact, fetch: async () => Readable.from([content]) });
  expect(await modesOf(brought)).toEqual(['700', '600']);
  expect(await readFile(path.join(brought, 'boot.efi'), 'utf8')).toBe(content);
});
