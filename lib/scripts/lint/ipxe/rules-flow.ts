/** Where a script goes: labels, lines that nothing reaches, and ends that nobody meant. */
import type { Finding } from '@/lib/scripts/lint/schema';
import { nearest } from '../spelling';
import { flowOf } from './flow';
import { mayBeMeant } from './labels';
import { type Command, isBlank, type Line } from './parse';
import { found, type Script, tagBetween } from './script';
import { isDynamic } from './template';

export function flowFindings(script: Script): Finding[] {
  return [
    ...undefinedLabels(script),
    ...doubleLabels(script),
    ...labelsBehindAll(script),
    ...unusedLabels(script),
    ...unreachable(script),
    ...ends(script),
    ...bareExits(script),
  ];
}

/** Labels that can be jumped to; with an include, any may be there. */
function jumpable(script: Script): Set<string> {
  const labels = new Set(script.labels.defined.keys());
  if (script.masked?.includes) for (const { word } of script.labels.jumps) labels.add(word.text);
  return labels;
}

function undefinedLabels(script: Script): Finding[] {
  const { labels, masked } = script;
  if (masked?.includes || [...labels.defined.keys()].some(isDynamic)) return [];
  const unknown = labels.jumps.filter(({ word }) => !labels.defined.has(word.text));
  const findings = unknown.map(({ word, command, line }) => {
    const at = line.steps.findIndex((step) => step.command === command);
    const guarded = line.steps.slice(at).some(({ joiner }) => joiner === '||' || joiner === ';');
    const bare = word.text.replace(/^:/, '').replace(/[;,]$/, '');
    const near = labels.defined.has(bare) ? bare : nearest(word.text, labels.defined.keys());
    const hint = near ? `Did you mean "${near}"?` : `Add a line ":${bare}".`;
    const then = guarded ? 'the line goes on behind "||"' : 'it ends here';
    const message = `There is no label "${word.text}" in this script, so ${then}. ${hint}`;
    return found(guarded ? 'warning' : 'error', 'undefined-label', word.place, message);
  });
  return [...findings, ...entriesToNowhere(script)];
}

/** Entries of a menu that `goto ${choice}` cannot find. */
function entriesToNowhere({ labels, lines }: Script): Finding[] {
  const chosen = labels.dynamic.some(({ word }) =>
    [...labels.choices].some((setting) => word.text === `\${${setting}}`),
  );
  if (!chosen) return [];
  const compared = new Set(
    lines.flatMap((line) =>
      line.steps.flatMap(({ command }) =>
        command?.name.text === 'iseq' ? command.args.map((word) => word.text) : [],
      ),
    ),
  );
  return labels.items
    .filter(({ word }) => !isDynamic(word.text))
    .filter(({ word }) => !labels.defined.has(word.text) && !compared.has(word.text))
    .map(({ word }) =>
      found(
        'warning',
        'entry-to-nowhere',
        word.place,
        `This entry leads to the label "${word.text}", which is not there. Add a line ":${word.text}".`,
      ),
    );
}

function doubleLabels(script: Script): Finding[] {
  return [...script.labels.defined].flatMap(([label, [first, ...others]]) =>
    others.flatMap((line) => {
      if (!first || !line.label) return [];
      if (tagBetween({ script, from: first.number, to: line.number })) return [];
      const message = `":${label}" is in line ${first.number} already: "goto" always goes there. Give this one another name.`;
      return [found('warning', 'double-label', line.label.place, message)];
    }),
  );
}

/** `goto` into nothing: a label with no command behind it. */
function labelsBehindAll({ lines, masked, labels }: Script): Finding[] {
  const findings: Finding[] = [];
  for (const line of lines.toReversed()) {
    if (masked?.tagLines.has(line.number) || line.steps.length > 0) break;
    if (!line.label || labels.defined.get(line.label.text)?.[0] !== line) continue;
    const message = `Nothing stands behind ":${line.label.text}", so going there ends the script. Say what is meant, such as "exit 1".`;
    findings.push(found('warning', 'label-before-nothing', line.label.place, message));
  }
  return findings;
}

