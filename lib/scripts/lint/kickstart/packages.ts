/** Judges what is inside `%packages`. */
import { isUnknown } from '../blanks';
import { finding, type Line, wholeLine } from '../place';
import type { Finding, Severity } from '../schema';
import { nearest } from '../spelling';
import type { Section } from './document';
import type { Use } from './rules/use';

const groupOptions = ['--nodefaults', '--optional'];

export function packageFindings(given: { section: Section; use: Use }): Finding[] {
  const { section, use } = given;
  const findings: Finding[] = [];
  if (use.has('--default') && (use.has('--nobase') || use.has('--nocore'))) {
    const other = use.has('--nobase') ? '--nobase' : '--nocore';
    const message = `Only one of --default and ${other} can be given.`;
    findings.push(
      finding({ severity: 'error', rule: 'kickstart/arguments', message, at: use.at(other) }),
    );
  }
  if (use.has('--nocore')) {
    const message = 'Without the group Core the system may not boot or be reachable.';
    const at = use.at('--nocore');
    findings.push(finding({ severity: 'warning', rule: 'kickstart/no-core', message, at }));
  }
  const seen = new Map<string, number>();
  for (const line of section.body) {
    const text = (line.text.split('#')[0] ?? '').trim();
    if (text === '' || isUnknown(text)) continue;
    const problem = problemOf(text);
    const earlier = seen.get(text);
    if (problem) {
      findings.push(about(line, problem.severity ?? 'warning', problem.rule, problem.message));
    } else if (earlier !== undefined) {
      const message = `"${text}" is in line ${earlier} already.`;
      findings.push(about(line, 'info', 'package-twice', message));
    }
    const opposite = text.startsWith('-') ? text.slice(1) : `-${text}`;
    const against = seen.get(opposite);
    if (against !== undefined) {
      const message = `Line ${against} says the opposite: "${opposite}".`;
      findings.push(about(line, 'warning', 'package-contradiction', message));
    }
    if (earlier === undefined) seen.set(text, line.number);
  }
  return findings;
}

function about(line: Line, severity: Severity, rule: string, message: string): Finding {
  return finding({ severity, rule: `kickstart/${rule}`, message, at: wholeLine(line) });
}

function problemOf(text: string): { severity?: Severity; rule: string; message: string } | null {
  if (text.startsWith('--')) {
    return {
      rule: 'package-line',
      message: `"${text}" is taken for a package. Options of %packages stand in its own line.`,
    };
  }
  if (text.startsWith('%')) {
    return {
      rule: 'package-line',
      message: `"${text}" is taken for a package: there is no such section.`,
    };
  }
  const group = /^-?@(.*)$/.exec(text)?.[1];
  if (group !== undefined) return groupProblem(group);
  if (/^(dnf|yum|apt|apt-get|rpm)\s/.test(text)) {
    return {
      rule: 'package-line',
      message: 'This is a shell command. In %packages stand names only; commands go into %post.',
    };
  }
  if (/[,;]/.test(text)) {
    return { rule: 'package-line', message: 'One package a line, without commas.' };
  }
  if (/\s/.test(text)) {
    return {
      rule: 'package-line',
      message: 'One package a line: this whole line is taken for one.',
    };
  }
  return null;
}

function groupProblem(group: string): { rule: string; message: string } | null {
  if (group.trim().replace(/^\^/, '') === '') {
    return { rule: 'package-line', message: 'The name of a group is missing behind the @.' };
  }
  const wrong = group
    .split(/\s+/)
    .find((word) => word.startsWith('--') && !groupOptions.includes(word));
  if (!wrong) return null;
  const near = nearest(wrong, groupOptions);
  const hint = near ? ` Did you mean ${near}?` : ` A group takes ${groupOptions.join(' and ')}.`;
  return { rule: 'package-line', message: `A group has no option ${wrong}.${hint}` };
}
