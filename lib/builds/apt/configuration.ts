/** The text of the private apt configuration; pure. */
import path from 'node:path';

/** Debian's names of the architectures whose packages builds take. */
export type Architecture = 'amd64' | 'arm64';

/**
 * The configuration that is read after the machine's own and overrides where
 * apt keeps its state. Hooks of the machine (they clean caches, tell desktops)
 * are cleared: they are about the system, and this is not the system.
 */
export function privateConfiguration({
  folder,
  ownSources,
  architecture = 'amd64',
}: {
  folder: string;
  ownSources: boolean;
  architecture?: Architecture;
}): string {
  const at = (...parts: string[]) => path.join(folder, ...parts);
  const lines = [
    `Dir::State "${at('state')}";`,
    `Dir::State::status "${at('status')}";`,
    `Dir::State::lists "${at('lists')}";`,
    `Dir::Cache "${at('cache')}";`,
    `Dir::Cache::archives "${at('archives')}";`,
    `APT::Architecture "${architecture}";`,
    '#clear APT::Architectures;',
    `APT::Architectures { "${architecture}"; };`,
    // Only root may become _apt, and _apt may not enter our data folder.
    'APT::Sandbox::User "root";',
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
    '#clear DPkg::Pre-Invoke;',
    '#clear DPkg::Post-Invoke;',
    '#clear DPkg::Pre-Install-Pkgs;',
    'APT::Install-Recommends "false";',
    'APT::Install-Suggests "false";',
    'APT::Keep-Downloaded-Packages "true";',
    'Acquire::Languages "none";',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";',
    'Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";',
    'Acquire::Retries "3";',
    // Another worker, or one that was killed a moment ago, may hold it.
    'DPkg::Lock::Timeout "300";',
  ];
  if (ownSources) {
    lines.push('Dir::Etc::sourcelist "/dev/null";', `Dir::Etc::sourceparts "${at('sources')}";`);
  }
  return `${lines.join('\n')}\n`;
}
