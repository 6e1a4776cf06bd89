/** Why a script is refused: the errors that people and programs get. */
import { AppError, notFound } from '@/lib/core/errors';
import type { Finding } from './lint/schema';
import { kindFacts, type RevisionDetail, type ScriptKind } from './schema';

/** The error for a script that is not there, with the code that its kind inherited. */
export function scriptNotFound(kind: ScriptKind): AppError {
  const { noun, notFoundCode } = kindFacts[kind];
  return notFound(`This ${noun}`, notFoundCode);
}

/** A script that cannot go yet; `data.usedBy` has who uses it. */
export function inUse(message: string, usedBy: { id: string; name: string }[]): AppError {
  return new AppError({ class: 'conflict', code: 'ERR_SCRIPT_IN_USE', message, data: { usedBy } });
}

/** Titles are unique within a team and a kind. */
export function titleTaken(given: { kind: ScriptKind; title: string }): AppError {
  const { noun } = kindFacts[given.kind];
  return new AppError({
    class: 'conflict',
    code: 'ERR_TITLE_TAKEN',
    message: `There is a ${noun} named "${given.title}" already.`,
    field: 'title',
  });
}

/** A save on an old base; `data.revision` is the newest, with its text. */
export function conflict(given: { title: string; base: number; newest: RevisionDetail }): AppError {
  const { title, base, newest } = given;
  return new AppError({
    class: 'conflict',
    code: 'ERR_CONFLICT',
    message: `${newest.author} saved revision ${newest.number} of "${title}" after revision ${base}, which you changed. Compare, and save on top of it.`,
    data: { revision: newest },
  });
}

/** A main script that no machine could run to its end; `data.findings` has the places. */
export function brokenMainScript(findings: Finding[]): AppError {
  const messages = findings.map(({ line, message }) => `Line ${line}: ${message}`);
  return new AppError({
    class: 'invalid',
    code: 'ERR_INVALID_INPUT',
    message: messages.join(' '),
    fields: messages.map((message) => ({ field: 'text', message })),
    data: { findings },
  });
}
