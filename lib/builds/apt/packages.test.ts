import { expect, test } from 'vitest';
import { archivePath, localStanzas, parseSimulation } from './packages';

const simulation = `Reading package lists...
The following NEW packages will be installed:
  zlib1g busybox-static
Inst zlib1g (1:1.2.13.dfsg-1 Debian:12.15/oldstable [amd64]) []
Inst busybox-static (1:1.35.0-4+b1 Debian:12.15/oldstable, Debian-Security:12/oldstable [amd64])
Inst ca-certificates (20230311 Debian:12.15/oldstable [all])
Conf zlib1g (1:1.2.13.dfsg-1 Debian:12.15/oldstable [amd64])
`;

test('a simulation gives every package once, by name', () => {
  expect(parseSimulation(simulation)).toEqual([
    { name: 'busybox-static', version: '1:1.35.0-4+b1', architecture: 'amd64' },
    { name: 'ca-certificates', version: '20230311', architecture: 'all' },
    { name: 'zlib1g', version: '1:1.2.13.dfsg-1', architecture: 'amd64' },
  ]);
});

test("archives have apt's own names", () => {
  const workspace = {
    folder: '/cache/apt/bookworm',
    configuration: '',
    distribution: 'debian',
    release: 'bookworm',
    sources: [],
  };
  const found = { name: 'zlib1g', version: '1:1.2.13.dfsg-1', architecture: 'amd64' };
  expect(archivePath(workspace, found)).toBe(
    '/cache/apt/bookworm/archives/zlib1g_1%3a1.2.13.dfsg-1_amd64.deb',
  );
});

test('stanzas become local, once each and in order', () => {
  const zlib =
    'Package: zlib1g\nVersion: 1:1.2.13\nArchitecture: amd64\nFilename: pool/main/z/zlib/x.deb\nSHA256: aa';
  const bash = 'Package: bash\nVersion: 5.2\nArchitecture: amd64\nFilename: pool/main/b/y.deb';
  expect(localStanzas(`${zlib}\n\n${bash}\n\n${zlib}\n\n`)).toBe(
    `Package: bash
Version: 5.2
Architecture: amd64
Filename: ./bash_5.2_amd64.deb

Package: zlib1g
Version: 1:1.2.13
Architecture: amd64
Filename: ./zlib1g_1%3a1.2.13_amd64.deb
SHA256: aa
`,
  );
});
