/** The actor of a REST request: an API token, or the browser's session. */
import type { Actor } from './actor';

export async function actorOfRequest(_request: Request): Promise<Actor | null> {
  return null;
}
