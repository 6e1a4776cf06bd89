/**
 * The compiled engine: iPXE from source with the script inside. A new script
 * costs one small object, a link and what makes the file of it, in a folder
 * of the build's own; the base is only read, so any number of builds may do
 * so at once.
 */
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildContext, BuildInput, InputContext } from '@/lib/builds/builder';
import { neededSource, type Source } from '@/lib/builds/sources/bring';
import { demandTools } from '@/lib/builds/tools';
import { env } from '@/lib/core/env';
import { run } from '@/lib/core/exec';
import { sha256 } from '@/lib/core/secret';
import { composeMedium, mediumInputs } from '../../iso/medium';
import type { IpxePlatform } from '../schema';
import type { EfiPlatform } from '../target';
import { type Base, runInto, sourceDate, takeBase } from './base';
import { type Credentials, keyVersion, readCredentials } from './credentials';
import { baseOptions, debugLevels } from './headers';
import { compiledTools, crossPrefix, isEfiMedium } from './platforms';
import { type OwnObject, ownObjects } from './recipe';
import { recompiled, relinked } from './relink';
import { type CompiledWish, compiledFile } from './wish';

/** Raise it when the same wish gives other bytes. */
const engineVersion = 1;

/** Milliseconds; asking a compiler for its version takes a hundredth of it. */
const askLimit = 20_000;

/** What goes into a compiled file besides its wish. Throws where tools or the source are missing. */
export async function compiledInputs(
  wish: CompiledWish,
  { cache, signal, secrets }: InputContext,
): Promise<BuildInput[]> {
  await demandTools(compiledTools(wish));
  const key = keyVersion({ options: wish.options, secrets });
  const source = await neededSource({ cache, location: env().IPXE_SOURCE, signal });
  const { platform } = wish;
  return [
    { name: 'source:ipxe', version: source.commit },
    { name: `compiler:${platform}`, version: await compilerVersion({ platform, signal }) },
    { name: 'engine:ipxe-compiled', version: String(engineVersion) },
    ...(await imageInputs({ wish, signal })),
    ...(key ? [{ name: 'public-half:client-key', version: key }] : []),
  ];
}

function imageInputs(given: { wish: CompiledWish; signal: AbortSignal }): Promise<BuildInput[]> {
  const { wish, signal } = given;
  if (isEfiMedium(wish)) return mediumInputs({ bios: false, signal });
  return wish.extension === 'iso' ? mediumInputs({ bios: true, signal }) : Promise.resolve([]);
}

async function compilerVersion(given: {
  platform: IpxePlatform;
  signal: AbortSignal;
}): Promise<string> {
  const prefix = crossPrefix(given.platform);
  const lines = await Promise.all(
    [`${prefix}gcc`, `${prefix}ld`].map((program) =>
      run({
        program,
        args: ['--version'],
        timeout: askLimit,
        signal: given.signal,
        env: { LC_ALL: 'C' },
      }),
    ),
  );
  return lines.map((text) => text.split('\n')[0]?.trim()).join(', ');
}

