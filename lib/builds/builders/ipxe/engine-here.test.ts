import { describe, expect, it } from 'vitest';
import { AppError } from '@/lib/core/errors';
import { debian13 } from '@/lib/scripts/lint/ipxe/corpus/debian-13';
import { isoSpec } from '../iso/schema';
import type { IpxePackage, PackageLoader } from '../loaders/package-files';
import { engineWith, withReasons } from './engine-here';
import { ipxeSpec } from './schema';

/** A package with everything that Debian 13's has. */
const newer: IpxePackage = {
  version: '2.0.0',
  suite: 'trixie',
  folder: '/nowhere',
  loaders: debian13.loaders.map((loader) => ({
    ...loader,
    name: loader.name as PackageLoader['name'],
    autoexec: loader.name.endsWith('.efi'),
    framebuffer: true,
    syslog: false,
    size: 1,
  })),
};

/** Debian 12's, of 2019: no HTTPS, no script beside the program, nothing for ARM. */
const older: IpxePackage = {
  ...newer,
  version: '1.0.0+git-20190125',
  loaders: newer.loaders
    .filter(({ name }) => name !== 'ipxe-arm64.efi')
    .map((loader) => ({
      ...loader,
      autoexec: false,
      framebuffer: false,
      schemes: loader.schemes.filter((scheme) => scheme !== 'https'),
    })),
};

const medium = (wish: object, found: IpxePackage) =>
  engineWith({
    spec: isoSpec.parse({ script: '#!ipxe\n', ...wish }),
    loaders: ['ipxe.lkrn', 'ipxe.efi', 'ipxe-arm64.efi'],
    needsAutoexec: true,
    found,
  });

describe('the engine by what is at hand', () => {
  it('takes the binaries that it was asked about', () => {
    const here = medium({}, newer);
    expect(here).toMatchObject({ engine: 'prebuilt', reasons: [] });
    if (here.engine !== 'prebuilt') return;
    expect(here.loaders.map(({ name }) => name)).toEqual([
      'ipxe.lkrn',
      'ipxe.efi',
      'ipxe-arm64.efi',
    ]);
  });

  it('compiles what an old package cannot do, and says what that is', () => {
    expect(medium({}, older)).toEqual({
      engine: 'compiled',
      reasons: [
        'iPXE 1.0.0+git-20190125 comes without ipxe-arm64.efi.',
        'ipxe.efi of iPXE 1.0.0+git-20190125 does not look for autoexec.ipxe on its medium.',
        'Prebuilt binaries lack HTTPS.',
      ],
    });
  });

  it('refuses with the field where "prebuilt" was asked for', () => {
    const loaders = ['ipxe.efi' as const];
    const target = { platform: 'bin-x86_64-efi', driver: 'ipxe', extension: 'efi' };
    const spec = ipxeSpec.parse({ engine: 'prebuilt', script: '#!ipxe\n', ...target });
    expect(() => engineWith({ spec, loaders, needsAutoexec: false, found: older })).toThrow(
      'options.https cannot be had with the engine "prebuilt": Prebuilt binaries lack HTTPS. Choose "compiled" or "auto".',
    );
    const without = ipxeSpec.parse({ script: '#!ipxe\n', ...target, options: { https: false } });
    expect(
      engineWith({ spec: without, loaders, needsAutoexec: false, found: older }),
    ).toMatchObject({ engine: 'prebuilt' });
  });
});

describe('what the compiler lacks', () => {
  const reasons = ['No prebuilt iPXE is to be had here: deb.example does not answer.'];

  it('is told with why it is needed', async () => {
    const work = Promise.reject(new Error('gcc is not installed.'));
    await expect(withReasons({ reasons, work })).rejects.toThrow(
      /^gcc is not installed\.\nThe compiler is needed:\nNo prebuilt iPXE .* does not answer\.$/,
    );
  });

  it('is told alone where nobody needs a reason, or a field is wrong', async () => {
    const missing = new Error('gcc is not installed.');
    await expect(withReasons({ reasons: [], work: Promise.reject(missing) })).rejects.toBe(missing);
    const wrong = new AppError({
      class: 'invalid',
      code: 'ERR_INVALID_INPUT',
      message: 'It is no key',
      field: 'options.clientKeySecret',
    });
    await expect(withReasons({ reasons, work: Promise.reject(wrong) })).rejects.toBe(wrong);
  });
});
