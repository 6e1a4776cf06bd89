/** Puts values into a text, each as its place needs it. */
import { literal, Refusal, scalarText } from './literal';
import type { Segment } from './pieces';
import type { Target } from './schema';
import { Trouble } from './trouble';

/** The whole text. Throws Trouble for a value that cannot stand where it does. */
export function putTogether(given: { segments: Segment[]; target: Target }): string {
  const { segments, target } = given;
  return segments
    .map((segment) => {
      if (typeof segment === 'string') return segment;
      try {
        return segment.escaped ? scalarText(segment.value) : literal(target, segment.value);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { name, line, column, title } = segment;
        throw new Trouble({ message: `${name} ${error.message}.`, line, column, title });
      }
    })
    .join('');
}
