/** Places in scripts, by the language of their interpreter. */
import { plainOnly, scalarText, type Value } from '../literal';
import type { Target } from '../schema';
import type { Place } from './place';
import { ProgramPlace } from './program';
import { ShellPlace } from './shell';

export function placeOfProgram(target: Target): Place {
  if (target === 'shell') return new ShellPlace();
  if (target === 'python' || target === 'javascript') return new ProgramPlace(target);
  return new OtherPlace();
}

/** A language that we cannot follow: plain words, and whatever a filter has made for it. */
class OtherPlace implements Place {
  text(): void {}

  put(value: Value): string {
    return plainOnly(
      scalarText(value),
      'in a language that we cannot escape for: say how, or | raw',
    );
  }

  refuses(): string | null {
    return null;
  }
}
