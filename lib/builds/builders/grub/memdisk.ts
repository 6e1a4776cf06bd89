/** What lies beside GRUB in the image: the configuration, and modules that it loads when it gets there. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type GrubModules, parseList, withNeeds } from './modules';
import type { GrubPlatform } from './schema';
import { tarArchive } from './tar';

/** Where GRUB finds all that is its own. */
export const prefix = '(memdisk)/boot/grub';

/**
 * The archive. `loaded` are the modules that the image has from the start;
 * the lists name only what can be had, so that GRUB never looks for a module
 * that is not there.
 */
export async function memdisk(given: {
  platform: GrubPlatform;
  folder: string;
  configuration: string;
  modules: GrubModules;
  loaded: string[];
  used: Set<string>;
}): Promise<Buffer> {
  const { platform, folder, configuration, modules } = given;
  const files = new Map<string, Buffer>();
  const add = (name: string, content: Buffer) => files.set(`boot/grub/${name}`, content);
  if (configuration !== '') add('grub.cfg', Buffer.from(configuration));
  const loaded = withNeeds({ wanted: given.loaded, modules });
  const beside = [...withNeeds({ wanted: given.used, modules })].filter(
    (name) => !loaded.has(name),
  );
  if (beside.length === 0) return tarArchive(files);
  for (const name of beside) {
    add(`${platform}/${name}.mod`, await readFile(path.join(folder, `${name}.mod`)));
  }
  const there = new Set([...loaded, ...beside]);
  for (const list of ['moddep.lst', 'command.lst', 'terminal.lst']) {
    const entries = parseList(await readFile(path.join(folder, list), 'utf8'));
    const kept = entries.filter(([name, module]) =>
      there.has(list === 'moddep.lst' ? name : module),
    );
    add(
      `${platform}/${list}`,
      Buffer.from(kept.map(([name, rest]) => `${name}: ${rest}\n`).join('')),
    );
  }
  return tarArchive(files);
}
