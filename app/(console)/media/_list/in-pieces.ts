/** A deed on many media, in pieces: a bar can move, and a closed page leaves little behind. */
import type { ActionResult } from '@/app/_doors/action';

/** Media of one request. */
export const mediaOfOneRequest = 20;

export interface ChosenMedium {
  id: string;
  title: string;
}

export interface RefusedMedium extends ChosenMedium {
  reason: string;
}

interface Outcome {
  /** To so many it was done. */
  done: number;
  refused: RefusedMedium[];
  /** What was not come to, as a piece failed; and why. */
  left: ChosenMedium[];
  failure: string | null;
}

/** Sends piece after piece; `onProgress` is told how many were gone through. A piece that fails ends it. */
export async function inPieces(given: {
  media: ChosenMedium[];
  act: (input: { media: ChosenMedium[] }) => Promise<ActionResult<{ refused: RefusedMedium[] }>>;
  onProgress: (count: number) => void;
}): Promise<Outcome> {
  const { media, act, onProgress } = given;
  const refused: RefusedMedium[] = [];
  for (let start = 0; start < media.length; start += mediaOfOneRequest) {
    onProgress(start);
    const piece = media.slice(start, start + mediaOfOneRequest);
    const result = await act({ media: piece.map(({ id, title }) => ({ id, title })) });
    if (!result.ok) {
      const failure = result.message;
      return { done: start - refused.length, refused, left: media.slice(start), failure };
    }
    refused.push(...result.value.refused);
  }
  return { done: media.length - refused.length, refused, left: [], failure: null };
}
