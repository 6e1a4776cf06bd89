/** The machine's apt sources: read as they are, and moved to another release. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface SourceFile {
  /** File name, such as `debian.sources`. */
  name: string;
  text: string;
}

export interface HostSources {
  /** ID of /etc/os-release, such as `debian` or `ubuntu`. */
  distribution: string;
  /** VERSION_CODENAME of /etc/os-release, such as `bookworm`. */
  release: string;
  files: SourceFile[];
}

/** Reads /etc/os-release and every source file that apt itself would read. */
export async function hostSources(): Promise<HostSources> {
  const osRelease = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const value = (key: string) =>
    new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1]?.toLowerCase();
  const distribution = value('ID');
  const release = value('VERSION_CODENAME');
  if ((distribution !== 'debian' && distribution !== 'ubuntu') || !release) {
    const found = value('PRETTY_NAME') ?? 'no /etc/os-release';
    throw new Error(
      `This build takes packages from apt and needs a Debian or Ubuntu machine; this is ${found}.`,
    );
  }
  const parts = await readdir('/etc/apt/sources.list.d').catch(() => []);
  const files = [
    '/etc/apt/sources.list',
    ...parts
      .filter((name) => /\.(list|sources)$/.test(name))
      .sort()
      .map((name) => path.join('/etc/apt/sources.list.d', name)),
  ];
  const read = await Promise.all(
    files.map(async (file) => ({
      name: path.basename(file),
      text: await readFile(file, 'utf8').catch(() => ''),
    })),
  );
  return { distribution, release, files: read.filter((file) => hasSource(file.text)) };
}

function hasSource(text: string): boolean {
  return /^\s*(deb\s|Types:.*\bdeb\b)/m.test(text);
}

/**
 * The source files for a release: unchanged for the machine's own, otherwise
 * those that name its codename, with the codename exchanged. `bookworm` to
 * `trixie` also turns `bookworm-updates` into `trixie-updates`.
 */
export function sourcesFor({
  files,
  from,
  to,
}: {
  files: SourceFile[];
  from: string;
  to: string;
}): SourceFile[] {
  if (from === to) return files;
  const codename = new RegExp(`\\b${from}\\b`, 'g');
  return files
    .filter((file) => file.text.search(codename) >= 0)
    .map((file) => ({ name: file.name, text: file.text.replace(codename, to) }));
}

/**
 * The sources that an installed system may keep: without credentials in an
 * address, without local folders, and without a keyring that only this
 * machine has.
 */
export function sourcesToKeep(files: SourceFile[]): SourceFile[] {
  const foreign = /:\/\/[^\s/]*@|\b(file|copy|cdrom):/;
  const keyring = /signed-by[:=]\s*(?!\/usr\/share\/keyrings\/(debian|ubuntu)-)\S/i;
  return files.filter((file) => !foreign.test(file.text) && !keyring.test(file.text));
}
