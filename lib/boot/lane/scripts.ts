/** Scripts as machines fetch them: the bytes exactly as they were saved, or what a template becomes. */
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { readPinnedText } from '@/lib/hosts/installs/data';
import { roster } from '../roster/roster';
import type { HeldText } from '../roster/texts';
import { answerTemplate } from './by-id';
import { away, type MachineRequest, sentence, type TextAnswer, text } from './exchange';
import { namesEtag } from './range';

export type Kind = 'main' | 'sub' | 'kickstart' | 'pre' | 'post';

/** By the segment of the URL, as inherited. */
export const segmentKinds: Record<string, Kind> = {
  subscripts: 'sub',
  kickstarts: 'kickstart',
  preinstallscripts: 'pre',
  postinstallscripts: 'post',
};

/**
 * The text of a script by its id, the newest or the revision that is asked
 * for. Null: it is not known here; the REST route says why.
 */
export async function answerScript(given: {
  kind: Kind;
  id: string;
  request: Pick<MachineRequest, 'search' | 'header'>;
}): Promise<TextAnswer | null> {
  const { kind, id, request } = given;
  const script = roster().script(id);
  if (script?.kind !== kind) return null;
  const asked = new URLSearchParams(request.search).get('revision');
  if (asked !== null && !/^[1-9]\d{0,8}$/.test(asked)) {
    return sentence(400, `revision: "${asked.slice(0, 40)}" is no number of a revision.`);
  }
  const revision = asked === null ? script.revision : Number(asked);
  const held = await textOf({ scriptId: id, revision });
  if (held === 'away') return away();
  if (!held) return sentence(404, `Revision ${revision} of this script was not found.`);
  if (!held.template) return answerText({ held, request });
  const { title, teamId } = script;
  const source = { title, kind, dialect: held.dialect, template: true };
  return answerTemplate({
    teamId,
    source: { ...source, text: held.bytes.toString('utf8') },
    request,
  });
}

/** The main script as it is published, with the line that sets `base`. */
export function answerAutoexec(): TextAnswer {
  const { publication } = roster().settings;
  if (!publication) {
    return sentence(404, 'No main script is published yet. Save one in the console under Scripts.');
  }
  return text({ body: publication.text });
}

/** A text from memory, or from the store where memory does not have it; null when there is none. */
export async function textOf(given: {
  scriptId: string;
  revision: number;
}): Promise<HeldText | null | 'away'> {
  const { texts } = roster();
  const held = texts.get(given.scriptId, given.revision);
  if (held) return held;
  try {
    const row = await readPinnedText(given);
    return row && texts.put({ ...given, ...row });
  } catch (error) {
    logger('lane').warn({ ...given, reason: reasonOf(error) }, 'a script could not be read');
    return 'away';
  }
}

/** A script's bytes with their strong ETag; 304 where the machine has them. */
export function answerText(given: {
  held: HeldText;
  request: Pick<MachineRequest, 'header'>;
}): TextAnswer {
  const { held, request } = given;
  const etag = `"${held.sha256}"`;
  const headers = { ETag: etag, 'Cache-Control': 'no-cache', Vary: 'Accept' };
  const known = request.header('if-none-match');
  if (known !== undefined && namesEtag(known, etag)) {
    const answer = text({ status: 304, body: '', headers });
    delete answer.headers['Content-Length'];
    return answer;
  }
  return text({ body: held.bytes.toString('utf8'), headers });
}
