/**
 * A template as its checker sees it: Liquid's tags are blanked, so that every
 * other character keeps its line and column. What an output will give is not
 * known; it is a row of `unknown` instead, which no checker judges.
 */

/** Stands for a character of a value that is known only when it is rendered: private use, in no script. */
export const unknown = '\uE000';

/** True where a part of the word is known only when it is rendered. */
export function isUnknown(word: string): boolean {
  return word.includes(unknown);
}

const pieces =
  /\{%-?\s*(comment|raw)\s*-?%\}([\s\S]*?)\{%-?\s*end\1\s*-?%\}|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;

/** The text with blanks for tags and `unknown` for outputs, of the same length, line by line. */
export function blankTags(text: string): string {
  return text.replace(pieces, (whole, block: string | undefined, body: string | undefined) => {
    if (block === 'raw' && body !== undefined) {
      const start = whole.indexOf(body, whole.indexOf('%}'));
      return blank(whole.slice(0, start)) + body + blank(whole.slice(start + body.length));
    }
    return whole.startsWith('{{') ? fill(whole, unknown) : blank(whole);
  });
}

/** True where tags choose or repeat parts of the text, which blanking cannot show. */
export function hasFlow(text: string): boolean {
  return /\{%-?\s*(if|unless|case|for|tablerow|include|render|layout|block|capture)\b/.test(text);
}

function blank(text: string): string {
  return fill(text, ' ');
}

function fill(text: string, by: string): string {
  return text.replace(/[^\r\n]/g, by);
}
