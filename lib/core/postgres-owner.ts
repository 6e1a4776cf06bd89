/** Who Postgres runs as, and which folders that user can reach. */
import { statSync } from 'node:fs';
import path from 'node:path';

/** A user and group by number. */
export interface Owner {
  uid: number;
  gid: number;
}

/** `nobody`: Postgres refuses to run as root. */
const nobody: Owner = { uid: 65534, gid: 65534 };

/** The user that Postgres must be given, or undefined where it can run as ourselves. */
export function postgresOwner(): Owner | undefined {
  return process.getuid?.() === 0 ? nobody : undefined;
}

const othersMayEnter = 0o001;

/**
 * The folders above and including `folder` that `owner` may not enter, outermost first. Folders
 * that are not there yet do not count: whoever makes them lets others in.
 */
export function closedFolders(folder: string, owner: Owner | undefined): string[] {
  if (!owner) return [];
  return parents(folder).filter((each) => {
    const found = statSync(each, { throwIfNoEntry: false });
    return found && found.uid !== owner.uid && (found.mode & othersMayEnter) === 0;
  });
}

function parents(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [...parents(above), folder];
}

/** Where the data goes when nobody has said where. */
export const systemDataFolder = '/var/lib/provisioner';

/**
 * The data folder in force when PROVISIONER_DATA is unset: `data` in the project, or
 * `/var/lib/provisioner` with the reason, where Postgres' user could not get to the project.
 */
export function defaultDataFolder(given: { project: string; owner: Owner | undefined }): {
  folder: string;
  reason?: string;
} {
  const [closed] = closedFolders(given.project, given.owner);
  if (!closed) return { folder: path.join(given.project, 'data') };
  return {
    folder: systemDataFolder,
    reason: `Data is kept in ${systemDataFolder}: Postgres runs as "nobody", who may not enter ${closed}.`,
  };
}
