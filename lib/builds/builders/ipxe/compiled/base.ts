/**
 * Bases: for each version of the source, platform, option set and compiler,
 * everything compiled but the few objects that differ from build to build.
 * A base appears by rename, is never written to afterwards, and is made once,
 * whichever worker process of this machine wants it first.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { BuildContext } from '@/lib/builds/builder';
import { noteCacheUse } from '@/lib/builds/caches/prune';
import { canonicalJson } from '@/lib/builds/fingerprint';
import type { Source } from '@/lib/builds/sources/bring';
import { invalid } from '@/lib/core/errors';
import { withFileLock } from '@/lib/core/file-lock';
import { sha256 } from '@/lib/core/secret';
import type { IpxePlatform } from '../schema';
import { type BaseOptions, debugLevels, localHeaders } from './headers';
import { crossPrefix, madeFiles } from './platforms';
import { countTargets, makeProgress } from './progress';
import { type OwnObject, ownObjects, type Recipes, readRecipes, recipes } from './recipe';
import { restArchive } from './relink';
import { sweepBases } from './sweep';

/** Raise it when bases are made in another way. */
const basesVersion = 1;

export interface BaseWish {
  source: Source;
  platform: IpxePlatform;
  options: BaseOptions;
  /** Of the tools that compile and link. */
  compiler: string;
}

export interface Base {
  key: string;
  /** The commands' working directory: the source with what was compiled in it. */
  folder: string;
  recipes: Recipes;
}

/** Seconds since 1970 that stand for the time of a build: of the commit, so that equal sources give equal bytes. */
export function sourceDate(source: Pick<Source, 'date'>): number {
  return source.date === null ? 1_577_836_800 : Math.floor(Date.parse(source.date) / 1000);
}

export function baseKey({ source, platform, options, compiler }: BaseWish): string {
  return sha256(
    canonicalJson({ version: basesVersion, commit: source.commit, platform, options, compiler }),
  ).slice(0, 32);
}

function placesOf(cache: string, key: string) {
  const root = path.join(path.resolve(cache), 'ipxe-bases');
  // A name of its own: whoever sweeps may be looking at an earlier half of the same base.
  const half = `${key}.${randomBytes(8).toString('hex')}`;
  return { root, base: path.join(root, key), making: path.join(root, '.making', half) };
}

/** The base that fits, made when it is not there. */
export async function takeBase(given: { wish: BaseWish; context: BuildContext }): Promise<Base> {
  const { wish, context } = given;
  const key = baseKey(wish);
  const place = placesOf(context.cache, key);
  const present = await readBase({ key, folder: place.base });
  if (present) return present;
  return withFileLock({
    file: path.join(place.root, '.locks', key),
    signal: context.signal,
    onWait: () => context.progress(0, 'another build compiles the same base'),
    work: async () => {
      const meanwhile = await readBase({ key, folder: place.base });
      if (meanwhile) return meanwhile;
      await rm(place.base, { recursive: true, force: true });
      await sweepBases({ root: place.root, keep: key });
      try {
        await makeBase({ wish, context, folder: place.making });
        await rename(place.making, place.base);
      } finally {
        await rm(place.making, { recursive: true, force: true });
      }
      const made = await readBase({ key, folder: place.base });
      if (!made) throw new Error('The compiled base is not whole.');
      return made;
    },
  });
}

