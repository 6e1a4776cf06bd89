/** A kickstart's parts: commands, and sections with their bodies. Judges nothing. */
import { type Line, linesOf } from '../place';
import { sections as knownSections } from './facts';
import { splitWords, type Word, type Words } from './words';

export interface CommandLine extends Words {
  line: Line;
}

export interface Section {
  /** With the percent sign: `%post`. */
  name: string;
  header: CommandLine;
  body: Line[];
  /** The line that the body begins with. */
  bodyLine: number;
  /** The section has its `%end`. */
  ended: boolean;
}

export interface Include {
  /** `%include` or `%ksappend`. */
  name: string;
  line: Line;
  /** What is included; undefined where nothing is named. */
  what: Word | undefined;
  /** Where it stands: null among the commands, else in that section. */
  within: string | null;
}

export interface KickstartDocument {
  commands: CommandLine[];
  sections: Section[];
  includes: Include[];
  lines: Line[];
}

const included = /^\s*(%include|%ksappend)(\s|$)/;

/** Takes a text apart as the installer does: a section goes on to `%end` or the next section's header. */
export function readDocument(text: string): KickstartDocument {
  const lines = linesOf(text);
  const document: KickstartDocument = { commands: [], sections: [], includes: [], lines };
  let open: Section | null = null;
  for (const line of lines) {
    const first = /^\s*(\S*)/.exec(line.text)?.[1] ?? '';
    if (open) {
      if (first === '%end') {
        open.ended = true;
        open = null;
        continue;
      }
      // Anaconda's commands in an addon or a script may begin with a percent sign, too.
      if (!knownSections.has(first)) {
        const include = included.test(line.text);
        if (include) document.includes.push(readInclude(line, open.name));
        // A blank in its place keeps the lines behind it where they are.
        open.body.push(include ? { ...line, text: '' } : line);
        continue;
      }
      open = null;
    }
    if (first === '' || first.startsWith('#')) continue;
    const split = splitWords({ text: line.text, line: line.number });
    if (included.test(line.text)) {
      document.includes.push(readInclude(line, null));
    } else if (first.startsWith('%')) {
      open = {
        name: first,
        header: { line, ...split },
        body: [],
        bodyLine: line.number + 1,
        ended: false,
      };
      document.sections.push(open);
      if (first === '%end') open = null;
    } else {
      document.commands.push({ line, ...split });
    }
  }
  return document;
}

function readInclude(line: Line, within: string | null): Include {
  const [name, what] = splitWords({ text: line.text, line: line.number }).words;
  return { name: name?.text ?? '', line, what, within };
}
