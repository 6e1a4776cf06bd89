/** Judges the sections of a kickstart: their headers, ends and bodies. */
import { isUnknown } from '../blanks';
import { finding, type Line, type Place, wholeLine } from '../place';
import type { Finding, Severity } from '../schema';
import { didYouMean } from '../spelling';
import { addonBodyFindings } from './addons';
import { type Judge, missingOptions, readArguments } from './arguments';
import type { KickstartDocument, Section } from './document';
import { sections as known } from './facts';
import { packageFindings } from './packages';
import { parseSpan, within } from './releases';
import { Use } from './rules/use';
import { scriptFindings } from './scripts';

/** Sections that came later than the releases that the table of facts begins with. */
const since: Record<string, string> = { '%certificate': 'F42- R10' };

const others = ['%include', '%ksappend', '%end'];

export function sectionFindings(given: { document: KickstartDocument; judge: Judge }): Finding[] {
  const { document, judge } = given;
  const packages = packageNames(document);
  return document.sections.flatMap((section) => judgeSection({ section, judge, packages }));
}

function judgeSection(given: { section: Section; judge: Judge; packages: Set<string> | null }) {
  const { section, judge, packages } = given;
  const findings: Finding[] = [];
  const say = (severity: Severity, rule: string, message: string, at: Place) =>
    findings.push(finding({ severity, rule: `kickstart/${rule}`, message, at }));
  const { header, name } = section;
  const at = { ...wholeLine(header.line) };
  at.endColumn = at.column + name.length;
  if (name === '%end') {
    say('error', 'section-end', 'There is no section to end here.', at);
    return findings;
  }
  const facts = known.get(name);
  if (!facts) {
    const message = `There is no section ${name}${didYouMean(name, [...known.keys(), ...others])}`;
    say('error', 'unknown-section', message, at);
    return findings;
  }
  if (!section.ended) {
    say('error', 'section-unterminated', `${name} has no %end.`, at);
  }
  const late = since[name];
  if (late && judge.stated && !within(parseSpan(late), judge.stated)) {
    say('warning', 'section-release', `${name} came with Fedora 42 and RHEL 10.`, at);
  }
  if (header.problem) {
    say('error', 'quotes', header.problem.message, { ...at, column: header.problem.column });
    return findings;
  }
  const words = header.words.slice(1);
  if (name === '%addon' || name === '%anaconda') {
    return [...findings, ...addonFindings({ section, at })];
  }
  const read = readArguments({ name, words, options: facts.options, judge });
  findings.push(...read.findings);
  for (const option of missingOptions({ given: read.given, options: facts.options, judge })) {
    say('error', 'option-missing', `${name} needs ${option}=….`, at);
  }
  const [extra] = read.given.positionals;
  if (extra) say('error', 'arguments', `${name} takes no arguments besides its options.`, extra);
  const word = { ...at, text: name };
  const use = new Use(name, word, read.given, judge);
  if (name === '%packages') return [...findings, ...packageFindings({ section, use })];
  if (name === '%certificate') {
    if (!use.set('--dir') && !use.set('--type') && !read.given.unsure) {
      say('error', 'arguments', '%certificate needs --dir or --type.', at);
    }
    return findings;
  }
  return [...findings, ...scriptFindings({ section, use, at, packages })];
}

function addonFindings({ section, at }: { section: Section; at: Place }): Finding[] {
  const [, name] = section.header.words;
  if (section.name === '%anaconda') {
    const message = 'RHEL 9 and Fedora 34 have dropped %anaconda; it only held pwpolicy.';
    return [finding({ severity: 'info', rule: 'kickstart/section-release', message, at })];
  }
  if (name && isUnknown(name.text)) return [];
  if (name && !name.text.startsWith('-')) return addonBodyFindings({ section, at });
  const message = '%addon needs the name of an addon, such as com_redhat_kdump.';
  return [finding({ severity: 'warning', rule: 'kickstart/addon', message, at })];
}

/** The packages that are asked for by name; null where an include may bring more. */
function packageNames(document: KickstartDocument): Set<string> | null {
  if (document.includes.length > 0) return null;
  const lines: Line[] = document.sections
    .filter(({ name }) => name === '%packages')
    .flatMap(({ body }) => body);
  if (lines.some(({ text }) => isUnknown(text))) return null;
  return new Set(lines.map(({ text }) => (text.split('#')[0] ?? '').trim()));
}