/** Makes one file, at the absolute path `file`. */
export async function compileIpxe(given: {
  wish: CompiledWish;
  file: string;
  context: BuildContext;
}): Promise<void> {
  const { wish, file, context } = given;
  const { platform } = wish;
  const credentials = readCredentials({ options: wish.options, secrets: context.secrets });
  const { cache, signal, log } = context;
  const source = await neededSource({ cache, location: env().IPXE_SOURCE, signal, log });
  const options = baseOptions(wish.options);
  if (options.serial !== null && platform.endsWith('-efi')) {
    log('UEFI may show its console on the serial line by itself: everything is then there twice.');
  }
  const compiler = await compilerVersion({ platform, signal });
  const base = await takeBase({ wish: { source, platform, options, compiler }, context });
  context.progress(0.92, 'linking');
  // Nobody else may look into it: the client's key is in there.
  const folder = await mkdtemp(path.join(context.scratch, 'link-'));
  await chmod(folder, 0o700);
  try {
    const program = isEfiMedium(wish) ? { ...wish, extension: 'efi' as const } : wish;
    await link({ wish: program, source, base, credentials, folder, context });
    const made = path.join(folder, compiledFile(program));
    if (program === wish) await rename(made, file);
    else await composeEfiMedium({ wish, program: made, seed: base.key, file, context });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  context.progress(0.98, 'linked');
}

/** Labels of a medium whose spec names none. */
const label = 'IPXE';

async function composeEfiMedium(given: {
  wish: CompiledWish;
  program: string;
  seed: string;
  file: string;
  context: BuildContext;
}): Promise<void> {
  const { wish, program, seed, file, context } = given;
  await composeMedium({
    parts: {
      kernel: null,
      programs: [{ platform: wish.platform as EfiPlatform, file: program }],
      script: null,
    },
    label,
    efiLabel: label,
    seed: `${seed} ${compiledFile(wish)} ${wish.script}`,
    output: file,
    context,
  });
}

interface Link {
  wish: CompiledWish;
  source: Source;
  base: Base;
  credentials: Credentials;
  folder: string;
  context: BuildContext;
}

async function link({ wish, source, base, credentials, folder, context }: Link): Promise<void> {
  const steps = base.recipes.targets[compiledFile(wish)];
  if (!steps) throw new Error(`${compiledFile(wish)} is not made for ${wish.platform}.`);
  const timestamp = sourceDate(source);
  const at = {
    cwd: base.folder,
    env: { SOURCE_DATE_EPOCH: String(timestamp), LC_ALL: 'C', TZ: 'UTC' },
  };
  const objects = await ownFiles({ wish, base, credentials, folder, context });
  const own = path.join(folder, 'own.a');
  await context.run(`${crossPrefix(wish.platform)}ar`, ['rcD', own, ...objects], at);
  const buildId = buildIdOf({ wish, base, credentials });
  for (const step of steps) {
    const { args, output } = relinked(step, {
      bin: base.recipes.bin,
      folder,
      own,
      buildId,
      timestamp,
    });
    const [program = '', ...rest] = args;
    if (output === null) await context.run(program, rest, at);
    else await runInto({ context, output, args, ...at });
  }
}

/** The objects that hold what differs from build to build: the base's own where nothing does. */
async function ownFiles(given: Omit<Link, 'source'>): Promise<string[]> {
  const { wish, base, credentials, folder, context } = given;
  const { bin, objects } = base.recipes;
  const define = await definitions({ wish, credentials, folder });
  const levels = debugLevels(wish.options);
  const compiled = ownObjects.map(async (name) => {
    const level = levels.get(name);
    const wanted: Record<string, string> = { ...define[name] };
    if (level !== undefined) Object.assign(wanted, { DBGLVL_MAX: level, DBGLVL_DFLT: level });
    if (Object.keys(wanted).length === 0) return `${bin}/${name}.o`;
    const output = path.join(folder, `${name}.o`);
    const [program = '', ...args] = recompiled({ step: objects[name], define: wanted, output });
    await context.run(program, args, { cwd: base.folder, env: { LC_ALL: 'C' } });
    return output;
  });
  return Promise.all(compiled);
}

/** What each object is told by definitions, and the files that they name. */
async function definitions(given: {
  wish: CompiledWish;
  credentials: Credentials;
  folder: string;
}): Promise<Partial<Record<OwnObject, Record<string, string>>>> {
  const { wish, credentials, folder } = given;
  const put = async (name: string, data: string | Buffer) => {
    const file = path.join(folder, name);
    await writeFile(file, data, { mode: 0o600 });
    return inC(file);
  };
  const { fingerprints, certificates, key } = credentials;
  const all = await Promise.all(
    certificates.map(async (one, index) => {
      return `CERT ( ${index + 1}, ${await put(`certificate.${index + 1}.der`, one)} )`;
    }),
  );
  const bytes = [...Buffer.concat(fingerprints)].map((byte) => `0x${byte.toString(16)},`).join(' ');
  return {
    ...(wish.script === ''
      ? {}
      : {
          embedded: {
            EMBED_ALL: `EMBED ( 1, ${await put('script.ipxe', wish.script)}, "script.ipxe" )`,
          },
        }),
    ...(bytes ? { rootcert: { TRUSTED: bytes } } : {}),
    ...(all.length > 0 ? { certstore: { CERT_ALL: all.join(' ') } } : {}),
    ...(key ? { privkey: { PRIVATE_KEY: await put('key.der', key) } } : {}),
  };
}

/** A path as a string in C, and within it one of the assembler's: only plain characters will do. */
function inC(file: string): string {
  if (!/^[\w@%+=:,./-]+$/.test(file)) {
    throw new Error(
      `The compiler cannot be given ${file}: the data folder's path may hold letters, digits and @ % + = : , . / _ - only. Set PROVISIONER_DATA to such a path.`,
    );
  }
  return `"${file}"`;
}

/** iPXE tells ROMs of one machine apart by it: another content, another number. */
function buildIdOf({
  wish,
  base,
  credentials,
}: Pick<Link, 'wish' | 'base' | 'credentials'>): number {
  const { fingerprints, certificates } = credentials;
  const content = [
    wish.script,
    ...[...fingerprints, ...certificates].map((one) => one.toString('hex')),
  ];
  const whole = sha256([base.key, compiledFile(wish), ...content.map(sha256)].join(' '));
  return Number.parseInt(whole.slice(0, 8), 16);
}
