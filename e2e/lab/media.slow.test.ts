/**
 * Media of prebuilt parts on real firmware: each runs the script that was
 * given, which says a word nobody could guess and fetches a page.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildContext } from '@/e2e/fixtures/build-context';
import { labFolder } from '@/e2e/lab/accel';
import { Machine, type MachineWish } from '@/e2e/lab/machine';
import { Namespace, wire } from '@/e2e/lab/namespace';
import { type PlainDnsmasq, startPlainDnsmasq } from '@/e2e/lab/plain-dnsmasq';
import { type PlainServer, startPlainServer } from '@/e2e/lab/plain-server';
import { aboutFile, aboutIpxe } from '@/lib/builds/builders/ipxe/about';
import { ipxeBuilder } from '@/lib/builds/builders/ipxe/builder';
import { ipxeFile, ipxeSpec } from '@/lib/builds/builders/ipxe/schema';
import { isoBuilder } from '@/lib/builds/builders/iso/builder';
import { isoSpec } from '@/lib/builds/builders/iso/schema';
import { scriptLimit } from '@/lib/builds/builders/media/schema';

/** Firmware, iPXE and an address by DHCP take 15 s; the rest is for a busy machine. */
const limit = 120_000;

let folder: string;
let namespace: Namespace;
let server: PlainServer;
let machine: Machine | null = null;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-media-'));
  await mkdir(join(folder, 'web'));
  namespace = await Namespace.create();
  server = await startPlainServer({ namespace, folder: join(folder, 'web') });
});

afterEach(async () => {
  await machine?.remove();
  machine = null;
});

afterAll(async () => {
  await server?.stop();
  await namespace?.remove();
  await rm(folder, { recursive: true, force: true });
});

interface Mark {
  word: string;
  script: string;
}

/** A script of its own for each test, so that none can be taken for another's. */
function marked(): Mark {
  const word = randomBytes(6).toString('hex');
  const lines = [
    '#!ipxe',
    `echo the word is ${word} by $\{platform}`,
    `dhcp && imgfetch --name page http://${wire.server}:3000/${word}.txt && echo fetched ${word} ||`,
    // Without a line end, which iPXE has to take as well.
    'shell',
  ];
  return { word, script: lines.join('\n') };
}

/** As long as a script may be, with line ends of Windows and bytes that a careless copy would change. */
function longest(mark: Mark): Mark {
  const [first = '', ...rest] = mark.script.split('\n');
  const noise = `# ü \u{1F680} \u0001\u007f $(reboot) \`id\` "' \\\\ %s \u00ff`;
  const tail = rest.join('\r\n');
  const free = scriptLimit - first.length - tail.length - 4;
  const padding = Array.from({ length: Math.floor(free / (noise.length + 2)) }, () => noise);
  const script = [first, ...padding, tail].join('\r\n');
  return { ...mark, script };
}

async function builtIso(mark: Mark): Promise<string> {
  const context = await buildContext({ root: folder, cache: join(labFolder(), 'cache') });
  await isoBuilder.build(isoSpec.parse({ script: mark.script }), context);
  return join(context.folder, 'boot.iso');
}

/** Builds a target such as `bin-x86_64-efi/ipxe.usb`; gives its file, its folder, and iPXE's version. */
async function builtIpxe(target: string, mark: Mark) {
  const [platform, name = ''] = target.split('/');
  const [driver, extension] = name.split('.');
  const spec = ipxeSpec.parse({ platform, driver, extension, script: mark.script });
  const context = await buildContext({ root: folder, cache: join(labFolder(), 'cache') });
  await ipxeBuilder.build(spec, context);
  const about = JSON.parse(await readFile(join(context.folder, aboutFile), 'utf8'));
  const { version } = aboutIpxe.parse(about);
  return { file: join(context.folder, ipxeFile(spec)), folder: context.folder, version };
}

async function switchOn(
  wish: Pick<MachineWish, 'firmware'> & Partial<MachineWish>,
): Promise<Machine> {
  machine = await Machine.create({
    namespace,
    name: 'medium',
    macs: ['52:54:00:77:12:01'],
    disks: [],
    memory: 256,
    ...wish,
  });
  await machine.powerOn();
  return machine;
}

/** The script has run, and its page was fetched. */
async function expectRun(on: Machine, { word }: Mark, platform: 'pcbios' | 'efi'): Promise<void> {
  await on.waitForText(new RegExp(`the word is ${word} by ${platform}`), limit);
  await on.waitForText(new RegExp(`fetched ${word}`), limit);
  expect(server.requests().join('\n')).toContain(`200 /${word}.txt`);
}

