/**
 * A template's text as a checker may look at it before it is rendered. An
 * output becomes one word of unknown letters, a tag becomes spaces; every
 * character stays at its line and column.
 */

/** Stands for each character of an output: private use, so that no script has it. */
export const outputMark = '\uE000';

export interface MaskedTemplate {
  text: string;
  /** Numbers of the lines that hold a tag such as `{% if … %}`: what follows may not run, or run twice. */
  tagLines: Set<number>;
  /** True when another script's text may stand in it. */
  includes: boolean;
}

const piece =
  /\{%-?\s*comment\s*-?%\}[\s\S]*?\{%-?\s*endcomment\s*-?%\}|\{%-?\s*raw\s*-?%\}([\s\S]*?)\{%-?\s*endraw\s*-?%\}|\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}/g;

/** Masks Liquid's tags and outputs. */
export function maskTemplate(text: string): MaskedTemplate {
  const tagLines = new Set<number>();
  let includes = false;
  const masked = text.replace(piece, (found: string, raw: string | undefined, at: number) => {
    if (found.startsWith('{{')) return found.replace(/[^\n]/g, outputMark);
    if (/^\{%-?\s*(include|render)\b/.test(found)) includes = true;
    const first = text.slice(0, at).split('\n').length;
    const rows = found.split('\n').length;
    for (let row = 0; row < rows; row += 1) tagLines.add(first + row);
    if (raw === undefined) return found.replace(/[^\n]/g, ' ');
    const start = found.indexOf('%}') + 2;
    const end = start + raw.length;
    return blank(found.slice(0, start)) + raw + blank(found.slice(end));
  });
  return { text: masked, tagLines, includes };
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** Whether what a word will be is known only when the script runs or is rendered. */
export function isDynamic(word: string): boolean {
  return word.includes('${') || word.includes(outputMark);
}
