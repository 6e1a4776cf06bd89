/** The engine for a spec on this machine: decided by what the binaries at hand really hold. */
import type { InputContext } from '@/lib/builds/builder';
import { isAppError, reasonOf } from '@/lib/core/errors';
import type { IsoSpec } from '../iso/schema';
import { type IpxePackage, ipxePackage, type PackageLoader } from '../loaders/package-files';
import type { LoaderName } from '../loaders/schema';
import { type CompilerNeed, commandNames, compilerNeeds, type PrebuiltAbilities } from './engine';
import { type IpxeCommand, type IpxeSpec, ipxeCommands, needsCompiler } from './schema';

export type EngineHere =
  | { engine: 'prebuilt'; reasons: string[]; package: IpxePackage; loaders: PackageLoader[] }
  | { engine: 'compiled'; reasons: string[] };

interface Question {
  spec: IpxeSpec | IsoSpec;
  /** The binaries that it would be made of; null among them: one that no package has. */
  loaders: (LoaderName | null)[];
  /** Whether the script reaches UEFI by being found beside the program. */
  needsAutoexec: boolean;
  context: Pick<InputContext, 'cache' | 'signal'> & { log?: (line: string) => void };
}

/**
 * Chooses. Throws with the field when "prebuilt" is asked for something that
 * the binaries here do not have.
 */
export async function engineHere(question: Question): Promise<EngineHere> {
  const { spec } = question;
  if (spec.engine === 'compiled') {
    return { engine: 'compiled', reasons: compilerNeeds(spec).map(({ reason }) => reason) };
  }
  const found = await packageHere(question);
  if ('missing' in found) return { engine: 'compiled', reasons: [found.missing] };
  return engineWith({ ...question, found });
}

/** The same for a package that has been looked at. Pure. */
export function engineWith(
  question: Omit<Question, 'context'> & { found: IpxePackage },
): EngineHere {
  const { spec, found } = question;
  const { loaders, needs } = prebuiltHere(question);
  const [first] = needs;
  if (!first) return { engine: 'prebuilt', reasons: [], package: found, loaders };
  if (spec.engine === 'prebuilt') throw new Error(`${first.field} ${needsCompiler(first.reason)}`);
  return { engine: 'compiled', reasons: needs.map(({ reason }) => reason) };
}

/**
 * Waits for what the compiler asks for; where that is not to be had, says too
 * why the compiler is needed, for that may be the easier thing to mend. A
 * mistake in a field is told as it is.
 */
export async function withReasons<T>(given: { reasons: string[]; work: Promise<T> }): Promise<T> {
  const { reasons, work } = given;
  try {
    return await work;
  } catch (error) {
    if (reasons.length === 0 || (isAppError(error) && error.fields.length > 0)) throw error;
    const message = [reasonOf(error), 'The compiler is needed:', ...reasons].join('\n');
    throw new Error(message, { cause: error });
  }
}

/** The package, or for "auto" why there is none. */
async function packageHere({
  spec,
  context,
}: Question): Promise<IpxePackage | { missing: string }> {
  try {
    return await ipxePackage(context);
  } catch (error) {
    if (spec.engine === 'prebuilt' || context.signal.aborted) throw error;
    return { missing: `No prebuilt iPXE is to be had here: ${reasonOf(error)}` };
  }
}

function prebuiltHere({
  spec,
  loaders: names,
  needsAutoexec,
  found,
}: Omit<Question, 'context'> & {
  found: IpxePackage;
}): { loaders: PackageLoader[]; needs: CompilerNeed[] } {
  const loaders: PackageLoader[] = [];
  const missing: CompilerNeed[] = [];
  for (const name of names) {
    // What no package has is told by the spec's own needs.
    if (name === null) continue;
    const loader = found.loaders.find((one) => one.name === name);
    if (loader) loaders.push(loader);
    else missing.push({ field: 'engine', reason: `iPXE ${found.version} comes without ${name}.` });
  }
  const silent = loaders.find(({ name, autoexec }) => name.endsWith('.efi') && !autoexec);
  if (needsAutoexec && silent) {
    missing.push({
      field: 'engine',
      reason: `${silent.name} of iPXE ${found.version} does not look for autoexec.ipxe on its medium.`,
    });
  }
  return { loaders, needs: [...missing, ...compilerNeeds(spec, abilitiesOf(loaders))] };
}

/** What all of the binaries have. */
export function abilitiesOf(loaders: PackageLoader[]): PrebuiltAbilities {
  const all = (has: (loader: PackageLoader) => boolean) => loaders.every(has);
  return {
    https: all(({ schemes }) => schemes.includes('https')),
    ipv6: all(({ features }) => features.includes('IPv6')),
    framebuffer: all(({ framebuffer }) => framebuffer),
    syslog: all(({ syslog }) => syslog),
    commands: ipxeCommands.filter((command: IpxeCommand) =>
      all(({ commands }) => commands.includes(commandNames[command])),
    ),
  };
}
