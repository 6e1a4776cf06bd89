/**
 * The same spec gives the same bytes: every medium that needs no compiler is
 * built twice, in other folders, at another time, in another time zone.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { mediaRoom } from '@/e2e/fixtures/build-medium';
import { type MediaKind, mediaKinds } from './builder';
import { fragmentsOf, grubPlatforms } from './builders/grub/schema';
import { compilerNeeds } from './builders/ipxe/engine';
import { extensionsOf, ipxeDrivers, ipxePlatforms, ipxeSpec } from './builders/ipxe/schema';
import { syslinuxFragments } from './builders/syslinux/schema';

const media = mediaRoom();

afterEach(() => vi.unstubAllEnvs());

const script = '#!ipxe\necho "$(id)" `id` ü\nshell\n';
const configuration = 'UI menu.c32\nLABEL one\n  KERNEL memdisk\n';

const prebuilt = ipxePlatforms
  .flatMap((platform) =>
    ipxeDrivers.flatMap((driver) =>
      extensionsOf({ platform, driver }).map((extension) => ({ platform, driver, extension })),
    ),
  )
  .map((target) => ({ ...target, script }))
  .filter((target) => compilerNeeds(ipxeSpec.parse(target)).length === 0);

const specs: Record<MediaKind, object[]> = {
  ipxe: prebuilt,
  grub: grubPlatforms.flatMap((platform) =>
    fragmentsOf(platform).map((fragment) => ({
      platform,
      fragment,
      configuration: 'insmod btrfs\nlspci\nterminal_output gfxterm\n',
      modules: ['xfs', 'udf'],
    })),
  ),
  syslinux: syslinuxFragments.map((fragment) =>
    fragment === 'img' ? { fragment, configuration } : { fragment },
  ),
  iso: [
    { engine: 'prebuilt', script },
    {
      engine: 'prebuilt',
      script,
      label: 'Other',
      efiLabel: 'other',
      architectures: ['x86_64', 'arm64'],
    },
  ],
};

/** FAT counts in steps of two seconds, ISO 9660 in seconds. */
const laterBy = 2_100;

test.each(mediaKinds)('%s', async (kind) => {
  expect(specs[kind].length).toBeGreaterThan(0);
  const first: Record<string, string>[] = [];
  for (const spec of specs[kind]) first.push(await checksums(kind, spec));
  await sleep(laterBy);
  vi.stubEnv('TZ', 'Pacific/Auckland');
  for (const [index, spec] of specs[kind].entries()) {
    expect(await checksums(kind, spec), JSON.stringify(spec)).toEqual(first[index]);
  }
});

test('another label, configuration or module makes another image', async () => {
  const image = { platform: 'x86_64-efi', fragment: 'img' };
  const variants = [{}, { label: 'OTHER' }, { configuration: 'echo' }, { modules: ['zfs'] }];
  const sums = new Set<string>();
  for (const variant of variants) {
    sums.add(JSON.stringify(await checksums('grub', { ...image, ...variant })));
  }
  expect(sums.size).toBe(variants.length);
});

/** SHA-256 of every file that the builder leaves, by name. */
async function checksums(kind: MediaKind, spec: object): Promise<Record<string, string>> {
  const { folder } = await media.build(kind, spec);
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  expect(names.length).toBeGreaterThan(0);
  const sums = names.map(async (name) => {
    const content = await readFile(path.join(folder, name));
    return [name, createHash('sha256').update(content).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(sums));
}
