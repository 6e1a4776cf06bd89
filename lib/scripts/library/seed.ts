/** The scripts that a team begins with: copies, which it can change and delete. */
import { addMissingScripts } from '../mutations';
import { mainScriptTitle, type ScriptKind } from '../schema';
import { debianPreseed } from './kickstart';
import { mainScript } from './main';
import { greeting, keepParameters } from './post';
import { refuseSmallMachines } from './pre';
import { debianInstaller, localDisk, rescueShell } from './sub';

export interface LibraryScript {
  kind: ScriptKind;
  title: string;
  text: string;
}

/** Every ready script; the main script is the installation's, the others each team's own. */
export const library: LibraryScript[] = [
  { kind: 'main', title: mainScriptTitle, text: mainScript },
  { kind: 'sub', title: 'Local disk', text: localDisk },
  { kind: 'sub', title: 'Rescue shell', text: rescueShell },
  { kind: 'sub', title: 'Debian installer', text: debianInstaller },
  { kind: 'kickstart', title: 'Debian by preseed', text: debianPreseed },
  { kind: 'pre', title: 'Refuse small machines', text: refuseSmallMachines },
  { kind: 'post', title: 'Greeting', text: greeting },
  { kind: 'post', title: 'Keep the parameters', text: keepParameters },
];

/**
 * Gives a new team the ready scripts; the owning team also the main script,
 * where there is none. Call it after the team is committed: it adds what is
 * missing, so a set-up that broke off can call it again. Gives how many were
 * added.
 */
export async function seedLibrary(given: { teamId: string; owner: boolean }): Promise<number> {
  const { teamId, owner } = given;
  const scripts = library
    .filter(({ kind }) => kind !== 'main' || owner)
    .map((script) => ({ ...script, message: 'From the library' }));
  return addMissingScripts({ teamId, author: 'provisioner', scripts });
}
