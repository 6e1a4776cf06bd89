/**
 * What happens on one line: which of its commands can end the script, whether
 * the next line can be reached, and which commands never run. The status of
 * the last command that ran counts; anything but 0 ends the script.
 */
import { readArguments } from './arguments';
import { commands } from './commands';
import type { Command, Line } from './parse';
import { isDynamic } from './template';

export interface LineFlow {
  /** Commands whose failure ends the script here. */
  enders: Command[];
  /** Whether the next line can be reached from this one. */
  goesOn: boolean;
  /** Commands that nothing leads to. */
  never: Command[];
}

/** A way through the line so far: all is well, or this command has failed. */
type Way = 'well' | Command;

/** Follows every way through a line. `labels` are those that can be jumped to. */
export function flowOf({ line, labels }: { line: Line; labels: ReadonlySet<string> }): LineFlow {
  let ways = new Set<Way>(['well']);
  /** Ways that skip the coming step. */
  let skipping = new Set<Way>();
  const never: Command[] = [];
  for (const [index, step] of line.steps.entries()) {
    const after = new Set<Way>(skipping);
    if (index > 0 && ways.size === 0 && step.command) never.push(step.command);
    // An empty command does nothing, successfully: this is what a "||" at a line's end is for.
    if (!step.command && ways.size > 0) after.add('well');
    else if (step.command && ways.size > 0) {
      for (const way of outcomes(step.command, labels)) after.add(way);
    }
    ways = new Set();
    skipping = new Set();
    for (const way of after) {
      const runs =
        step.joiner === ';' ||
        (step.joiner === '&&' && way === 'well') ||
        (step.joiner === '||' && way !== 'well');
      if (step.joiner === null || runs) ways.add(way);
      else skipping.add(way);
    }
  }
  return {
    enders: [...ways].filter((way): way is Command => way !== 'well'),
    goesOn: ways.has('well'),
    never,
  };
}

/** Leave the line for good. */
const leaving = new Set(['exit', 'reboot', 'poweroff']);
/** Succeed whatever happens; commands that a build may lack are not among them. */
const sure = new Set(['echo', 'set', 'inc', 'item', 'imgstat', 'help']);

function outcomes(command: Command, labels: ReadonlySet<string>): Way[] {
  const name = command.name.text;
  if (isRefused(command)) return [command];
  if (leaving.has(name)) return [];
  if (name === 'goto') {
    const label = command.args[0]?.text ?? '';
    return labels.has(label) || isDynamic(label) ? [] : [command];
  }
  // A setting of a card that is not there cannot be set.
  const certain = sure.has(name) && !command.args[0]?.text.includes('/');
  return certain ? ['well'] : ['well', command];
}

/** Whether iPXE refuses the command before it does anything. */
function isRefused({ name, args }: Command): boolean {
  if (isDynamic(name.text)) return false;
  const spec = commands.get(name.text);
  if (!spec) return true;
  return spec.name !== 'help' && readArguments(spec, args).problem !== null;
}
