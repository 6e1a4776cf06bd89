import { mkdir, readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { testBuilders } from '@/e2e/fixtures/test-builders';
import { type Actor, systemActor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { sha256 } from '@/lib/core/secret';
import { closeJobs } from '@/lib/jobs/boss';
import { isPublished } from '@/lib/scripts/data';
import { saveMainScript } from '@/lib/scripts/mutations';
import { artifactFolder } from '../artifact-store';
import { newestArtifact } from '../data';
import { requestBuild } from '../mutations';
import { runBuild } from '../run';
import { readPublication } from './data';
import { publish } from './mutations';

const base = 'http://10.77.0.1:3000';
let actor: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  for (const name of ['tftp', 'publications', 'artifacts']) {
    await rm(dataPath(name), { recursive: true, force: true });
  }
  await mkdir(dataPath('artifacts'));
  const team = await db().team.create({ data: { name: 'owners', owner: true } });
  actor = { ...systemActor, teamId: team.id };
});

afterAll(async () => {
  await closeJobs();
  await closeDatabase();
});

async function buildLoaders(): Promise<void> {
  const { id } = await requestBuild({ actor, kind: 'loaders', spec: {} });
  await runBuild({
    buildId: id,
    worker: 'w',
    signal: new AbortController().signal,
    builders: testBuilders({ made: dataPath('made') }),
  });
}

const tftp = (name: string) => readFile(dataPath('tftp', name), 'utf8');

describe('publish', () => {
  it('says what is missing', async () => {
    const none = await publish({ base: null });
    expect(none).toMatchObject({ published: false });
    expect(await publish({ base })).toEqual({
      published: false,
      reason: 'There is no main script yet.',
    });
    expect(await readPublication()).toBeNull();
  });

  it('brings script, address and loaders into force together', async () => {
    await buildLoaders();
    const script = await saveMainScript({ actor, text: '#!ipxe\necho one\n' });
    expect(await publish({ base })).toMatchObject({ published: true, changed: true });

    const text = `#!ipxe\nset base ${base}\necho one\n`;
    expect(await tftp('autoexec.ipxe')).toBe(text);
    expect(await tftp('undionly.kpxe')).toBe('bios');
    expect(await tftp('snponly.efi')).toBe('uefi');
    const artifact = await newestArtifact({ kind: 'loaders' });
    expect(await readPublication()).toMatchObject({
      mainScriptId: script.id,
      revision: 1,
      base,
      text,
      sha256: sha256(text),
      fingerprint: artifact?.fingerprint,
      loaders: ['undionly.kpxe', 'snponly.efi'],
    });
    expect(await isPublished({ id: script.id, revision: 1 })).toBe(true);

    // The loaders are the artifact's own bytes, and dnsmasq's user may read them.
    const made = await stat(path.join(artifactFolder(artifact?.fingerprint ?? ''), 'snponly.efi'));
    const laid = await stat(dataPath('tftp', 'snponly.efi'));
    expect(laid.ino).toBe(made.ino);
    expect(laid.mode & 0o777).toBe(0o644);
    expect((await stat(dataPath('tftp/'))).mode & 0o777).toBe(0o755);
  });

  it('does nothing when that is in force, and mends what was broken', async () => {
    await saveMainScript({ actor, text: '#!ipxe\n' });
    await publish({ base });
    expect(await publish({ base })).toMatchObject({ published: true, changed: false });
    await rm(dataPath('tftp'));
    expect(await publish({ base })).toMatchObject({ published: true, changed: true });
    expect(await tftp('autoexec.ipxe')).toContain(base);
  });

  it('comes with the script alone while there are no loaders', async () => {
    await saveMainScript({ actor, text: '#!ipxe\n' });
    await publish({ base });
    expect(await readdir(dataPath('tftp'))).toEqual(['autoexec.ipxe']);
    expect(await readPublication()).toMatchObject({ fingerprint: null, loaders: [] });
  });

  it('never shows a mixture, and keeps a few old ones for transfers that run', async () => {
    await buildLoaders();
    await saveMainScript({ actor, text: '#!ipxe\necho 0\n' });
    await publish({ base });
    let over = false;
    let looks = 0;
    const looking = (async () => {
      while (!over) {
        // As TFTP does: the link is followed once, the file read through what it named.
        const folder = dataPath(await readlink(dataPath('tftp')));
        const names = await readdir(folder);
        expect(names.sort()).toEqual(['autoexec.ipxe', 'snponly.efi', 'undionly.kpxe']);
        expect(await readFile(path.join(folder, 'autoexec.ipxe'), 'utf8')).toMatch(
          /^#!ipxe\nset base http:\/\/[\d.:]+\necho \d+\n$/,
        );
        looks += 1;
      }
    })();
    for (let revision = 1; revision <= 12; revision += 1) {
      await saveMainScript({ actor, text: `#!ipxe\necho ${revision}\n` });
      await publish({ base: `http://10.77.0.1:${3000 + (revision % 2)}` });
    }
    over = true;
    await looking;
    expect(looks).toBeGreaterThan(5);
    expect(await tftp('autoexec.ipxe')).toBe('#!ipxe\nset base http://10.77.0.1:3000\necho 12\n');
    expect(await readdir(dataPath('publications'))).toHaveLength(5);
  });
});
