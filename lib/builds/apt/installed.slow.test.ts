import { expect, test } from 'vitest';
import { demandInstalled, installedVersions } from './installed';

const { signal } = new AbortController();

test('installed packages have their version; others are left out', async () => {
  const found = await installedVersions({ packages: ['dpkg', 'no-such-package-here'], signal });
  expect([...found.keys()]).toEqual(['dpkg']);
  expect(found.get('dpkg')).toMatch(/^\d/);
});

test('a missing package is named, with the command that brings it', async () => {
  await expect(
    demandInstalled({ packages: ['no-such-b', 'dpkg', 'no-such-a'], signal }),
  ).rejects.toThrow(
    "no-such-a and no-such-b are not installed on the worker's machine. Install with: apt-get install no-such-a no-such-b",
  );
});

test('a name that looks like an option is a name', async () => {
  await expect(demandInstalled({ packages: ['--help'], signal })).rejects.toThrow(/--help is not/);
});
