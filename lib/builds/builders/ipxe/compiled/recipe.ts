/**
 * How iPXE's make would finish its targets, taken from what `make -n V=1`
 * prints, so that the last steps can be done again outside the tree: compile
 * the few objects that differ from build to build, link, and make the file.
 */
import { z } from 'zod';
import { type Command, joinedLines, parseCommand } from './words';

/** Objects that hold what differs from build to build: script, certificates, key. */
export const ownObjects = ['embedded', 'rootcert', 'certstore', 'privkey'] as const;
export type OwnObject = (typeof ownObjects)[number];

const command = z.object({ args: z.array(z.string()), output: z.string().nullable() });

export const recipes = z.object({
  /** Name of make's folder for the platform, such as `bin-x86_64-efi`. */
  bin: z.string(),
  /** How each of the own objects is compiled. */
  objects: z.record(z.enum(ownObjects), command),
  /** What compiles the object with a file's name and the version in it, by the file's name. */
  versions: z.record(z.string(), z.array(command)),
  /** What makes a file, from the link to its last step, by its name. */
  targets: z.record(z.string(), z.array(command)),
});
export type Recipes = z.infer<typeof recipes>;

/** Extensions that iPXE's make goes through on its way to one. */
function stages(extension: string): string[] {
  if (extension !== 'usb' && extension !== 'iso') return [extension];
  return [extension === 'usb' ? 'hd' : 'lkrn', extension];
}

/**
 * Reads the recipes of `targets` out of make's words. Throws where a command
 * is missing or cannot be understood: then this source is made in a way that
 * is not known here.
 */
export function readRecipes(given: { text: string; bin: string; targets: string[] }): Recipes {
  const { text, bin } = given;
  const lines = joinedLines(text)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const objects = Object.fromEntries(
    ownObjects.map((name) => [name, compilation({ lines, bin, name })]),
  ) as Record<OwnObject, Command>;
  const versions: Recipes['versions'] = {};
  const targets: Recipes['targets'] = {};
  for (const name of given.targets) {
    const steps = finishing({ lines, bin, name });
    versions[name] = steps.filter((step) => isVersion({ step, bin }));
    targets[name] = steps.filter((step) => !isVersion({ step, bin }));
  }
  return { bin, objects, versions, targets };
}

function isVersion({ step, bin }: { step: Command; bin: string }): boolean {
  return step.args.at(-1)?.startsWith(`${bin}/version.`) ?? false;
}

function compilation(given: { lines: string[]; bin: string; name: string }): Command {
  const ending = ` -o ${given.bin}/${given.name}.o`;
  const line = given.lines.find((each) => each.endsWith(ending));
  if (line === undefined) throw unknown(`it does not compile ${given.name}.o`);
  const parsed = understood(line);
  // A compiler cache in front of the compiler is named by "env".
  const start = parsed.args.findIndex((word) => /gcc(-[\d.]+)?$/.test(word));
  if (start < 0) throw unknown(`${given.name}.o is not compiled by gcc`);
  return { args: parsed.args.slice(start), output: null };
}

function finishing(given: { lines: string[]; bin: string; name: string }): Command[] {
  const { lines, bin, name } = given;
  const [driver = '', extension = ''] = name.split('.');
  const mine = new Set(stages(extension).map((stage) => `${driver}.${stage}`));
  const steps = lines
    .filter((line) => {
      const named = filesIn({ line, bin, driver });
      return named.length > 0 && named.every((file) => mine.has(file));
    })
    // The list of sections for readers, and what make removes in the end.
    .filter((line) => !/^(\S*objdump |rm |echo )/.test(line))
    .map(understood);
  const file = `${bin}/${name}`;
  if (!steps.some(({ args, output }) => output === file || args.includes(file))) {
    throw unknown(`it has no way to make ${name}`);
  }
  return steps.map(withoutMap);
}

/** The files of a driver that a command is about, such as `ipxe.lkrn` for `bin/ipxe.lkrn.tmp`. */
function filesIn(given: { line: string; bin: string; driver: string }): string[] {
  const name = new RegExp(`(?:^|[ >])${given.bin}/(?:version\\.)?(${given.driver}\\.[a-z]+)`, 'g');
  return [...given.line.matchAll(name)].map(([, file]) => file ?? '');
}

/** The linker's map is for readers; writing it takes a third of the link's time. */
function withoutMap(step: Command): Command {
  const at = step.args.indexOf('-Map');
  if (at < 0) return step;
  return { ...step, args: [...step.args.slice(0, at), ...step.args.slice(at + 2)] };
}

function understood(line: string): Command {
  const parsed = parseCommand(line);
  if (!parsed) throw unknown(`one of its commands needs a shell: ${line.slice(0, 200)}`);
  return parsed;
}

function unknown(what: string): Error {
  return new Error(
    `The iPXE source is not made in a way that is known here: ${what}. Set IPXE_SOURCE to upstream's source, of 2022 or newer.`,
  );
}
