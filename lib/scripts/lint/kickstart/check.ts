/**
 * Checks a kickstart as Fedora's and RHEL's installer reads it. Errors are
 * what the installer refuses: in the release that the text names by
 * `#version=RHEL9`, or in every release where it names none.
 */
import { finding, wholeLine } from '../place';
import type { Finding } from '../schema';
import { judgeCommand } from './command';
import { readDocument } from './document';
import { releases, statedRelease } from './releases';
import type { Use } from './rules/use';
import { sectionFindings } from './sections';
import { wholeFindings } from './whole';

export function checkKickstart(given: { text: string; template: boolean }): Finding[] {
  const { text, template } = given;
  const stated = statedRelease(text);
  const judge = { stated, targets: stated ? [stated] : releases };
  const document = readDocument(text);
  const findings: Finding[] = [];
  const uses: Use[] = [];
  for (const line of document.commands) {
    const judged = judgeCommand({ line, judge });
    findings.push(...judged.findings);
    if (judged.use) uses.push(judged.use);
  }
  findings.push(...sectionFindings({ document, judge }));
  findings.push(...wholeFindings({ document, uses, template }));
  findings.push(...carriageReturns(text, document));
  return findings;
}

/** A shell takes the carriage return at a line's end for a part of its last word. */
function carriageReturns(text: string, document: ReturnType<typeof readDocument>): Finding[] {
  if (!text.includes('\r')) return [];
  const script = document.sections.find(
    ({ name, body }) => /^%p(re|ost)/.test(name) && body.length > 0,
  );
  const [line] = script?.body ?? [];
  if (!line) return [];
  const message = 'Lines end by CR LF, and the shell takes the CR for a part of the last word.';
  return [finding({ severity: 'warning', rule: 'kickstart/cr-lf', message, at: wholeLine(line) })];
}
