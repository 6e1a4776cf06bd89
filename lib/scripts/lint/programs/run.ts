/**
 * Has programs look at texts: shellcheck where it is installed, else the
 * shell's own `-n`; python3's compiler; `node --check`. None of them runs the
 * text. Only workers call this.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { reasonOf } from '@/lib/core/errors';
import { run } from '@/lib/core/exec';
import type { Finding } from '../schema';
import type { Program } from './programs';
import { readNode, readPython, readShell, readShellcheck } from './readings';

/** Milliseconds for one text. */
const timeout = 10_000;

export interface Asked {
  program: Program;
  signal: AbortSignal;
}

/** The findings in one text, with the script's own lines; says so where it could not be checked. */
export async function checkProgram({ program, signal }: Asked): Promise<Finding[]> {
  try {
    const findings = await checkers[program.language]?.({ program, signal });
    return (findings ?? []).map((one) => ({ ...one, line: one.line + program.line - 1 }));
  } catch (error) {
    signal.throwIfAborted();
    const message = `This could not be checked: ${reasonOf(error).split('\n')[0]}`;
    const { line } = program;
    return [{ severity: 'info', rule: 'script/unchecked', message, line, column: 1, endColumn: 2 }];
  }
}

const checkers: Record<string, (asked: Asked) => Promise<Finding[]>> = {
  sh: checkShell,
  bash: checkShell,
  dash: checkShell,
  ksh: checkShell,
  python: checkPython,
  javascript: checkJavascript,
};

async function checkShell(asked: Asked): Promise<Finding[]> {
  const { program, signal } = asked;
  // Without a shell named by us it would take the first line's word, and follow other files.
  const args = [`--shell=${program.language}`, '--format=json1', '--norc', '-'];
  const input = program.text;
  try {
    const answers = [1];
    return readShellcheck(
      await run({ program: 'shellcheck', args, input, timeout, signal, answers }),
    );
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return readShell(await spoken({ asked, name: program.language, args: ['-n'] }));
}

/** Compiles and does nothing else; `-I` keeps the surroundings out. */
const compiler = `
import json, sys, warnings
warnings.simplefilter("ignore")
try:
    compile(sys.stdin.buffer.read(), "script", "exec", dont_inherit=True)
except SyntaxError as error:
    print(json.dumps({"message": error.msg, "line": error.lineno, "column": error.offset}))
except (ValueError, RecursionError, MemoryError, OverflowError) as error:
    print(json.dumps({"message": str(error) or type(error).__name__, "line": 1, "column": 1}))
`;

async function checkPython({ program, signal }: Asked): Promise<Finding[]> {
  const args = ['-I', '-c', compiler];
  return readPython(await run({ program: 'python3', args, input: program.text, timeout, signal }));
}

async function checkJavascript(asked: Asked): Promise<Finding[]> {
  // Only from a file does node tell a module from a script by itself.
  const folder = await mkdtemp(path.join(os.tmpdir(), 'provisioner-check-'));
  try {
    const file = path.join(folder, 'script.js');
    await writeFile(file, asked.program.text, { mode: 0o600 });
    const lines = await spoken({
      asked,
      name: process.execPath,
      args: ['--check', file],
      file: true,
    });
    return readNode(lines);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a program says that fails when it finds something. */
async function spoken(given: {
  asked: Asked;
  name: string;
  args: string[];
  file?: boolean;
}): Promise<string[]> {
  const { asked, name, args, file } = given;
  const lines: string[] = [];
  await run({
    program: name,
    args,
    ...(file ? {} : { input: asked.program.text }),
    timeout,
    signal: asked.signal,
    answers: [1, 2, 3],
    env: { LC_ALL: 'C' },
    onLine: (line) => {
      if (lines.length < 200) lines.push(line.slice(0, 500));
    },
  });
  return lines;
}

function isMissing(error: unknown): boolean {
  return /is not installed/.test(reasonOf(error));
}
