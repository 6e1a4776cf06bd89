/**
 * A boot medium: one image that runs the script on machines with BIOS and
 * with UEFI, from CD and from USB stick.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildContext, Builder, BuildInput, InputContext } from '@/lib/builds/builder';
import { type AboutIpxe, aboutFile, aboutIpxe, aboutText } from '../ipxe/about';
import { sourceVersion } from '../ipxe/builder';
import { compiledInputs, compileIpxe } from '../ipxe/compiled/compile';
import type { CompiledWish } from '../ipxe/compiled/wish';
import { usualCompilerTools } from '../ipxe/compiler-tools';
import { type EngineHere, engineHere, withReasons } from '../ipxe/engine-here';
import { finalScript, scriptInput } from '../ipxe/final-script';
import { scriptFile } from '../ipxe/schema';
import { readAbilities } from '../loaders/loader-abilities';
import type { LoaderName } from '../loaders/schema';
import type { MediumParts } from './layout';
import { composeMedium, mediumInputs, mediumTools } from './medium';
import { bootsBy, type IsoProgram, isoPrograms } from './programs';
import { type IsoSpec, isoFile } from './schema';

export const isoBuilder: Builder<IsoSpec> = {
  kind: 'iso',
  version: 1,
  tools: [
    { program: 'apt-get', package: 'apt' },
    { program: 'dpkg', package: 'dpkg' },
    ...mediumTools,
  ],
  engines: { compiled: usualCompilerTools },
  timeLimit: 30 * 60 * 1000,

  secrets: ({ options }) => (options.clientKeySecret === null ? [] : [options.clientKeySecret]),

  async inputs(spec, context) {
    const script = finalScript(spec);
    const bios = isoPrograms(spec).some(({ firmware }) => firmware === 'bios');
    const medium = await mediumInputs({ bios, signal: context.signal });
    const here = await engineFor(spec, context);
    return [
      scriptInput(script),
      ...medium,
      ...(await engineInputs({ spec, script, here, context })),
    ];
  },

  async build(spec, context) {
    const script = finalScript(spec);
    const here = await engineFor(spec, context);
    for (const reason of here.reasons) context.log(`The compiler is needed: ${reason}`);
    const made =
      here.engine === 'prebuilt'
        ? await prebuiltParts({ spec, script, here, context })
        : await compiledParts({ spec, script, here, context });
    context.progress(0.8, 'Putting the medium together');
    await composeMedium({
      parts: made.parts,
      label: spec.label,
      efiLabel: spec.efiLabel,
      seed: [spec.label, spec.efiLabel, made.about.version, script].join('\n'),
      output: path.join(context.folder, isoFile),
      context,
    });
    const use = bootsBy(spec);
    for (const line of use) context.log(`${isoFile}: ${line}`);
    const about = aboutIpxe.parse({ ...made.about, files: [{ name: isoFile, use }] });
    await writeFile(path.join(context.folder, aboutFile), aboutText(about));
    context.progress(1, 'Done');
  },
};

function engineFor(
  spec: IsoSpec,
  context: Pick<InputContext, 'cache' | 'signal'> & { log?: (line: string) => void },
): Promise<EngineHere> {
  const loaders: LoaderName[] = isoPrograms(spec).map(({ loader }) => loader);
  return engineHere({ spec, loaders, needsAutoexec: true, context });
}

interface Given<Context> {
  spec: IsoSpec;
  script: string;
  here: EngineHere;
  context: Context;
}

async function engineInputs({
  spec,
  script,
  here,
  context,
}: Given<InputContext>): Promise<BuildInput[]> {
  if (here.engine === 'prebuilt') {
    return [{ name: 'package:ipxe', version: here.package.version }];
  }
  const inputs: BuildInput[] = [];
  for (const program of isoPrograms(spec)) {
    const work = compiledInputs(wishOf({ spec, script, program }), context);
    for (const input of await withReasons({ reasons: here.reasons, work })) {
      if (!inputs.some(({ name, version }) => name === input.name && version === input.version)) {
        inputs.push(input);
      }
    }
  }
  return inputs;
}

interface Made {
  parts: MediumParts;
  about: Omit<AboutIpxe, 'files'>;
}

async function prebuiltParts(
  given: Given<BuildContext> & { here: EngineHere & { engine: 'prebuilt' } },
): Promise<Made> {
  const { spec, script, here, context } = given;
  const beside = path.join(context.scratch, scriptFile);
  await writeFile(beside, script);
  const from = (program: IsoProgram) => path.join(here.package.folder, program.loader);
  context.log(`iPXE ${here.package.version}, with the script beside it.`);
  return {
    parts: partsOf({ spec, script: beside, from }),
    about: {
      engine: 'prebuilt',
      reasons: [],
      version: here.package.version,
      programs: here.loaders,
    },
  };
}

async function compiledParts(given: Given<BuildContext>): Promise<Made> {
  const { spec, script, here, context } = given;
  const from = (program: IsoProgram) => path.join(context.scratch, program.loader);
  const programs: AboutIpxe['programs'] = [];
  for (const program of isoPrograms(spec)) {
    const wish = wishOf({ spec, script, program });
    await compileIpxe({ wish, file: from(program), context });
    programs.push(readAbilities({ name: program.loader, file: await readFile(from(program)) }));
  }
  return {
    parts: partsOf({ spec, script: null, from }),
    about: {
      engine: 'compiled',
      reasons: here.reasons,
      version: sourceVersion(context.inputs),
      programs,
    },
  };
}

function partsOf({
  spec,
  script,
  from,
}: {
  spec: IsoSpec;
  script: string | null;
  from(program: IsoProgram): string;
}): MediumParts {
  const programs = isoPrograms(spec);
  const kernel = programs.find(({ firmware }) => firmware === 'bios');
  return {
    kernel: kernel ? from(kernel) : null,
    programs: programs.flatMap((program) =>
      program.firmware === 'uefi' ? [{ platform: program.platform, file: from(program) }] : [],
    ),
    script,
  };
}

function wishOf({
  spec,
  script,
  program,
}: {
  spec: IsoSpec;
  script: string;
  program: IsoProgram;
}): CompiledWish {
  const { platform, extension } = program;
  return { platform, driver: 'ipxe', extension, script, options: spec.options };
}
