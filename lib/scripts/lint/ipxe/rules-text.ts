/** What is wrong with the text before any command is looked at. */
import type { Finding } from '@/lib/scripts/lint/schema';
import { found, type Script } from './script';
import { outputMark } from './template';

/** Longest kernel command line on x86 (COMMAND_LINE_SIZE), the end included. */
const kernelLine = 2048;
const longest = 4096;

export function textFindings(script: Script): Finding[] {
  return [
    ...magic(script),
    ...lineEnds(script),
    ...characters(script),
    ...lineLengths(script),
    ...continuations(script),
  ];
}

function magic({ text, masked, kind }: Script): Finding[] {
  const first = text.split('\n')[0] ?? '';
  const place = { line: 1, column: 1, endColumn: Math.max(2, first.length + 1) };
  const error = (message: string) => [found('error', 'no-magic', place, message)];
  if (text.startsWith('\uFEFF')) {
    return error(
      'A byte order mark stands before "#!ipxe", so iPXE does not take this for a script. Save it as UTF-8 without one.',
    );
  }
  // Tags before the first line leave nothing behind when they trim what follows.
  const start = (masked ? masked.text : text).replace(masked ? /^\s+/ : '', '');
  if (start.startsWith(outputMark)) return [];
  if (!/^#!(i|g)pxe/.test(start)) {
    return error(
      'iPXE takes a text for a script only when it begins with the line "#!ipxe". Put it first: by BIOS the text would be started as a program, and hang.',
    );
  }
  if (start.length === 6 && start === text) {
    return error('iPXE takes "#!ipxe" for a script only with a line break behind it. Add one.');
  }
  if (!/^#!(i|g)pxe\s/.test(start) && start !== text.trim()) {
    return error(
      'Behind "#!ipxe" has to stand a line break or a space. Give the rest a line of its own.',
    );
  }
  if (kind === 'main' && !/^#!ipxe[ \t\r]*(\n|$)/.test(start)) {
    return error(
      'The first line of a main script is "#!ipxe" alone: its second line is added when it is published.',
    );
  }
  return [];
}

function lineEnds({ text }: Script): Finding[] {
  const findings: Finding[] = [];
  if (endsInCr(text)) {
    const end = text.indexOf('\r') + 1;
    const message =
      'The lines end in CR alone, so the whole script is one line to iPXE. Save it with LF.';
    return [
      found('error', 'line-ends', { line: 1, column: 1, endColumn: Math.max(2, end) }, message),
    ];
  }
  const rows = text.split('\n');
  const index = rows.findIndex((row, at) => row.endsWith('\r') && at < rows.length - 1);
  if (index >= 0) {
    const column = rows[index]?.length ?? 1;
    const mixed = rows.some((row, at) => !row.endsWith('\r') && at < rows.length - 1);
    const message = mixed
      ? 'Some lines end in CR LF and some in LF. iPXE takes both; save it with LF alone to be able to edit it here.'
      : 'The lines end in CR LF. iPXE takes that; LF alone is usual.';
    findings.push(
      found('info', 'line-ends', { line: index + 1, column, endColumn: column + 1 }, message),
    );
  }
  return findings;
}

function endsInCr(text: string): boolean {
  return text.includes('\r') && !text.includes('\n');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]|\r(?!\n|$)/;

function characters({ text }: Script): Finding[] {
  if (endsInCr(text)) return [];
  return text.split('\n').flatMap((row, index) => {
    const at = row.search(control);
    if (at < 0) return [];
    const code = row.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
    const place = { line: index + 1, column: at + 1, endColumn: at + 2 };
    const message =
      code === '0000'
        ? 'A NUL ends the line for iPXE: what follows is not seen. Remove it.'
        : `The control character U+${code} stands in this line. Remove it.`;
    return [found('error', 'control-character', place, message)];
  });
}

const takesLine = new Set([
  'kernel',
  'imgselect',
  'imgload',
  'imgargs',
  'boot',
  'chain',
  'imgexec',
]);

function lineLengths({ lines }: Script): Finding[] {
  return lines.flatMap((line) => {
    const place = { line: line.number, column: 1, endColumn: line.length + 1 };
    const kernel = line.steps.some((step) => takesLine.has(step.command?.name.text ?? ''));
    if (kernel && line.length >= kernelLine) {
      const message = `This line has ${line.length} characters; a Linux kernel on x86 takes a command line of ${kernelLine - 1}. Shorten it.`;
      return [found('warning', 'long-line', place, message)];
    }
    if (line.length < longest) return [];
    const message = `This line has ${line.length} characters; by BIOS iPXE has little room for one. Part it.`;
    return [found('warning', 'long-line', place, message)];
  });
}

function continuations({ text, lines, masked }: Script): Finding[] {
  const findings: Finding[] = [];
  for (const line of lines) {
    if (!line.continued || !line.comment || line.steps.length > 0) continue;
    const message = 'This comment ends in "\\", so the next line belongs to it. Remove the "\\".';
    findings.push(found('warning', 'comment-goes-on', line.comment.place, message));
  }
  const rows = (masked?.text ?? text).replace(/\n$/, '').split('\n');
  const last = (rows.at(-1) ?? '').replace(/\r$/, '');
  if (last.endsWith('\\')) {
    const place = { line: rows.length, column: last.length, endColumn: last.length + 1 };
    const message =
      'The last line ends in "\\" and goes on nowhere: iPXE does not run it, and fails. Remove the "\\".';
    findings.push(found('error', 'goes-on-nowhere', place, message));
  }
  return findings;
}
