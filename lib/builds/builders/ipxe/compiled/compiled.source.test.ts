/**
 * Compiled iPXE from a real source, which the environment names
 * (IPXE_SOURCE). Bases are kept in the lab's folder, so a second run links
 * only; what must be clean has a cache of its own.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Authority, makeAuthority } from '@/e2e/fixtures/authority';
import { buildContext } from '@/e2e/fixtures/build-context';
import { labFolder } from '@/e2e/lab/accel';
import { readAbilities } from '../../loaders/loader-abilities';
import { unpackedProgram } from '../../loaders/unpacked';
import { type IpxeDriver, type IpxeExtension, ipxeOptions, ipxePlatforms } from '../schema';
import { compiledInputs, compileIpxe } from './compile';
import { platformFiles } from './platforms';
import type { CompiledWish } from './wish';

const cache = path.join(labFolder(), 'cache');
const script = '#!ipxe\necho The one and only script of this test\nshell\n';

let root: string;
let authority: Authority;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'compiled-'));
  authority = await makeAuthority({ address: '10.77.0.1' });
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
  await rm(authority.folder, { recursive: true, force: true });
});

type Ask = Pick<CompiledWish, 'platform' | 'driver' | 'extension'> & {
  script?: string;
  options?: object;
  secrets?: Record<string, string>;
  cache?: string;
  signal?: AbortSignal;
};

function wishOf(ask: Ask): CompiledWish {
  const { platform, driver, extension } = ask;
  const options = ipxeOptions.parse(ask.options ?? {});
  return { platform, driver, extension, script: ask.script ?? script, options };
}

async function compile(ask: Ask) {
  const steps: { fraction: number; step: string }[] = [];
  const context = await buildContext({
    root,
    cache: ask.cache ?? cache,
    secrets: ask.secrets,
    signal: ask.signal,
    progress: (fraction, step) => void steps.push({ fraction, step }),
  });
  const wish = wishOf(ask);
  const file = path.join(context.folder, `${wish.driver}.${wish.extension}`);
  const started = performance.now();
  await compileIpxe({ wish, file, context });
  const milliseconds = performance.now() - started;
  return { file, bytes: await readFile(file), steps, context, milliseconds };
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const machines = { 'bin-x86_64-efi': 0x8664, 'bin-i386-efi': 0x14c, 'bin-arm64-efi': 0xaa64 };

/** What each kind of file must look like, besides holding an iPXE. */
function checkForm(given: { platform: string; extension: string; bytes: Buffer }): void {
  const { platform, extension, bytes } = given;
  if (extension === 'efi') {
    expect(bytes.toString('latin1', 0, 2)).toBe('MZ');
    const header = bytes.readUInt32LE(0x3c);
    expect(bytes.toString('latin1', header, header + 4)).toBe('PE\0\0');
    expect(bytes.readUInt16LE(header + 4)).toBe(machines[platform as keyof typeof machines]);
    // Subsystem 10: an EFI application.
    expect(bytes.readUInt16LE(header + 24 + 68)).toBe(10);
    return;
  }
  if (extension === 'iso' || platform.endsWith('-efi')) {
    expect(bytes.toString('latin1', 0x8001, 0x8006)).toBe('CD001');
    return;
  }
  if (extension === 'lkrn') expect(bytes.toString('latin1', 0x202, 0x206)).toBe('HdrS');
  if (['lkrn', 'usb', 'dsk'].includes(extension)) expect(bytes.readUInt16LE(510)).toBe(0xaa55);
  if (extension === 'dsk') expect(bytes.length % 512).toBe(0);
}

const files = ipxePlatforms.flatMap((platform) =>
  platformFiles(platform).map((name) => [platform, name] as const),
);

test.each(files)('%s/%s is made, with the script inside', async (platform, name) => {
  const [driver, extension] = name.split('.') as [IpxeDriver, IpxeExtension];
  const ask = { platform, driver, extension };
  const { bytes, context } = await compile(ask);
  checkForm({ ...ask, bytes });
  // Images hold the program packed once more, in files of their own.
  if (!(ask.platform.endsWith('-efi') && ask.extension !== 'efi')) {
    if (ask.extension !== 'iso') expect(unpackedProgram(bytes).includes(script)).toBe(true);
  } else {
    expect(bytes.includes(script)).toBe(true);
  }
  expect(await readdir(context.scratch)).toEqual([]);
});

test('the same from two clean trees is the same to the byte, for BIOS and UEFI', async () => {
  for (const ask of [
    { platform: 'bin-x86_64-efi', driver: 'snponly', extension: 'efi' },
    { platform: 'bin-x86_64-pcbios', driver: 'ipxe', extension: 'iso' },
  ] as const) {
    const clean = await mkdtemp(path.join(root, 'cache-'));
    const one = await compile({ ...ask, cache: clean });
    const other = await compile(ask);
    expect(sha256(one.bytes)).toBe(sha256(other.bytes));
    const fractions = one.steps.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(new Set(one.steps.map(({ step }) => step)).has('compiling iPXE')).toBe(true);
    expect(fractions.filter((each) => each > 0.1 && each < 0.8).length).toBeGreaterThan(100);
    console.log(
      `${ask.platform}: base and link ${Math.round(one.milliseconds)} ms, link alone ${Math.round(other.milliseconds)} ms`,
    );
    await rm(clean, { recursive: true });
  }
});