async function withWire(
  wish: { root: string; script: string; bios: string; uefi: string },
  work: () => Promise<void>,
): Promise<void> {
  let dnsmasq: PlainDnsmasq | null = null;
  try {
    dnsmasq = await startPlainDnsmasq({
      namespace,
      folder,
      tftpRoot: wish.root,
      script: wish.script,
      loaders: { bios: wish.bios, uefi: wish.uefi },
    });
    await work();
  } finally {
    await dnsmasq?.stop();
  }
}

const nothing = { script: 'none', bios: 'none', uefi: 'none' };

function serve({ word }: Mark): Promise<void> {
  return servePage(`${word}.txt`, 'a page\n');
}

function servePage(name: string, text: string): Promise<void> {
  return writeFile(join(folder, 'web', name), text);
}

describe('one ISO image', () => {
  let mark: Mark;
  let iso: string;

  beforeAll(async () => {
    mark = longest(marked());
    expect(mark.script.length).toBeGreaterThan(scriptLimit - 100);
    iso = await builtIso(mark);
    await serve(mark);
  });

  it.each([
    ['bios', 'cd', 'pcbios'],
    ['bios', 'usb', 'pcbios'],
    ['uefi', 'cd', 'efi'],
    ['uefi', 'usb', 'efi'],
  ] as const)('runs the longest script by %s from %s', async (firmware, as, platform) => {
    await withWire({ root: folder, ...nothing }, async () => {
      const on = await switchOn({ firmware, medium: { path: iso, as } });
      await expectRun(on, mark, platform);
      // UEFI's iPXE tells of every place where it looks in vain.
      expect(on.serial.all()).not.toContain('Not found');
    });
  });
});

describe('an image of an iPXE target', () => {
  it.each([
    ['bin-x86_64-pcbios/ipxe.iso', 'bios', 'cd', 'pcbios'],
    ['bin-x86_64-pcbios/ipxe.usb', 'bios', 'usb', 'pcbios'],
    ['bin-i386-pcbios/ipxe.dsk', 'bios', 'usb', 'pcbios'],
    ['bin-x86_64-efi/ipxe.iso', 'uefi', 'cd', 'efi'],
    ['bin-x86_64-efi/ipxe.usb', 'uefi', 'usb', 'efi'],
  ] as const)('%s runs its script by %s from %s', async (target, firmware, as, platform) => {
    const mark = marked();
    await serve(mark);
    const { file } = await builtIpxe(target, mark);
    await withWire({ root: folder, ...nothing }, async () => {
      const on = await switchOn({ firmware, medium: { path: file, as } });
      await expectRun(on, mark, platform);
    });
  });

  it('ipxe.lkrn runs the script that it is given as its initrd', async () => {
    const mark = marked();
    await serve(mark);
    const built = await builtIpxe('bin-x86_64-pcbios/ipxe.lkrn', mark);
    const kernel = { path: built.file, initrd: join(built.folder, 'autoexec.ipxe'), line: '' };
    await withWire({ root: folder, ...nothing }, async () => {
      await expectRun(await switchOn({ firmware: 'bios', kernel }), mark, 'pcbios');
    });
  });
});

describe('a program by network', () => {
  it.each([['bin-x86_64-efi/ipxe.efi'], ['bin-x86_64-efi/snponly.efi']])(
    '%s finds its script beside itself',
    async (target) => {
      const mark = marked();
      await serve(mark);
      const built = await builtIpxe(target, mark);
      const uefi = target.split('/')[1] ?? '';
      await withWire({ root: built.folder, ...nothing, uefi }, async () => {
        await expectRun(await switchOn({ firmware: 'uefi' }), mark, 'efi');
      });
    },
  );

  it.each(['bin-x86_64-pcbios/undionly.kpxe', 'bin-x86_64-pcbios/ipxe.pxe'])(
    '%s is told by DHCP where its script is',
    async (target) => {
      const mark = marked();
      await serve(mark);
      const built = await builtIpxe(target, mark);
      const bios = target.split('/')[1] ?? '';
      await servePage(`${mark.word}.ipxe`, mark.script);
      // The card's own ROM is an iPXE, too, of another version: that one goes on to ours.
      const turnstile = [
        '#!ipxe',
        `iseq $\{version} ${built.version} && chain http://${wire.server}:3000/${mark.word}.ipxe ||`,
        `chain tftp://${wire.server}/${bios}`,
        '',
      ];
      await servePage('turnstile.ipxe', turnstile.join('\n'));
      const script = `http://${wire.server}:3000/turnstile.ipxe`;
      await withWire({ root: built.folder, ...nothing, bios, script }, async () => {
        const on = await switchOn({ firmware: 'bios' });
        await expectRun(on, mark, 'pcbios');
        expect(on.serial.all()).toContain(`${bios}... ok`);
        expect(on.serial.all()).toContain(`iPXE ${built.version}`);
      });
    },
  );
});
