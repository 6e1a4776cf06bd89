/**
 * Writes of scripts. A save adds a revision and never changes one; whoever
 * saves on an old base is refused and handed what came between.
 */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db, type Transaction } from '@/lib/core/db';
import { isUniqueViolation } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { sha256 } from '@/lib/core/secret';
import { enqueue } from '@/lib/jobs/enqueue';
import { dialectOf, mainScriptId, readRevision, readScript, revisionDetailOf } from './data';
import { conflict, inUse, scriptNotFound, titleTaken } from './refusals';
import {
  type Dialect,
  guessDialect,
  mainScriptTitle,
  type NewScript,
  type ScriptChange,
  type ScriptDetail,
  type ScriptKind,
} from './schema';
import { changed, demandChangeable, demandSound, readingOf } from './soundness';
import { demandUnnamed, demandUnused } from './uses/data';

/** Makes a script with its first revision. Throws ERR_TITLE_TAKEN. */
export async function createScript(given: {
  actor: Actor;
  kind: ScriptKind;
  input: NewScript;
}): Promise<ScriptDetail> {
  const { actor, kind, input } = given;
  await demandSound(given);
  const { id } = await db()
    .script.create({
      data: {
        teamId: actor.teamId,
        kind,
        title: input.title,
        revisions: { create: revision({ actor, number: 1, ...input, ...readingOf(given) }) },
      },
      select: { id: true },
    })
    .catch((error) => {
      throw isUniqueViolation(error) ? titleTaken({ kind, title: input.title }) : error;
    });
  await audit({ actor, action: `${kind}-script.create`, subject: input.title, detail: { id } });
  if (kind === 'main') await enqueue('publish', { reason: 'The main script was written.' });
  return readScript({ actor, kind, id });
}

/**
 * Changes title or text. The text that is already the newest makes no new
 * revision. Throws ERR_CONFLICT with the newest revision as `data.revision`
 * when `baseRevision` is not the newest; ERR_TITLE_TAKEN.
 */
export async function saveScript(given: {
  actor: Actor;
  kind: ScriptKind;
  id: string;
  change: ScriptChange;
}): Promise<ScriptDetail> {
  const { actor, kind, id, change } = given;
  await demandChangeable({ actor, kind, id, change });
  const done = await db()
    .$transaction((tx) => applyChange({ tx, actor, kind, id, change }))
    .catch((error) => {
      throw isUniqueViolation(error) ? titleTaken({ kind, title: change.title ?? '' }) : error;
    });
  if (done.retitled || done.saved) {
    await audit({
      actor,
      action: `${kind}-script.${done.saved ? 'save' : 'rename'}`,
      subject: done.title,
      detail: { id, revision: done.revision },
    });
  }
  if (kind === 'main' && done.saved) {
    await enqueue('publish', { reason: `Revision ${done.revision} of the main script was saved.` });
  }
  return readScript({ actor, kind, id });
}

async function applyChange(given: {
  tx: Transaction;
  actor: Actor;
  kind: ScriptKind;
  id: string;
  change: ScriptChange;
}) {
  const { tx, actor, kind, id, change } = given;
  const script = await lockScript(given);
  const newest = await tx.scriptRevision.findUniqueOrThrow({
    where: { scriptId_number: { scriptId: id, number: script.revision } },
  });
  const next = changed({ ...newest, dialect: dialectOf(newest.dialect) }, change);
  const saved =
    next.text !== newest.text ||
    next.template !== newest.template ||
    next.dialect !== newest.dialect;
  if (saved && change.baseRevision !== undefined && change.baseRevision !== script.revision) {
    const base = change.baseRevision;
    throw conflict({ title: script.title, base, newest: revisionDetailOf(newest) });
  }
  const title = kind === 'main' ? script.title : (change.title ?? script.title);
  const retitled = title !== script.title;
  const number = saved ? script.revision + 1 : script.revision;
  if (saved) {
    const data = revision({ actor, number, ...next, message: change.message });
    await tx.scriptRevision.create({ data: { ...data, scriptId: id } });
  }
  if (saved || retitled) {
    const data = retitled ? { title, revision: number } : { revision: number };
    await tx.script.update({ where: { id }, data });
  }
  return { saved, retitled, title, revision: number };
}

