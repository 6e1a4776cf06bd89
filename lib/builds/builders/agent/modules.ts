/** Which kernel modules are taken: pure functions over `modules.dep`. */

/** Path without a compressor's ending: `drivers/x/y.ko` of `kernel/drivers/x/y.ko.xz`. */
function plainPath(file: string): string {
  return file.replace(/^kernel\//, '').replace(/\.(xz|zst|gz)$/, '');
}

/** Reads `modules.dep`: each file with all the files that it needs. */
export function parseDependencies(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [file, rest] = line.split(':');
    if (file && rest !== undefined) found.set(file, rest.split(' ').filter(Boolean));
  }
  return found;
}

/**
 * The files to take, in order: those that a pattern matches and no exception
 * does, with everything that they need. modules.dep lists dependencies in
 * full, so one step is enough.
 */
export function chooseModules({
  dependencies,
  patterns,
  leftOut,
}: {
  dependencies: Map<string, string[]>;
  patterns: RegExp[];
  leftOut: RegExp[];
}): string[] {
  const chosen = new Set<string>();
  for (const [file, needed] of dependencies) {
    const path = plainPath(file);
    if (!patterns.some((pattern) => pattern.test(path))) continue;
    if (leftOut.some((pattern) => pattern.test(path))) continue;
    for (const each of [file, ...needed]) chosen.add(each);
  }
  return [...chosen].sort();
}

/** The `firmware=` entries of a module's .modinfo section (plain, uncompressed module). */
export function firmwareNames(module: Buffer): string[] {
  const names: string[] = [];
  const mark = Buffer.from('\0firmware=');
  for (let at = module.indexOf(mark); at >= 0; at = module.indexOf(mark, at + 1)) {
    const start = at + mark.length;
    names.push(module.toString('latin1', start, module.indexOf(0, start)));
  }
  return names;
}
