/** Prebuilt iPXE with a script: which files there are, and what they say of themselves. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildContext } from '@/e2e/fixtures/build-context';
import { labFolder } from '@/e2e/lab/accel';
import { fileSha256 } from '@/lib/builds/artifact-store';
import { ipxePackage } from '../loaders/package-files';
import { aboutIpxe } from './about';
import { ipxeBuilder } from './builder';
import { usualPrebuilt } from './engine';
import { abilitiesOf } from './engine-here';
import { ipxeSpec } from './schema';

const cache = path.join(labFolder(), 'cache');
const script = '#!ipxe\r\necho "$(id)" `id` ü\r\nshell';
let root: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'ipxe-test-'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function build(target: string, change: object = {}) {
  const [platform, file = ''] = target.split('/');
  const [driver, extension] = file.split('.');
  const spec = ipxeSpec.parse({ platform, driver, extension, script, ...change });
  const context = await buildContext({ root, cache });
  const inputs = await ipxeBuilder.inputs(spec, context);
  await ipxeBuilder.build(spec, context);
  const names = (await readdir(context.folder)).sort();
  const content = (name: string) => readFile(path.join(context.folder, name));
  const about = aboutIpxe.parse(JSON.parse(String(await content('about.json'))));
  return { ...context, inputs, names, content, about };
}

it('is what is said of the package without having looked', async () => {
  const { loaders, version } = await ipxePackage({ cache, signal: new AbortController().signal });
  expect(version).toMatch(/git2025|^2/);
  const found = abilitiesOf(loaders);
  expect({ ...found, commands: [...found.commands].sort() }).toEqual(usualPrebuilt);
});

describe('a program of the package', () => {
  it.each([
    ['bin-x86_64-efi/ipxe.efi', 'fetches it by this name'],
    ['bin-x86_64-efi/snponly.efi', 'fetches it by this name'],
    ['bin-arm64-efi/ipxe.efi', 'fetches it by this name'],
    ['bin-x86_64-pcbios/undionly.kpxe', 'user class "iPXE"'],
    ['bin-i386-pcbios/ipxe.pxe', 'user class "iPXE"'],
    ['bin-x86_64-pcbios/ipxe.lkrn', 'initrd'],
  ])('%s has its script beside it, and says how it gets in', async (target, use) => {
    const built = await build(target);
    const name = target.split('/')[1] ?? '';
    expect(built.names).toEqual(['about.json', 'autoexec.ipxe', name].sort());
    expect(await built.content('autoexec.ipxe')).toEqual(Buffer.from(script));
    expect(built.about).toMatchObject({ engine: 'prebuilt', reasons: [] });
    expect(built.about.files.map((file) => file.name)).toEqual([name, 'autoexec.ipxe']);
    expect(built.about.files[1]?.use.join(' ')).toContain(use);
    expect(built.lines.join('\n')).toContain(use);
    const [program] = built.about.programs;
    expect(program?.commands).toEqual(expect.arrayContaining(['chain', 'imgfetch', 'shell']));
    expect(program?.schemes).toContain('https');
  });

  it('is the package’s own, byte for byte', async () => {
    const { folder } = await build('bin-arm64-efi/ipxe.efi');
    const found = await ipxePackage({ cache, signal: new AbortController().signal });
    expect(await fileSha256(path.join(folder, 'ipxe.efi'))).toBe(
      await fileSha256(path.join(found.folder, 'ipxe-arm64.efi')),
    );
  });
});

describe('a medium', () => {
  it.each([
    ['bin-x86_64-pcbios/ipxe.iso', /BIOS/, /UEFI/],
    ['bin-x86_64-pcbios/ipxe.usb', /BIOS/, /UEFI/],
    ['bin-i386-pcbios/ipxe.dsk', /BIOS/, /UEFI/],
    ['bin-x86_64-efi/ipxe.iso', /UEFI/, /BIOS/],
    ['bin-x86_64-efi/ipxe.usb', /UEFI/, /BIOS/],
    ['bin-arm64-efi/ipxe.iso', /UEFI/, /BIOS/],
  ])('%s is one file with the script in it', async (target, has, hasNot) => {
    const built = await build(target);
    const name = target.split('/')[1] ?? '';
    expect(built.names).toEqual(['about.json', name].sort());
    const image = path.join(built.folder, name);
    const report = await built.run('xorriso', ['-indev', image, '-report_el_torito', 'plain']);
    expect(report).toMatch(has);
    expect(report).not.toMatch(hasNot);
    const taken = path.join(built.scratch, 'taken');
    await built.run('xorriso', [
      ...['-osirrox', 'on', '-indev', image, '-extract', '/autoexec.ipxe', taken],
    ]);
    expect(await readFile(taken)).toEqual(Buffer.from(script));
    const again = await build(target);
    expect(await fileSha256(path.join(again.folder, name))).toBe(await fileSha256(image));
  });
});
