/** Judges sections that hold a script: who runs it, and who hears of its failure. */
import { isUnknown } from '../blanks';
import { finding, type Place, wholeLine } from '../place';
import type { Finding, Severity } from '../schema';
import type { Section } from './document';
import type { Use } from './rules/use';

/** What the installer's own environment has. */
const inInstaller = ['sh', 'bash', 'python3', 'python', 'platform-python'];

/** What every installed system of this family has. */
const inSystem = ['sh', 'bash', 'platform-python'];

export function scriptFindings(given: {
  section: Section;
  use: Use;
  /** The section's name in its header. */
  at: Place;
  /** The packages asked for by name; null where that is not known. */
  packages: Set<string> | null;
}): Finding[] {
  const { section, use, at, packages } = given;
  const findings: Finding[] = [];
  const say = (severity: Severity, rule: string, message: string, place: Place) =>
    findings.push(finding({ severity, rule: `kickstart/${rule}`, message, at: place }));
  const first = section.body.find(({ text }) => text.trim() !== '');
  if (!first) {
    say('warning', 'empty-section', `${section.name} is empty.`, at);
    return findings;
  }
  const interpreter = use.value('--interpreter');
  const marked = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(first.text);
  const named = marked?.[1]?.endsWith('/env') ? (marked[2] ?? '') : (marked?.[1] ?? '');
  if (marked && !interpreter && !['sh', 'bash'].includes(baseName(named))) {
    const message = `The installer does not read this line: /bin/sh runs the script. Write ${section.name} --interpreter=${marked[1]?.endsWith('/env') ? `/usr/bin/${named}` : named}.`;
    say('warning', 'interpreter', message, wholeLine(first));
  }
  if (interpreter && !isUnknown(interpreter)) {
    const name = baseName(interpreter);
    const place = use.at('--interpreter');
    const chroot = section.name === '%post' && !use.has('--nochroot');
    if (!interpreter.startsWith('/')) {
      say('warning', 'interpreter', '--interpreter is a path, such as /usr/bin/python3.', place);
    } else if (!chroot && !inInstaller.includes(name)) {
      const message = `The installer's own system has bash and python3; ${name} is not in it.`;
      say('warning', 'interpreter', message, place);
    } else if (chroot && !inSystem.includes(name) && packages && !packages.has(packageOf(name))) {
      const message = `${name} is not in every system: %packages does not ask for it.`;
      say('warning', 'interpreter', message, place);
    }
  }
  if (section.name === '%post' && !use.has('--erroronfail') && !use.has('--log')) {
    const message =
      'When this script fails nobody hears of it. --erroronfail stops the installation, --log=… keeps what it said.';
    say('info', 'silent-failure', message, at);
  }
  if (section.name === '%traceback') {
    const message =
      '%traceback is deprecated since Fedora 34 and RHEL 9; %onerror runs in its cases, too.';
    say('info', 'section-deprecated', message, at);
  }
  const percent = section.body.find(({ text }) =>
    /^\s*%e(nd|dn|n|ned)\S+|^\s*%(edn|ned|en)\s*$/.test(text),
  );
  if (percent && !section.ended) {
    say('warning', 'section-end', 'Is this meant to be %end?', wholeLine(percent));
  }
  return findings;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The package that brings an interpreter. */
function packageOf(name: string): string {
  return { node: 'nodejs', python: 'python3' }[name] ?? name;
}
