/** Media of prebuilt parts, looked at with the tools of others: what is on them is what was given. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildContext } from '@/e2e/fixtures/build-context';
import { scriptCorpus } from '@/e2e/fixtures/script-corpus';
import { labFolder } from '@/e2e/lab/accel';
import { fileSha256 } from '@/lib/builds/artifact-store';
import { aboutIpxe } from '../ipxe/about';
import { scriptLimit } from '../media/schema';
import { isoBuilder } from './builder';
import { isoSpec } from './schema';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'iso-test-'));
});

afterAll(() => rm(root, { recursive: true, force: true }));

type Built = Awaited<ReturnType<typeof build>>;

async function build(wish: object) {
  const context = await buildContext({ root, cache: path.join(labFolder(), 'cache') });
  const spec = isoSpec.parse(wish);
  const inputs = await isoBuilder.inputs(spec, context);
  await isoBuilder.build(spec, context);
  const text = await readFile(path.join(context.folder, 'about.json'), 'utf8');
  return {
    ...context,
    inputs,
    iso: path.join(context.folder, 'boot.iso'),
    about: aboutIpxe.parse(JSON.parse(text)),
  };
}

/** A file of the ISO 9660 file system. */
async function fromIso({ iso, run, scratch }: Built, name: string): Promise<Buffer> {
  const target = path.join(scratch, 'taken');
  await rm(target, { force: true });
  await run('xorriso', ['-osirrox', 'on', '-indev', iso, '-extract', `/${name}`, target]);
  return readFile(target);
}

/** A file of the FAT file system inside. */
async function fromEfi(built: Built, name: string): Promise<Buffer> {
  await fromIso(built, 'efi.img');
  const target = path.join(built.scratch, 'from-efi');
  const image = path.join(built.scratch, 'taken');
  await built.run('mcopy', ['-n', '-o', '-i', image, `::${name}`, target]);
  return readFile(target);
}

describe('the script on a medium', () => {
  const corpus = Object.entries({
    ...scriptCorpus,
    'a shell’s favourites': `$(reboot) \`id\` ; rm -rf / & "'\\"' -o --volid=x \n-rf\n`,
    'the whole limit': 'ü'.repeat(scriptLimit),
  });

  it.each(corpus)('is byte for byte what was given: %s', async (_name, text) => {
    const script = `#!ipxe\n${text}`.slice(0, scriptLimit);
    const built = await build({ script });
    const bytes = Buffer.from(script);
    expect((await fromIso(built, 'autoexec.ipxe')).equals(bytes)).toBe(true);
    expect((await fromEfi(built, 'autoexec.ipxe')).equals(bytes)).toBe(true);
    expect((await fromEfi(built, 'EFI/BOOT/autoexec.ipxe')).equals(bytes)).toBe(true);
  });

  it('is told where it boots from when there is an address', async () => {
    const built = await build({ script: '#!ipxe\r\nshell\r\n', base: 'http://10.0.0.1:3000' });
    const text = (await fromIso(built, 'autoexec.ipxe')).toString();
    expect(text).toBe('#!ipxe\r\nset base http://10.0.0.1:3000\nshell\r\n');
  });

  it('is the ready one where none is given, and that needs an address', async () => {
    const built = await build({ base: 'https://boot.example.net' });
    const text = (await fromIso(built, 'autoexec.ipxe')).toString();
    expect(text.startsWith('#!ipxe\nset base https://boot.example.net\n')).toBe(true);
    await expect(build({})).rejects.toThrow('"base"');
  });
});

describe('the bytes of a medium', () => {
  const wish = { script: '#!ipxe\nshell\n', architectures: ['x86_64', 'arm64'] };

  it('are the same whenever and wherever it is built', async () => {
    const first = await build(wish);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const again = await build(wish);
    expect(await fileSha256(again.iso)).toBe(await fileSha256(first.iso));
    expect(again.about).toEqual(first.about);
    expect(again.inputs).toEqual(first.inputs);
  });

  it('are others for another script or label', async () => {
    const hashes = await Promise.all(
      [wish, { ...wish, script: '#!ipxe\nshell \n' }, { ...wish, label: 'OTHER' }].map(
        async (one) => fileSha256((await build(one)).iso),
      ),
    );
    expect(new Set(hashes).size).toBe(3);
  });
});

