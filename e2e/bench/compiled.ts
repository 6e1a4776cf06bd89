/**
 * The compiled engine: a new embedded script against a clean `make` of the
 * same target, as iPXE's own instructions have it, in one run.
 */
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { buildContext } from '@/e2e/fixtures/build-context';
import { compileIpxe } from '@/lib/builds/builders/ipxe/compiled/compile';
import type { CompiledWish } from '@/lib/builds/builders/ipxe/compiled/wish';
import { ipxeOptions } from '@/lib/builds/builders/ipxe/schema';
import { neededSource } from '@/lib/builds/sources/bring';
import { env } from '@/lib/core/env';
import { run } from '@/lib/core/exec';

/** Milliseconds. */
export interface CompiledFigures {
  /** As iPXE's make calls it. */
  target: string;
  cleanMake: number;
  /** A new script: the median of several. */
  newScript: number;
  /** Eight different scripts at once, from the first's start to the last's end. */
  eightAtOnce: number;
}

const targets = [
  { platform: 'bin-x86_64-pcbios', driver: 'undionly', extension: 'kpxe' },
  { platform: 'bin-x86_64-pcbios', driver: 'ipxe', extension: 'lkrn' },
  { platform: 'bin-x86_64-efi', driver: 'snponly', extension: 'efi' },
  { platform: 'bin-x86_64-efi', driver: 'ipxe', extension: 'efi' },
] as const satisfies Pick<CompiledWish, 'platform' | 'driver' | 'extension'>[];

type Target = (typeof targets)[number];

/** Measures all targets; `cache` is where bases are kept. The source is IPXE_SOURCE's. */
export async function compiledFigures(given: {
  scratch: string;
  cache: string;
}): Promise<CompiledFigures[]> {
  const figures: CompiledFigures[] = [];
  for (const target of targets) {
    await relink({ ...given, target, script: 'warm' });
    const singles: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      singles.push(await timed(() => relink({ ...given, target, script: `one ${index}` })));
    }
    const eightAtOnce = await timed(() =>
      Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          relink({ ...given, target, script: `of eight ${index}` }),
        ),
      ),
    );
    figures.push({
      target: `${target.platform}/${target.driver}.${target.extension}`,
      cleanMake: await cleanMake({ ...given, target }),
      newScript: singles.sort((a, b) => a - b)[2] ?? Number.NaN,
      eightAtOnce,
    });
  }
  return figures;
}

interface Work {
  scratch: string;
  cache: string;
  target: Target;
}

async function relink({
  scratch,
  cache,
  target,
  script,
}: Work & { script: string }): Promise<void> {
  const context = await buildContext({ root: scratch, cache });
  const wish = { ...target, script: `#!ipxe\necho ${script}\n`, options: ipxeOptions.parse({}) };
  const file = path.join(context.folder, `${target.driver}.${target.extension}`);
  await compileIpxe({ wish, file, context });
}

/** A copy of the tree in which nothing has been made; copying does not count. */
async function cleanMake({ scratch, cache, target }: Work): Promise<number> {
  const { signal } = new AbortController();
  const source = await neededSource({ cache, location: env().IPXE_SOURCE, signal });
  const tree = path.join(scratch, 'clean');
  await rm(tree, { recursive: true, force: true });
  await mkdir(tree, { recursive: true });
  await cp(source.tree, tree, { recursive: true, verbatimSymlinks: true });
  await writeFile(path.join(tree, 'script.ipxe'), '#!ipxe\necho clean\n');
  const file = `${target.platform}/${target.driver}.${target.extension}`;
  const args = [`-j${availableParallelism()}`, file, 'EMBED=../script.ipxe'];
  const took = await timed(() =>
    run({ program: 'make', args, cwd: path.join(tree, 'src'), timeout: 3_600_000, signal }),
  );
  await rm(tree, { recursive: true, force: true });
  return took;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
