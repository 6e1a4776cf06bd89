/** "Did you mean": the known word that a misspelt one is nearest to. */

/** The nearest candidate, or null where none is near enough to be meant. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  // Words of one or two letters are near to everything.
  const limit = word.length <= 2 ? 0 : word.length <= 4 ? 1 : word.length <= 8 ? 2 : 3;
  let best: { candidate: string; distance: number } | null = null;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > limit) continue;
    const distance = distanceOf(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && distance < (best?.distance ?? limit + 1)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate ?? null;
}

/** `. Did you mean "x"?`, or a full stop. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates);
  return found ? `. Did you mean "${found}"?` : '.';
}

/** Letters to put in, take out, change or swap with their neighbour (optimal string alignment). */
function distanceOf(left: string, right: string): number {
  let older: number[] = [];
  let old = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const swapped =
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1];
      now[column] = Math.min(
        (old[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (old[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (older[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    older = old;
    old = now;
  }
  return old[right.length] ?? 0;
}
