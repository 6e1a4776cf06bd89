/** What a save asks of a template: everything that can be known before there is a host. */
import { AppError } from '@/lib/core/errors';
import { secretNames } from '../secrets/data';
import { includedSources, scriptTitles } from './data';
import type { Problem, Source } from './schema';
import { templateUse } from './use';

/**
 * Why a template cannot be saved in a team: it cannot be parsed, names a
 * variable, secret or script that there is none of, or its includes lead back.
 */
export async function templateProblems(given: {
  teamId: string;
  source: Source;
}): Promise<Problem[]> {
  const { teamId, source } = given;
  if (!source.template) return [];
  const [{ sources }, secrets, titles] = await Promise.all([
    includedSources({ teamId, source }),
    secretNames({ teamId }),
    scriptTitles({ teamId }),
  ]);
  const include = (name: string) => sources.get(name) ?? null;
  const known = { secrets, scripts: [...titles, source.title] };
  return templateUse({ source, include, known }).problems;
}

/** Throws ERR_INVALID_TEMPLATE about the field `text`, with every problem and its place. */
export async function demandTemplate(given: { teamId: string; source: Source }): Promise<void> {
  const problems = await templateProblems(given);
  if (problems.length === 0) return;
  const messages = problems.map((problem) => placed(problem, given.source));
  throw new AppError({
    class: 'invalid',
    code: 'ERR_INVALID_TEMPLATE',
    message: messages.join(' '),
    fields: messages.map((message) => ({ field: 'text', message })),
    data: { problems },
  });
}

function placed({ title, line, column, message }: Problem, source: Source): string {
  const where = title === source.title ? 'Line' : `In "${title}", line`;
  return `${where} ${line}, column ${column}: ${message}`;
}