test('eight scripts at once, each in its own file', async () => {
  const ask = { platform: 'bin-x86_64-pcbios', driver: 'undionly', extension: 'kpxe' } as const;
  const alone = await compile(ask);
  const started = performance.now();
  const all = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      compile({ ...ask, script: `#!ipxe\necho number ${index}\n` }),
    ),
  );
  const together = performance.now() - started;
  for (const [index, { bytes }] of all.entries()) {
    expect(unpackedProgram(bytes).includes(`#!ipxe\necho number ${index}\n`)).toBe(true);
  }
  expect(new Set(all.map(({ bytes }) => sha256(bytes))).size).toBe(8);
  console.log(`one ${Math.round(alone.milliseconds)} ms, eight at once ${Math.round(together)} ms`);
});

test('options become what the program can do, and says', async () => {
  const ask = { platform: 'bin-x86_64-pcbios', driver: 'undionly', extension: 'kpxe' } as const;
  const options = {
    https: false,
    ipv6: false,
    syslog: true,
    serial: 9600,
    commands: ['ping', 'ntp', 'image-mem'],
    banner: 'Rack 7 (north)',
    debug: ['uri', 'embedded:3'],
  };
  const [plain, chosen] = [await compile(ask), await compile({ ...ask, options })];
  const before = readAbilities({ name: 'plain', file: plain.bytes });
  const after = readAbilities({ name: 'chosen', file: chosen.bytes });
  expect(before.schemes).toContain('https');
  expect(before.features).toContain('IPv6');
  expect(before.commands).not.toContain('ping');
  expect(after.schemes).not.toContain('https');
  expect(after.features).not.toContain('IPv6');
  expect(after.commands).toEqual(expect.arrayContaining(['ping', 'ntp', 'imgmem']));
  expect([before.syslog, after.syslog]).toEqual([false, true]);
  const program = unpackedProgram(chosen.bytes);
  expect(program.includes('Rack 7 (north)')).toBe(true);
  expect(program.includes('Embedded image "%s"')).toBe(true);
  expect(unpackedProgram(plain.bytes).includes('Embedded image "%s"')).toBe(false);
});

test('an object that is not there is an error at its field', async () => {
  const ask = { platform: 'bin-x86_64-efi', driver: 'snponly', extension: 'efi' } as const;
  await expect(compile({ ...ask, options: { debug: ['nosuchthing'] } })).rejects.toMatchObject({
    message: 'This iPXE has no object "nosuchthing".',
    fields: [{ field: 'options.debug' }],
  });
});

test('trust, certificate and key get in; the key stays nowhere else', async () => {
  const ask = { platform: 'bin-x86_64-efi', driver: 'snponly', extension: 'efi' } as const;
  const options = {
    trust: authority.root.certificate,
    clientCertificate: authority.client.certificate,
    clientKeySecret: 'boot_key',
  };
  const secrets = { boot_key: authority.client.key };
  const { bytes, context } = await compile({ ...ask, options, secrets });
  const der = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const root = der(authority.root.certificate);
  expect(bytes.includes(createHash('sha256').update(root).digest())).toBe(true);
  expect(bytes.includes(root)).toBe(true);
  expect(bytes.includes(der(authority.client.certificate))).toBe(true);
  // The private numbers are the same in PKCS #8 and PKCS #1.
  const secret = der(authority.client.key).subarray(-200);
  expect(bytes.includes(secret)).toBe(true);
  expect(await readdir(context.scratch)).toEqual([]);
  expect(context.lines.join('\n')).not.toContain('PRIVATE KEY');
  for (const file of await readdir(path.join(cache, 'ipxe-bases'), {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!/privkey|certstore|rest\.a/.test(file.name) || !file.isFile()) continue;
    expect((await readFile(path.join(file.parentPath, file.name))).includes(secret)).toBe(false);
  }
  const own = { cache, signal: context.signal, secrets };
  const inputs = await compiledInputs(wishOf({ ...ask, options }), own);
  expect(inputs.map(({ name }) => name)).toContain('public-half:client-key');
  const told = Buffer.from(JSON.stringify([inputs, context.lines]));
  const pem = authority.client.key.split('\n').filter((line) => /^[\w+/=]{16,}$/.test(line));
  expect(pem.length).toBeGreaterThan(3);
  for (const part of [secret.subarray(0, 32), secret.toString('hex').slice(0, 32), ...pem]) {
    expect(told.includes(part)).toBe(false);
  }
});

test('a cancelled make ends with all its children, and leaves no half base', async () => {
  const clean = await mkdtemp(path.join(root, 'cache-'));
  const stop = new AbortController();
  const context = await buildContext({
    root,
    cache: clean,
    signal: stop.signal,
    progress: (_fraction, step) => {
      if (step === 'compiling iPXE') stop.abort(new Error('enough'));
    },
  });
  const wish = wishOf({ platform: 'bin-x86_64-efi', driver: 'snponly', extension: 'efi' });
  const file = path.join(context.folder, 'snponly.efi');
  await expect(compileIpxe({ wish, file, context })).rejects.toThrow();
  expect(existsSync(file)).toBe(false);
  expect(await processesIn(clean)).toEqual([]);
  const bases = path.join(clean, 'ipxe-bases');
  expect((await readdir(bases)).filter((name) => !name.startsWith('.'))).toEqual([]);
  expect(await readdir(path.join(bases, '.making'))).toEqual([]);
  expect(await readdir(path.join(bases, '.locks'))).toEqual([]);
});

/** Command lines of processes whose working directory is below a folder. */
async function processesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const place = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (place.startsWith(folder))
      found.push(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
  }
  return found;
}
