import { describe, expect, it } from 'vitest';
import { debian13 } from '@/lib/scripts/lint/ipxe/corpus/debian-13';
import { isoSpec } from '../iso/schema';
import {
  commandNames,
  compilerNeeds,
  engineFor,
  type PrebuiltAbilities,
  usualPrebuilt,
} from './engine';
import { type IpxeSpec, ipxeCommands, ipxePlatforms, ipxeSpec } from './schema';
import { prebuiltLoader } from './target';

const script = '#!ipxe\n';
const efi = { platform: 'bin-x86_64-efi', driver: 'ipxe', extension: 'efi', script };
const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

const choice = (spec: object) => engineFor(ipxeSpec.parse({ ...efi, ...spec }));

describe('engineFor', () => {
  it('takes the prebuilt binary where that will do', () => {
    expect(choice({})).toEqual({ engine: 'prebuilt', reasons: [] });
    expect(engineFor(isoSpec.parse({ script }))).toEqual({ engine: 'prebuilt', reasons: [] });
    const options = { commands: usualPrebuilt.commands, framebuffer: true };
    expect(choice({ options }).engine).toBe('prebuilt');
  });

  it.each([
    ['selfContained', { selfContained: true }],
    ['platform', { platform: 'bin-i386-efi' }],
    ['driver', { platform: 'bin-arm64-efi', driver: 'snponly' }],
    ['driver', { driver: 'snponly', extension: 'usb' }],
    ['extension', { platform: 'bin-i386-pcbios', extension: 'kpxe' }],
    ['options.https', { options: { https: false } }],
    ['options.ipv6', { options: { ipv6: false } }],
    ['options.trust', { options: { trust: certificate } }],
    [
      'options.clientCertificate',
      { options: { clientCertificate: certificate, clientKeySecret: 'key' } },
    ],
    ['options.serial', { options: { serial: 115200 } }],
    ['options.syslog', { options: { syslog: true } }],
    ['options.commands', { options: { commands: ['ping', 'nslookup'] } }],
    ['options.banner', { options: { banner: 'Ours' } }],
    ['options.debug', { options: { debug: ['tls'] } }],
  ])('needs the compiler for %s', (field, change) => {
    const spec = ipxeSpec.parse({ ...efi, ...change });
    expect(compilerNeeds(spec).map((need) => need.field)).toEqual([field]);
    const { engine, reasons } = engineFor(spec);
    expect(engine).toBe('compiled');
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(/^[A-Z].*\.$/);
    const asked = ipxeSpec.safeParse({ ...efi, ...change, engine: 'prebuilt' });
    expect(asked.error?.issues).toEqual([
      expect.objectContaining({ path: field.split('.'), message: expect.stringContaining('auto') }),
    ]);
  });

  it('does not need it for a medium that holds its script anyway', () => {
    const spec = { platform: 'bin-x86_64-pcbios', extension: 'iso', selfContained: true };
    expect(choice(spec).engine).toBe('prebuilt');
  });

  it('compiles what is asked to be compiled, without a reason', () => {
    expect(choice({ engine: 'compiled' })).toEqual({ engine: 'compiled', reasons: [] });
  });

  it('refuses a medium, too, naming the option', () => {
    const asked = isoSpec.safeParse({ script, engine: 'prebuilt', options: { banner: 'Ours' } });
    expect(asked.error?.issues).toEqual([expect.objectContaining({ path: ['options', 'banner'] })]);
  });

  it('goes by what the binaries at hand have', () => {
    const old: PrebuiltAbilities = { ...usualPrebuilt, https: false, commands: ['reboot'] };
    const spec = ipxeSpec.parse({ ...efi, options: { commands: ['ping'] } });
    expect(engineFor(spec, old).reasons).toEqual([
      'Prebuilt binaries lack HTTPS.',
      'Prebuilt binaries do not have ping.',
    ]);
    const without = ipxeSpec.parse({ ...efi, options: { https: false } });
    expect(engineFor(without, old).engine).toBe('prebuilt');
  });
});

describe('what prebuilt binaries can do', () => {
  it.each(debian13.loaders.map((loader) => [loader.name, loader] as const))(
    'is what was measured of %s',
    (_name, { commands, schemes, features }) => {
      const there = ipxeCommands.filter((command) => commands.includes(commandNames[command]));
      expect([...usualPrebuilt.commands].sort()).toEqual(there.sort());
      expect(usualPrebuilt.https).toBe(schemes.includes('https'));
      expect(usualPrebuilt.ipv6).toBe(features.includes('IPv6'));
    },
  );

  it('is asked of a binary that the package has, for every target', () => {
    const names = debian13.loaders.map(({ name }) => name);
    for (const platform of ipxePlatforms) {
      const bios = platform.endsWith('pcbios');
      const drivers: IpxeSpec['driver'][] = bios ? ['ipxe', 'undionly'] : ['ipxe', 'snponly'];
      for (const driver of drivers) {
        const extension = bios ? (driver === 'ipxe' ? 'pxe' : 'kpxe') : 'efi';
        const loader = prebuiltLoader({ platform, driver, extension });
        if (loader !== null) expect(names).toContain(loader);
      }
    }
  });
});
