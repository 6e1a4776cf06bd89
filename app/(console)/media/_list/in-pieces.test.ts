import { expect, test } from 'vitest';
import type { ActionResult } from '@/app/_doors/action';
import { type ChosenMedium, inPieces, type RefusedMedium } from './in-pieces';

const media = Array.from({ length: 45 }, (_, index) => ({
  id: `id-${index}`,
  title: `Medium ${index}`,
}));

/** Answers each piece by `answer`, and keeps what came. */
function door(answer: (piece: ChosenMedium[]) => ActionResult<{ refused: RefusedMedium[] }>) {
  const pieces: string[][] = [];
  const progress: number[] = [];
  const outcome = inPieces({
    media,
    act: async (input) => {
      pieces.push(input.media.map(({ id }) => id));
      return answer(input.media);
    },
    onProgress: (count) => progress.push(count),
  });
  return { pieces, progress, outcome };
}

test('forty-five go in three requests, each medium once, and what is refused is gathered', async () => {
  const { pieces, progress, outcome } = door((piece) => ({
    ok: true,
    value: {
      refused: piece
        .filter(({ id }) => id === 'id-3' || id === 'id-44')
        .map((medium) => ({ ...medium, reason: 'It has a link.' })),
    },
  }));
  const { done, refused, left, failure } = await outcome;
  expect(pieces.map((piece) => piece.length)).toEqual([20, 20, 5]);
  expect(pieces.flat()).toEqual(media.map(({ id }) => id));
  expect(progress).toEqual([0, 20, 40]);
  expect({ done, left, failure }).toEqual({ done: 43, left: [], failure: null });
  expect(refused.map(({ id }) => id)).toEqual(['id-3', 'id-44']);
});

test('a piece that fails ends it, and what was not come to is named', async () => {
  let asked = 0;
  const { pieces, outcome } = door((piece) => {
    asked += 1;
    if (asked === 2) {
      return { ok: false, message: 'Your session has ended.', code: 'ERR', fields: [] };
    }
    const [first] = piece;
    return { ok: true, value: { refused: first ? [{ ...first, reason: 'No.' }] : [] } };
  });
  const { done, refused, left, failure } = await outcome;
  expect(pieces).toHaveLength(2);
  expect({ done, refused: refused.length, failure }).toEqual({
    done: 19,
    refused: 1,
    failure: 'Your session has ended.',
  });
  expect(left).toEqual(media.slice(20));
});
