/**
 * Checks what `#!` says of a pre- or post-install script: whether it is
 * there, and whether that interpreter is there at that moment.
 */
import { isUnknown } from '../blanks';
import { finding, type Place } from '../place';
import type { Finding, Severity } from '../schema';
import { nearest } from '../spelling';
import { type Interpreter, interpreterOf } from './interpreter';

/** In the agent, which runs pre-install scripts; node is brought from the server when a script names it. */
const inAgent = ['sh', 'ash', 'bash', 'dash', 'python3', 'python', 'node', 'awk', 'sed', 'busybox'];

/** In every system that an image holds. */
const inSystem = ['sh', 'dash', 'bash'];

/** Known to people; a name near to one of these is a misspelling. */
const usual = [...new Set([...inAgent, ...inSystem, 'perl', 'ruby', 'zsh', 'ksh', 'php', 'lua'])];

export function checkInterpreter(given: { kind: 'pre' | 'post'; text: string }): Finding[] {
  const { kind, text } = given;
  const findings: Finding[] = [];
  const say = (severity: Severity, rule: string, message: string, at: Place) =>
    findings.push(finding({ severity, rule: `script/${rule}`, message, at }));
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const at: Place = { line: 1, column: 1, endColumn: firstLine.length + 1 };
  if (text.trim() === '') {
    say('warning', 'empty', 'There is nothing to run.', at);
    return findings;
  }
  if (text.startsWith('\uFEFF')) {
    say('error', 'byte-order-mark', 'A byte order mark stands before #!, and hides it.', at);
    return findings;
  }
  const found = interpreterOf(text);
  if (!found) {
    const later = text.split(/\r?\n/).findIndex((line) => line.startsWith('#!/'));
    const message =
      later > 0
        ? `#! counts in the first line only; it stands in line ${later + 1}.`
        : 'The first line must name the interpreter: #!/bin/bash, #!/usr/bin/env python3 ….';
    say('error', 'no-interpreter', message, at);
    return findings;
  }
  if (/^[^\n]*\r/.test(text)) {
    const message =
      'The first line ends by CR LF, and the CR becomes a part of the interpreter: it is not found.';
    say('error', 'cr-lf', message, at);
  } else if (text.includes('\r\n')) {
    const line = text.slice(0, text.indexOf('\r\n')).split('\n').length;
    const message = 'Lines end by CR LF here; a shell takes the CR for a part of the last word.';
    say('warning', 'cr-lf', message, { line, column: 1, endColumn: 2 });
  }
  if (isUnknown(found.path)) return findings;
  judge({ kind, found, at, say, text });
  return findings;
}

function judge(given: {
  kind: 'pre' | 'post';
  text: string;
  found: Interpreter;
  at: Place;
  say: (severity: Severity, rule: string, message: string, at: Place) => void;
}): void {
  const { kind, found, at, say, text } = given;
  if (!found.path.startsWith('/')) {
    say('error', 'interpreter', `"${found.path}" is no whole path.`, at);
    return;
  }
  if (found.name === '') {
    say('error', 'interpreter', 'env needs the name of an interpreter.', at);
    return;
  }
  if (found.manyArguments) {
    const message =
      'The kernel hands all behind the interpreter over as one argument. env -S splits it.';
    say('warning', 'interpreter', message, at);
  }
  if (isUnknown(found.name)) return;
  const plain = found.name.replace(/^python3\.\d+$/, 'python3');
  const misspelt = usual.includes(plain) ? null : nearest(plain, usual);
  const hint = misspelt ? ` Did you mean ${misspelt}?` : '';
  if (kind === 'pre') {
    if (inAgent.includes(plain)) return;
    const message = `The agent has bash, python3 and busybox, and fetches node; ${found.name} is not there.${hint}`;
    say('warning', 'interpreter', message, at);
  } else if (plain === 'node') {
    const message =
      'node is not in every system; the script brings it along from the provisioner when it is missing.';
    say('info', 'interpreter', message, at);
  } else if (!inSystem.includes(plain)) {
    if (saysSo(text, plain)) return;
    const message = `${found.name} is not in every system. Where yours has it, say so in a comment: "needs ${plain}".${hint}`;
    say('warning', 'interpreter', message, at);
  }
}

/** The script's own comment says that it needs the interpreter: its author knows. */
function saysSo(text: string, name: string): boolean {
  const comments = text.split('\n').filter((line) => /^\s*(#|\/\/|--)/.test(line));
  return comments.some((line) => line.toLowerCase().includes(`needs ${name}`));
}