async function readBase({ key, folder }: { key: string; folder: string }): Promise<Base | null> {
  // First, so that whoever would remove it as unused sees that it is not, or it is gone when it is read.
  await noteCacheUse(folder);
  const text = await readFile(path.join(folder, 'recipes.json'), 'utf8').catch(() => 'null');
  const read = recipes.safeParse(parsedJson(text));
  if (!read.success) return null;
  return { key, folder: path.join(folder, 'src'), recipes: read.data };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What make is told, always the same: nothing of the caller's environment gets in. */
function makeVariables({ source, platform, options }: BaseWish): string[] {
  const own = new Set<string>(ownObjects);
  const debug = [...debugLevels(options)]
    .filter(([name]) => !own.has(name))
    .map(([name, level]) => `${name}:${level}`);
  return [
    `CROSS=${crossPrefix(platform)}`,
    `CROSS_COMPILE=${crossPrefix(platform)}`,
    `GITVERSION=${source.commit.startsWith('content-') ? '' : source.commit}`,
    `DEBUG=${debug.join(',')}`,
    // A newer compiler's new warnings are not this source's faults, and debugger's tables are not kept.
    'NO_WERROR=1',
    'EXTRA_CFLAGS=-g0',
    // What depends on what is of use to those who change files; here all is compiled, once.
    'AUTO_DEPS=',
    ...['EMBED', 'EMBEDDED_IMAGE', 'TRUST', 'TRUST_EXT', 'CERT', 'CONFIG', 'KEY'].map(
      (name) => `${name}=`,
    ),
    ...['ASSERT', 'PROFILE', 'FNREC', 'DBGCOL', 'EXTRA_ASFLAGS', 'EXTRA_LDFLAGS', 'C'].map(
      (name) => `${name}=`,
    ),
  ];
}

async function makeBase(given: {
  wish: BaseWish;
  context: BuildContext;
  folder: string;
}): Promise<void> {
  const { wish, context, folder } = given;
  const { platform: bin, source } = wish;
  const src = path.join(folder, 'src');
  context.log(`Compiling a base for ${bin} from ${source.describe}; later builds link only.`);
  context.progress(0.01, 'copying the source');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(path.join(source.tree, 'src'), src, { recursive: true, verbatimSymlinks: true });
  await writeHeaders({ src, options: wish.options });
  await demandObjects({ src, options: wish.options });
  const make = {
    cwd: src,
    env: { SOURCE_DATE_EPOCH: String(sourceDate(source)), LC_ALL: 'C', MAKEFLAGS: '' },
  };
  const variables = makeVariables(wish);
  const files = madeFiles(bin);

  context.progress(0.02, 'asking make what there is to do');
  const plan = path.join(folder, 'plan.txt');
  const goals = files.map((file) => `${bin}/${file}`);
  await runInto({
    context,
    output: plan,
    args: ['make', '-n', 'V=1', ...variables, ...goals],
    ...make,
  });
  const text = await readFile(plan, 'utf8');
  const found = readRecipes({ text, bin, targets: files });

  const progress = makeProgress(countTargets(text));
  const tools = [
    ...new Set(
      Object.values(found.targets)
        .flat()
        .flatMap(({ args }) => args.slice(0, 1)),
    ),
  ]
    .filter((program) => /^(\.\/)?util\//.test(program))
    .filter((program) => !existsSync(path.join(src, program)));
  const more = bin.endsWith('-pcbios') ? [`${bin}/usbdisk.bin`] : [];
  await context.run(
    'make',
    [`-j${availableParallelism()}`, ...variables, `${bin}/blib.a`, ...more, ...tools],
    {
      ...make,
      onLine: (line) => {
        const done = progress(line);
        if (done !== null) context.progress(0.03 + 0.87 * done, 'compiling iPXE');
      },
    },
  );
  for (const steps of Object.values(found.versions)) {
    for (const { args } of steps) await context.run(args[0] ?? '', args.slice(1), make);
  }
  await keepOnlyNeeded({ context, wish, src });
  await rm(plan);
  await writeFile(path.join(folder, 'recipes.json'), JSON.stringify(found));
  await context.run('sync', ['-f', folder]);
}

async function writeHeaders({
  src,
  options,
}: {
  src: string;
  options: BaseOptions;
}): Promise<void> {
  const config = path.join(src, 'config');
  const local = path.join(config, 'local');
  await rm(local, { recursive: true, force: true });
  await mkdir(local);
  const own = localHeaders(options);
  const names = (await readdir(config)).filter((name) => name.endsWith('.h'));
  for (const name of new Set([...names, ...Object.keys(own)])) {
    await writeFile(path.join(local, name), own[name] ?? '');
  }
}

/** make would fail for an object that is not there, in words that name no option. */
async function demandObjects({
  src,
  options,
}: {
  src: string;
  options: BaseOptions;
}): Promise<void> {
  const wanted = debugLevels(options);
  if (wanted.size === 0) return;
  const files = await readdir(src, { recursive: true });
  const known = new Set(
    files.filter((file) => file.endsWith('.c')).map((file) => path.basename(file, '.c')),
  );
  const unknown = [...wanted.keys()].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw invalid(
    'options.debug',
    `This iPXE has no object ${unknown.map((name) => `"${name}"`).join(', ')}.`,
  );
}

/** Leaves in make's folder what links need, and nothing else of some hundred megabytes. */
async function keepOnlyNeeded(given: {
  context: BuildContext;
  wish: BaseWish;
  src: string;
}): Promise<void> {
  const { context, wish, src } = given;
  const bin = path.join(src, wish.platform);
  const own = ownObjects.map((name: OwnObject) => `${name}.o`);
  await rename(path.join(bin, 'blib.a'), path.join(bin, restArchive));
  await context.run(`${crossPrefix(wish.platform)}ar`, ['dD', restArchive, ...own], { cwd: bin });
  for (const name of await readdir(bin)) {
    const needed = name === restArchive || name === 'usbdisk.bin' || /^version\..*\.o$/.test(name);
    if (!needed && !own.includes(name)) await rm(path.join(bin, name), { recursive: true });
  }
}

/** Runs a program with its output in a file: more than is kept in memory, or no text. */
export async function runInto(given: {
  context: BuildContext;
  output: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
}): Promise<void> {
  const { context, output, args, cwd, env } = given;
  // The text is constant; file and words are arguments, which the shell does not read as text.
  await context.run('sh', ['-c', 'out=$1; shift; exec "$@" >"$out"', 'sh', output, ...args], {
    cwd,
    env,
  });
}
