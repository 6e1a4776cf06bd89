/** Gives teams the ready scripts: copies, which they can change and delete. */
import { addMissingScripts } from '../mutations';
import { library } from './library';

/**
 * Gives a team the ready scripts that it has none of by kind and title; the
 * owning team also the main script, where there is none. What a team has is
 * never changed. `only`: of these, where not all are meant. Call it after the
 * team is committed: it adds what is missing, so a set-up that broke off can
 * call it again. Gives how many were added.
 */
export async function seedLibrary(given: {
  teamId: string;
  owner: boolean;
  only?: ReadonlySet<string>;
}): Promise<number> {
  const { teamId, owner, only } = given;
  const scripts = library
    .filter(({ kind }) => kind !== 'main' || owner)
    .filter((one) => only === undefined || only.has(libraryKey(one)))
    .map(({ kind, title, text, template, dialect }) => ({
      kind,
      title,
      text,
      template,
      dialect: dialect ?? undefined,
      message: 'From the library',
    }));
  return addMissingScripts({ teamId, author: 'provisioner', scripts });
}

/** What tells one ready script from the others. */
export function libraryKey(script: { kind: string; title: string }): string {
  return `${script.kind} ${script.title}`;
}
