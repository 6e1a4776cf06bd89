/** Unknown commands, and commands whose words iPXE refuses. */
import type { Finding } from '@/lib/scripts/lint/schema';
import { nearest } from '../spelling';
import { type ArgumentProblem, readArguments } from './arguments';
import { dayOfVersion } from './capabilities';
import { type CommandSpec, usageOf } from './command';
import { commands } from './commands';
import { type Command, commandsOf, type Word } from './parse';
import { found, type Script } from './script';
import { isDynamic } from './template';

export function commandFindings(script: Script): Finding[] {
  return script.lines.flatMap((line) =>
    commandsOf(line).flatMap((command) => checkCommand({ command, script })),
  );
}

function checkCommand({ command, script }: { command: Command; script: Script }): Finding[] {
  const { name } = command;
  if (isDynamic(name.text)) return [];
  const spec = commands.get(name.text);
  if (!spec) return [unknownCommand(name)];
  // It looks at none of its words.
  if (spec.name === 'help') return [];
  const read = readArguments(spec, command.args);
  const findings: Finding[] = [];
  if (read.problem) findings.push(problemFinding({ spec, command, problem: read.problem }));
  findings.push(...oldLoader({ spec, read, script }));
  if (spec.name === 'time' && read.operands[0]) {
    const [inner, ...args] = read.operands;
    findings.push(...checkCommand({ command: { name: inner as Word, args }, script }));
  }
  return findings;
}

/** What people write who know another language, and what to write instead. */
const otherLanguages: ReadonlyMap<string, string> = new Map([
  ['if', 'iPXE has no "if": write "iseq … && goto label ||".'],
  ['then', 'iPXE has no "if": write "iseq … && goto label ||".'],
  ['else', 'iPXE has no "else": write "iseq … && goto one || goto other".'],
  ['fi', 'iPXE has no "if": remove this.'],
  ['while', 'iPXE has no "while": write a label and "goto" it.'],
  ['for', 'iPXE has no "for": write a label, "inc" and "goto".'],
  ['label', 'A label is a line that begins with a colon, such as ":start".'],
  ['call', 'iPXE has no subroutines: "chain" another script, or "goto" a label.'],
  ['print', 'It is called "echo".'],
  ['printf', 'It is called "echo".'],
  ['wait', 'It is called "sleep".'],
  ['pause', 'It is called "prompt".'],
  ['halt', 'It is called "poweroff".'],
  ['shutdown', 'It is called "poweroff".'],
  ['wget', 'It is called "imgfetch".'],
  ['curl', 'It is called "imgfetch".'],
  ['dir', 'iPXE lists its images by "imgstat".'],
  ['append', 'That is PXELINUX: write the words behind the address of "kernel".'],
  ['linux', 'That is GRUB: it is called "kernel".'],
  ['menuentry', 'That is GRUB: it is called "item".'],
]);

function unknownCommand(name: Word): Finding {
  const near = nearest(name.text, commands.keys());
  const hint =
    (/^\{[{%]/.test(name.text)
      ? 'Is this a template? Switch templates on for this script.'
      : null) ??
    otherLanguages.get(name.text.toLowerCase()) ??
    (commands.has(name.text.toLowerCase())
      ? `Commands are written in small letters: "${name.text.toLowerCase()}".`
      : near
        ? `Did you mean "${near}"?`
        : 'Remove it, or begin the line with "#".');
  const message = `iPXE has no command "${name.text}", so the script ends here. ${hint}`;
  return found('error', 'unknown-command', name.place, message);
}

function problemFinding({
  spec,
  command,
  problem,
}: {
  spec: CommandSpec;
  command: Command;
  problem: ArgumentProblem;
}): Finding {
  const usage = `Usage: ${usageOf(spec)}`;
  const last = command.args.at(-1) ?? command.name;
  const whole =
    last.place.line === command.name.place.line
      ? { ...command.name.place, endColumn: last.place.endColumn }
      : command.name.place;
  switch (problem.type) {
    case 'unknown-option': {
      const names = spec.options.map((option) => `--${option.name}`);
      const near = nearest(problem.option, names);
      const hint = near
        ? `Did you mean "${near}"?`
        : names.length > 0
          ? `It has ${names.join(', ')}.`
          : 'It has none.';
      const dashes = ' Text that begins with "-" goes behind "--".';
      return found(
        'error',
        'unknown-option',
        problem.word.place,
        `"${spec.name}" has no option "${problem.option}". ${hint}${spec.kinds.includes('text') && !near ? dashes : ''}`,
      );
    }
    case 'value-missing':
      return found(
        'error',
        'missing-value',
        problem.word.place,
        `"--${problem.option.name}" has to be followed by a value, which cannot begin with "-". ${usage}`,
      );
    case 'value-unwanted':
      return found(
        'error',
        'unwanted-value',
        problem.word.place,
        `"--${problem.option.name}" takes no value. Remove the "=" and what follows it.`,
      );
    case 'not-a-value':
      return found('error', 'wrong-value', problem.word.place, wrongValue(problem));
    case 'too-few':
      return found(
        'error',
        'too-few-arguments',
        whole,
        `"${spec.name}" takes ${counted(spec)}; here it has ${problem.given === 0 ? 'none' : problem.given}. ${usage}`,
      );
    case 'too-many':
      return found(
        'error',
        'too-many-arguments',
        problem.word.place,
        `"${spec.name}" takes ${counted(spec)}; here it has ${problem.given}. ${usage}`,
      );
  }
}

function wrongValue({ word, kind }: Extract<ArgumentProblem, { type: 'not-a-value' }>): string {
  if (kind === 'timeout') {
    return `"${word.text}" is no time: it is a number of milliseconds, such as 5000, without a unit.`;
  }
  if (kind === 'key')
    return `"${word.text}" is no key: it is one character, or its number such as 0x197e for F8.`;
  if (kind === 'uuid') return `"${word.text}" is no UUID.`;
  return `"${word.text}" is no number, as iPXE takes them: 10, 0x0a or 012.`;
}

function counted({ min, max }: CommandSpec): string {
  const plural = (count: number) => (count === 1 ? '1 argument' : `${count} arguments`);
  if (max === 0) return 'no arguments';
  if (max === Number.POSITIVE_INFINITY) return `at least ${plural(min)}`;
  return min === max ? plural(min) : `${min} to ${plural(max)}`;
}

/** Options and commands that are newer than the published bootloader, or than any release. */
function oldLoader({
  spec,
  read,
  script,
}: {
  spec: CommandSpec;
  read: ReturnType<typeof readArguments>;
  script: Script;
}): Finding[] {
  const version = script.capabilities?.version;
  const day = version ? dayOfVersion(version) : null;
  if (!day) return [];
  return read.options
    .filter(({ option }) => (option.since ?? 0) > day)
    .map(({ option, word }) =>
      found(
        'error',
        'newer-option',
        word.place,
        `"--${option.name}" of "${spec.name}" is newer than the published bootloader (${version}), which refuses it. Leave it out, or publish a newer bootloader.`,
      ),
    );
}
