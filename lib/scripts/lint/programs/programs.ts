/** The parts of a script that other programs can check: what their language is, and where they begin. */
import type { Dialect, ScriptKind } from '../../schema';
import { blankTags, unknown } from '../blanks';
import { interpreterOf, languageOf } from '../interpreter/interpreter';
import { readDocument } from '../kickstart/document';

export interface Program {
  /** `sh`, `bash`, `dash`, `ksh`, `python` or `javascript`. */
  language: string;
  text: string;
  /** The script's line that is the program's first. */
  line: number;
}

/** Most programs of one script that are looked at. */
export const programLimit = 50;

/** Longest text that is handed to a program, in characters. */
export const lengthLimit = 300_000;

export function programsOf(given: {
  kind: ScriptKind;
  dialect?: Dialect | null;
  template?: boolean;
  text: string;
}): Program[] {
  const { kind, dialect, template = false } = given;
  // Outputs of a template stand for words: any will do.
  const text = template ? blankTags(given.text).replaceAll(unknown, 'x') : given.text;
  if (kind === 'pre' || kind === 'post') {
    const language = languageOf(interpreterOf(text)?.name ?? '');
    return language ? [{ language, text, line: 1 }] : [];
  }
  if (kind !== 'kickstart' || (dialect && dialect !== 'kickstart')) return [];
  return readDocument(text)
    .sections.filter(({ name }) => /^%(pre|pre-install|post|onerror|traceback)$/.test(name))
    .flatMap(({ header, body, bodyLine }) => {
      if (body.length === 0) return [];
      const language = languageOf(interpreterOfHeader(header.words.map((word) => word.text)));
      if (!language) return [];
      return [{ language, text: `${body.map((line) => line.text).join('\n')}\n`, line: bodyLine }];
    })
    .slice(0, programLimit);
}

/** The program behind `--interpreter`; the installer takes /bin/sh, which is bash there. */
function interpreterOfHeader(words: string[]): string {
  for (const [index, word] of words.entries()) {
    const value = word === '--interpreter' ? words[index + 1] : undefined;
    const path = value ?? /^--interpreter=(.*)$/.exec(word)?.[1];
    if (path) return path.slice(path.lastIndexOf('/') + 1);
  }
  return 'bash';
}
