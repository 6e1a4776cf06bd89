/** Reads what the checking programs print. Pure; lines are the text's own. */
import { z } from 'zod';
import type { Finding, Severity } from '../schema';

const comments = z.object({
  comments: z.array(
    z.object({
      line: z.number(),
      column: z.number(),
      endLine: z.number(),
      endColumn: z.number(),
      level: z.enum(['error', 'warning', 'info', 'style']),
      code: z.number(),
      message: z.string(),
    }),
  ),
});

/** Of what shellcheck says, our own checks say this better, or it depends on files that are elsewhere. */
const unwanted = [1017, 1082, 1090, 1091, 2148, 2239];

/** Most findings of one text: who has more will begin with these. */
const most = 100;

export function readShellcheck(output: string): Finding[] {
  const wanted = comments
    .parse(JSON.parse(output))
    .comments.filter(({ code, level }) => !unwanted.includes(code) && level !== 'style');
  return wanted
    .slice(0, most)
    .map(({ line, column, endLine, endColumn, level, code, message }) => ({
      severity: severityOf({ level, code }),
      rule: `shellcheck/SC${code}`,
      message,
      line,
      column,
      endColumn: endLine === line && endColumn > column ? endColumn : column + 1,
    }));
}

/** Codes from 1000 to 1999 are about what cannot be parsed; the others about what it does. */
function severityOf({ level, code }: { level: string; code: number }): Severity {
  if (level === 'error') return code < 2000 ? 'error' : 'warning';
  return level === 'warning' ? 'warning' : 'info';
}

/** `sh: 3: Syntax error: …` (dash), `bash: line 3: syntax error …`, `ksh: syntax error at line 3: …`. */
export function readShell(lines: string[]): Finding[] {
  for (const line of lines) {
    const found =
      /^\S+: (?:line )?(\d+): (.*)$/.exec(line) ??
      /^\S+: (?:.*?) ?at line (\d+) ?:? ?(.*)$/.exec(line);
    if (!found) continue;
    const rest = (found[2] ?? '').replace(/^Syntax error: /, 'Syntax error: ') || line;
    return [syntax({ message: rest, line: Number(found[1]), column: 1 })];
  }
  const [first] = lines.filter((line) => line.trim() !== '');
  return first ? [syntax({ message: first, line: 1, column: 1 })] : [];
}

const pythonVerdict = z.object({
  message: z.string(),
  line: z.number().nullable(),
  column: z.number().nullable(),
});

export function readPython(output: string): Finding[] {
  if (output.trim() === '') return [];
  const { message, line, column } = pythonVerdict.parse(JSON.parse(output));
  return [syntax({ message, line: line ?? 1, column: column ?? 1 })];
}

/** The file and line, the line itself, carets below it, and behind a blank line the error. */
export function readNode(lines: string[]): Finding[] {
  const error = lines.find((line) => /^\w*Error: /.test(line));
  if (!error) return [];
  const line = Number(
    lines.map((one) => /^\S*script\.js:(\d+)$/.exec(one)?.[1]).find(Boolean) ?? 1,
  );
  const carets = lines.find((one) => /^\s*\^+\s*$/.test(one)) ?? '^';
  const column = carets.indexOf('^') + 1;
  const length = carets.trim().length;
  return [
    {
      ...syntax({ message: error.replace(/^\w*Error: /, ''), line, column }),
      endColumn: column + length,
    },
  ];
}

function syntax(given: { message: string; line: number; column: number }): Finding {
  const column = Math.max(given.column, 1);
  const text = given.message.trim();
  const message = `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
  const line = Math.max(given.line, 1);
  return { severity: 'error', rule: 'script/syntax', message, line, column, endColumn: column + 1 };
}