describe('the labels of a medium', () => {
  it.each([
    [{}, 'PROVISIONER', 'EFIBOOT'],
    [
      { label: 'A label. of-32_characters no 1 m', efiLabel: 'a-b_c d' },
      'A label. of-32_characters no 1 m',
      'A-B_C D',
    ],
    [{ label: '0', efiLabel: '0' }, '0', '0'],
  ])('are those of %j', async (wish, label, efiLabel) => {
    const built = await build({ script: '#!ipxe\n', ...wish });
    const image = await readFile(built.iso);
    const text = (bytes: Buffer) => bytes.toString('latin1').trimEnd();
    // ISO 9660: sector 16, 40 bytes in. FAT16: 43 bytes in.
    expect(text(image.subarray(16 * 2048 + 40, 16 * 2048 + 72))).toBe(label);
    expect(text((await fromIso(built, 'efi.img')).subarray(43, 54))).toBe(efiLabel);
  });

  it.each([
    ['label', ''],
    ['label', '-o'],
    ['label', 'a'.repeat(33)],
    ['label', 'a\nb'],
    ['label', '$(id)'],
    ['label', "a'b"],
    ['efiLabel', 'a.b'],
    ['efiLabel', 'TWELVE CHARS'],
    ['efiLabel', '--invariant'],
    ['efiLabel', 'a\0b'],
  ])('refuse in %s: %j', (field, label) => {
    const parsed = isoSpec.safeParse({ script: '#!ipxe\n', [field]: label });
    expect(parsed.error?.issues[0]?.path).toEqual([field]);
  });
});

describe('the programs of a medium', () => {
  it('are where each firmware looks for them', async () => {
    const built = await build({ script: '#!ipxe\n', architectures: ['arm64', 'x86_64'] });
    const names = built.about.programs.map(({ name }) => name);
    expect(names).toEqual(['ipxe.lkrn', 'ipxe.efi', 'ipxe-arm64.efi']);
    // The machine's field of a PE header: 0x8664 and 0xaa64.
    for (const [name, machine] of [
      ['BOOTX64.EFI', 0x8664],
      ['BOOTAA64.EFI', 0xaa64],
    ] as const) {
      const program = await fromEfi(built, `EFI/BOOT/${name}`);
      expect(program.readUInt16LE(program.readUInt32LE(60) + 4)).toBe(machine);
      expect(program.equals(await fromIso(built, `EFI/BOOT/${name}`))).toBe(true);
    }
    const report = await built.run('xorriso', [
      ...['-indev', built.iso, '-report_el_torito', 'plain', '-report_system_area', 'plain'],
    ]);
    expect(report).toMatch(/El Torito boot img : {3}1 {2}BIOS {2}y/);
    expect(report).toMatch(/El Torito boot img : {3}2 {2}UEFI {2}y/);
    expect(report).toMatch(/GPT partition path : {3}2 {2}\/efi\.img/);
    expect(report).toMatch(/MBR partition {6}: {3}1 {3}0x80/);
  });

  it('are UEFI’s alone for 64-bit ARM', async () => {
    const built = await build({ script: '#!ipxe\n', architectures: ['arm64'] });
    const report = await built.run('xorriso', [
      ...['-indev', built.iso, '-report_el_torito', 'plain', '-report_system_area', 'plain'],
    ]);
    expect(report).toMatch(/El Torito boot img : {3}1 {2}UEFI {2}y/);
    expect(report).not.toContain('BIOS');
    // The GUID of an EFI system partition.
    expect(report).toMatch(/GPT type GUID {6}: {3}2 {2}28732ac11ff8d211ba4b00a0c93ec93b/);
  });
});
