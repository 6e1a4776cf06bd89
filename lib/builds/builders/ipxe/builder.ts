/**
 * An iPXE binary with a script, by one of two engines: the distribution's
 * binary with the script beside it, or one that is compiled with the script
 * inside.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildContext, Builder, BuildInput, InputContext } from '@/lib/builds/builder';
import { demandTools } from '@/lib/builds/tools';
import { mediumInputs, mediumTools } from '../iso/medium';
import { type LoaderAbilities, readAbilities } from '../loaders/loader-abilities';
import { type AboutIpxe, aboutFile, aboutIpxe, aboutText } from './about';
import { compiledInputs, compileIpxe } from './compiled/compile';
import type { CompiledWish } from './compiled/wish';
import { usualCompilerTools } from './compiler-tools';
import { type EngineHere, engineHere, withReasons } from './engine-here';
import { finalScript, scriptInput } from './final-script';
import { placePrebuilt } from './prebuilt';
import { type IpxeSpec, ipxeFile } from './schema';
import { isBios, isMedium, prebuiltLoader } from './target';
import { usageOf } from './usage';

export const ipxeBuilder: Builder<IpxeSpec> = {
  kind: 'ipxe',
  version: 1,
  tools: [
    { program: 'apt-get', package: 'apt' },
    { program: 'dpkg', package: 'dpkg' },
  ],
  engines: { prebuilt: mediumTools, compiled: usualCompilerTools },
  timeLimit: 30 * 60 * 1000,

  secrets: ({ options }) => (options.clientKeySecret === null ? [] : [options.clientKeySecret]),

  async inputs(spec, context) {
    const script = finalScript(spec);
    const here = await engineFor(spec, context);
    return [scriptInput(script), ...(await engineInputs({ spec, script, here, context }))];
  },

  async build(spec, context) {
    const script = finalScript(spec);
    const here = await engineFor(spec, context);
    for (const reason of here.reasons) context.log(`The compiler is needed: ${reason}`);
    const about =
      here.engine === 'prebuilt'
        ? await buildPrebuilt({ spec, script, here, context })
        : await buildCompiled({ spec, script, here, context });
    for (const { name, use } of about.files)
      for (const line of use) context.log(`${name}: ${line}`);
    await writeFile(path.join(context.folder, aboutFile), aboutText(aboutIpxe.parse(about)));
    context.progress(1, 'Done');
  },
};

function engineFor(
  spec: IpxeSpec,
  context: Pick<InputContext, 'cache' | 'signal'> & { log?: (line: string) => void },
): Promise<EngineHere> {
  const loaders = [prebuiltLoader(spec)];
  return engineHere({
    spec,
    loaders,
    needsAutoexec: isMedium(spec) && !isBios(spec.platform),
    context,
  });
}

interface Given<Context> {
  spec: IpxeSpec;
  script: string;
  here: EngineHere;
  context: Context;
}

async function engineInputs(given: Given<InputContext>): Promise<BuildInput[]> {
  const { spec, here, context } = given;
  if (here.engine === 'compiled') {
    const { reasons } = here;
    return withReasons({ reasons, work: compiledInputs(wishOf(given), context) });
  }
  const own = { name: 'package:ipxe', version: here.package.version };
  if (!isMedium(spec)) return [own];
  await demandTools(mediumTools);
  return [own, ...(await mediumInputs({ bios: isBios(spec.platform), signal: context.signal }))];
}

function wishOf({ spec, script }: Pick<Given<unknown>, 'spec' | 'script'>): CompiledWish {
  const { platform, driver, extension, options } = spec;
  return { platform, driver, extension, script, options };
}

async function buildPrebuilt(
  given: Given<BuildContext> & { here: EngineHere & { engine: 'prebuilt' } },
): Promise<AboutIpxe> {
  const { spec, script, here, context } = given;
  const [loader] = here.loaders;
  if (!loader) throw new Error(`There is no prebuilt binary for ${ipxeFile(spec)}.`);
  context.log(`${ipxeFile(spec)} is ${loader.name} of iPXE ${here.package.version}.`);
  context.progress(0.2, 'Putting the script in');
  await placePrebuilt({ spec, script, found: here.package, loader, context });
  return {
    engine: 'prebuilt',
    reasons: [],
    version: here.package.version,
    programs: [loader],
    files: usageOf({ ...spec, engine: 'prebuilt', autoexec: loader.autoexec }),
  };
}

async function buildCompiled(given: Given<BuildContext>): Promise<AboutIpxe> {
  const { spec, here, context } = given;
  const wish = wishOf(given);
  const file = path.join(context.folder, ipxeFile(spec));
  await compileIpxe({ wish, file, context });
  return {
    engine: 'compiled',
    reasons: here.reasons,
    version: sourceVersion(context.inputs),
    programs: isMedium(spec) ? [] : [await abilities(file)],
    files: usageOf({ ...spec, engine: 'compiled', autoexec: false }),
  };
}

/** The commit that a compiled program is made of, among its inputs. */
export function sourceVersion(inputs: BuildInput[]): string {
  return inputs.find(({ name }) => name === 'source:ipxe')?.version ?? 'unknown';
}

async function abilities(file: string): Promise<LoaderAbilities> {
  return readAbilities({ name: path.basename(file), file: await readFile(file) });
}
