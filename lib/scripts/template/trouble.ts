/** What went wrong in a template, as a problem with its place. */
import { LiquidError, type Token } from 'liquidjs';
import { OutOfTime } from './limits';
import type { Problem } from './schema';

interface Place {
  line: number;
  column: number;
  title: string;
}

/** A problem that knows its place. */
export class Trouble extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Where a token is. */
export function placeOf(token: Token, title: string): Place {
  const [line = 1, column = 1] = token.getPosition();
  return { line, column, title: token.file ?? title };
}

/** The problem of anything thrown while a template was read or rendered; `place` is where that was. */
export function problemOf(error: unknown, where: Place): Problem {
  const place = { line: where.line, column: where.column, title: where.title };
  if (error instanceof Trouble) return error.problem;
  if (error instanceof OutOfTime) {
    return { ...place, message: 'Rendering took too long. Does a loop go on for ever?' };
  }
  const original = originOf(error);
  if (original instanceof Trouble) return original.problem;
  if (original instanceof RangeError) {
    return { ...place, message: 'The template is nested too deeply, or makes too much.' };
  }
  const token = tokenOf(error);
  const at = token && token.input.length > 0 ? placeOf(token, place.title) : place;
  const message = original instanceof Error ? original.message : String(original);
  return { ...at, message: sentence(message) };
}

/** The error that liquidjs wrapped. */
function originOf(error: unknown): unknown {
  let found = error;
  while (LiquidError.is(found) && 'originalError' in found && found.originalError) {
    found = found.originalError;
  }
  return found;
}

/** The innermost token that knows where it is. */
function tokenOf(error: unknown): Token | null {
  let [found, token]: [unknown, Token | null] = [error, null];
  while (LiquidError.is(found)) {
    if ('token' in found) token = found.token as Token;
    found = 'originalError' in found ? found.originalError : null;
  }
  return token;
}

const inOurWords: [RegExp, string][] = [
  [/^undefined variable: (.*)$/s, 'There is no variable $1.'],
  [/^undefined filter: (.*)$/s, 'There is no filter named $1.'],
  [/^tag "(.*)" not found$/s, 'There is no tag named $1.'],
  [
    /^(memory alloc|parse length) limit exceeded$/,
    'The template makes too much: a range, a list or a text is too large.',
  ],
  [/^template render limit exceeded$/, 'Rendering took too long. Does a loop go on for ever?'],
  [/^(tag|output|raw) (.*) not closed$/s, 'The $1 $2 is not closed.'],
];

/** liquidjs's message as a sentence, without the place that it ends with. */
function sentence(message: string): string {
  const plain = message.replace(/(, file:[^\n]*)?, line:\d+, col:\d+$/, '');
  for (const [pattern, ours] of inOurWords) {
    if (pattern.test(plain)) return plain.replace(pattern, ours);
  }
  const capital = plain.charAt(0).toUpperCase() + plain.slice(1);
  return /[.?!]$/.test(capital) ? capital : `${capital}.`;
}
