/**
 * The bytes of a medium by its id: `GET /api/isos/ID` and its siblings. Next
 * would leave out their length, so the lane sends them; who asks, and what he
 * may see, is asked of the same functions as at the doors. Whatever is not
 * the plain case is handed on, and the door of the REST API answers it: JSON,
 * refusals, what is not built yet (docs/decisions/0088).
 */
import { may } from '@/lib/auth/actor';
import { actorOfRequest } from '@/lib/auth/request';
import { mediumFile } from '@/lib/builds/media/data';
import { type MediaSegment, mediaSegments } from '@/lib/builds/media/schema';
import { wantsJsonNotBytes } from '@/lib/core/accept';
import { isAppError, reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { away, type MachineAnswer, type MachineRequest } from './exchange';
import { fileOfMedium } from './media';

const form = new RegExp(`^/api/(${Object.keys(mediaSegments).join('|')})/([^/]+)$`);

/** What the door looks at to know who asks. */
const headersOfActor = ['authorization', 'cookie', 'x-forwarded-proto'];

/** True for the address of one medium. */
export function isMediumPath(path: string): boolean {
  return form.test(path);
}

/** The file, or null: the door answers. */
export async function answerMediumById(request: MachineRequest): Promise<MachineAnswer | null> {
  const [, segment, id = ''] = form.exec(request.path) ?? [];
  const { method } = request;
  if (!segment || (method !== 'GET' && method !== 'HEAD')) return null;
  if (wantsJsonNotBytes(request.header('accept'))) return null;
  try {
    const actor = await actorOfRequest(asked(request));
    if (!actor || !may(actor, 'read')) return null;
    const file = new URLSearchParams(request.search).get('file') ?? undefined;
    const found = await mediumFile({ actor, segment: segment as MediaSegment, id, file });
    return fileOfMedium(found);
  } catch (error) {
    if (isAppError(error)) return null;
    logger('lane').warn({ id, reason: reasonOf(error) }, 'a boot medium could not be looked up');
    return away();
  }
}

function asked(request: MachineRequest): Request {
  const headers = new Headers();
  for (const name of headersOfActor) {
    const value = request.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  return new Request('http://lane/', { headers });
}