/** Makes an old text the newest again, as a new revision. */
export async function restoreRevision(given: {
  actor: Actor;
  kind: ScriptKind;
  id: string;
  number: number;
  baseRevision?: number;
}): Promise<ScriptDetail> {
  const { actor, kind, id, number, baseRevision } = given;
  const { text, template, dialect } = await readRevision({ actor, kind, id, number });
  const message = `Restored revision ${number}`;
  const change = { text, template, dialect: dialect ?? undefined, baseRevision, message };
  return saveScript({ actor, kind, id, change });
}

/**
 * Stores the text of the installation's main script, which the owning team
 * has one of. Throws ERR_CONFLICT as `saveScript` does.
 */
export async function saveMainScript(given: {
  actor: Actor;
  text: string;
  baseRevision?: number;
  message?: string;
}): Promise<ScriptDetail> {
  const { actor, ...change } = given;
  const id = await mainScriptId();
  if (id) return saveScript({ actor, kind: 'main', id, change });
  const input = { title: mainScriptTitle, text: change.text, message: change.message };
  try {
    return await createScript({ actor, kind: 'main', input });
  } catch (error) {
    // Two first saves at once: the unique title let one through, and this one is a change of it.
    const made = await mainScriptId();
    if (!made) throw error;
    return saveScript({ actor, kind: 'main', id: made, change });
  }
}

/** Removes a script and its revisions. Throws ERR_SCRIPT_IN_USE, naming who uses it. */
export async function deleteScript(given: {
  actor: Actor;
  kind: ScriptKind;
  id: string;
}): Promise<{ id: string }> {
  const { actor, kind, id } = given;
  if (kind !== 'main') {
    const { title } = await readScript(given);
    await demandUnnamed({ id, kind, title, teamId: actor.teamId });
  }
  const title = await db().$transaction(async (tx) => {
    const script = await lockScript({ tx, ...given });
    if (kind === 'main') {
      throw inUse('The main script is in every bootloader. Change it instead of deleting it.', []);
    }
    await demandUnused({ tx, kind, id, title: script.title });
    await tx.script.delete({ where: { id } });
    return script.title;
  });
  await audit({ actor, action: `${kind}-script.delete`, subject: title, detail: { id } });
  return { id };
}

/** Scripts that the team does not have yet, by kind and title; gives how many were added. */
export async function addMissingScripts(given: {
  teamId: string;
  author: string;
  scripts: {
    kind: ScriptKind;
    title: string;
    text: string;
    message: string;
    template?: boolean;
    dialect?: Dialect;
  }[];
}): Promise<number> {
  const { teamId, author, scripts } = given;
  let added = 0;
  for (const { kind, title, text, message, template = false, dialect } of scripts) {
    if (kind === 'main' && (await mainScriptId())) continue;
    const key = { teamId_kind_title: { teamId, kind, title } };
    if (await db().script.findUnique({ where: key, select: { id: true } })) continue;
    const first = {
      number: 1,
      text,
      sha256: sha256(text),
      template,
      dialect: kind === 'kickstart' ? (dialect ?? guessDialect(text)) : null,
      author,
      message,
    };
    await db().script.create({ data: { teamId, kind, title, revisions: { create: first } } });
    if (kind === 'main') await enqueue('publish', { reason: 'The ready main script was put in.' });
    added += 1;
  }
  return added;
}

/** The script's row, locked until the transaction ends, so that saves are one after another. */
async function lockScript(given: {
  tx: Transaction;
  actor: Actor;
  kind: ScriptKind;
  id: string;
}): Promise<{ title: string; revision: number }> {
  const { tx, actor, kind, id } = given;
  if (!isUuid(id)) throw scriptNotFound(kind);
  const [row] = await tx.$queryRaw<{ title: string; revision: number; teamId: string }[]>`
    SELECT title, revision, "teamId" FROM "Script"
    WHERE id = ${id}::uuid AND kind = ${kind}::"ScriptKind" FOR UPDATE`;
  const theirs = row && (kind === 'main' ? actor.owner : row.teamId === actor.teamId);
  if (!row || !theirs) throw scriptNotFound(kind);
  return row;
}

function revision(given: {
  actor: Actor;
  number: number;
  text: string;
  template: boolean;
  dialect: Dialect | null;
  message?: string;
}) {
  const { actor, number, text, template, dialect, message } = given;
  const hash = sha256(text);
  const author = actor.name;
  return { number, text, sha256: hash, template, dialect, author, message: message ?? '' };
}
