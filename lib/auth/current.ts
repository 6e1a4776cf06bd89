/** The actor of the page or action that is being rendered. */
import type { Actor } from './actor';

export async function currentActor(): Promise<Actor | null> {
  return null;
}