function unusedLabels(script: Script): Finding[] {
  const { labels, lines, masked } = script;
  if (masked?.includes) return [];
  const used = new Set(labels.jumps.map(({ word }) => word.text));
  const known = jumpable(script);
  return [...labels.defined].flatMap(([label, [line]]) => {
    if (!line?.label || used.has(label) || mayBeMeant({ label, labels })) return [];
    const index = lines.indexOf(line);
    const before = lines.slice(0, index).findLast((one) => !isBlank(one));
    const reached =
      !before ||
      flowOf({ line: before, labels: known }).goesOn ||
      hasTagBefore(script, before, line);
    const message = reached
      ? `Nothing goes to ":${label}". Remove the label, or write a comment.`
      : `Nothing goes to ":${label}", so what follows it never runs. Remove it, or go there.`;
    return [found(reached ? 'info' : 'warning', 'unused-label', line.label.place, message)];
  });
}

function hasTagBefore(script: Script, before: Line, line: Line): boolean {
  return tagBetween({ script, from: before.number, to: line.number });
}

function unreachable(script: Script): Finding[] {
  const labels = jumpable(script);
  const findings: Finding[] = [];
  let before: Line | null = null;
  /** True inside a stretch that has been reported. */
  let dead = false;
  for (const line of script.lines) {
    if (isBlank(line)) continue;
    const flow = flowOf({ line, labels });
    const first = line.steps.find((step) => step.command)?.command;
    if (line.label || (before && hasTagBefore(script, before, line))) dead = false;
    else if (before && !dead && !flowOf({ line: before, labels }).goesOn && first) {
      dead = true;
      const message = `This never runs: line ${before.number} always leaves. Give it a label, or remove it.`;
      findings.push(found('warning', 'unreachable', wholeOf(first), message));
    }
    for (const command of dead ? [] : flow.never) {
      const message =
        'This never runs: what stands before it on this line always leaves, or never ends that way.';
      findings.push(found('warning', 'unreachable', wholeOf(command), message));
    }
    before = line;
  }
  return findings;
}

function wholeOf(command: Command): Command['name']['place'] {
  const last = command.args.at(-1)?.place;
  const { place } = command.name;
  return last && last.line === place.line ? { ...place, endColumn: last.endColumn } : place;
}

/** Fail for reasons outside of the script, which then stops. */
const fallible = new Set([
  'chain',
  'boot',
  'imgexec',
  'kernel',
  'imgselect',
  'imgload',
  'imgfetch',
  'initrd',
  'module',
  'sanboot',
  'sanhook',
  'autoboot',
  'dhcp',
  'ifconf',
  'ifopen',
  'iflinkwait',
  'nslookup',
  'ntp',
  'ping',
  'imgextract',
  'imgverify',
  'imgdecrypt',
  'shim',
]);
const conditions = new Set(['iseq', 'isset', 'cpuid', 'pciscan', 'usbscan']);
const asking = new Set(['prompt', 'choose', 'present', 'login', 'read']);

function ends(script: Script): Finding[] {
  const labels = jumpable(script);
  return script.lines.flatMap((line) =>
    flowOf({ line, labels }).enders.flatMap((command) => {
      const name = command.name.text;
      const at = command.name.place;
      if (fallible.has(name)) {
        const message = `"${name}" has no "||": where it fails, the script ends and the machine stops. Write what to do then, such as "|| goto failed" or "|| shell".`;
        return [found('warning', 'no-fallback', at, message)];
      }
      if (conditions.has(name)) {
        const message = `Where this is not so, the script ends here. Put "||" at the end of the line to go on.`;
        return [found('warning', 'condition-ends-script', at, message)];
      }
      if (asking.has(name) && mayFail(command)) {
        const message = `"${name}" fails when it is left without an answer, and the script ends. Put "||" behind it, with what to do then.`;
        return [found('warning', 'no-fallback', at, message)];
      }
      return [];
    }),
  );
}

/** A prompt without a time and a key waits for any key, which is always given at last. */
function mayFail(command: Command): boolean {
  if (command.name.text !== 'prompt') return true;
  return command.args.some((word) => /^(--timeout|--key|-t|-k)/.test(word.text));
}

/** UEFI firmware of Dell and Lenovo opens its set-up after status 0 (netboot.xyz#1276). */
function bareExits({ lines }: Script): Finding[] {
  return lines.flatMap((line) =>
    line.steps.flatMap(({ command }) => {
      if (command?.name.text !== 'exit') return [];
      const status = command.args[0]?.text;
      if (status !== undefined && status !== '0') return [];
      const message = `After "${status ? 'exit 0' : 'exit'}" some UEFI firmware opens its set-up instead of booting the local disk. Write "exit 1".`;
      return [found('warning', 'bare-exit', wholeOf(command), message)];
    }),
  );
}
