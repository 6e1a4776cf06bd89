/**
 * The one way to check a script's text: picks the checker by the script's
 * kind and dialect. Pure, synchronous and browser-safe; what needs another
 * program is asked of the worker and handed in as `shellFindings`.
 */
import type { Dialect, ScriptKind } from '../schema';
import { checkAutoinstall } from './autoinstall/check';
import { checkAutoyast } from './autoyast/check';
import { blankTags, hasFlow } from './blanks';
import { checkIgnition } from './ignition/check';
import { checkInterpreter } from './interpreter/check';
import type { Capabilities } from './ipxe/capabilities';
import { checkIpxe } from './ipxe/check';
import { checkKickstart } from './kickstart/check';
import { checkPreseed } from './preseed/check';
import type { Finding } from './schema';

export interface Unchecked {
  kind: ScriptKind;
  /** Of a kickstart; null for the other kinds. */
  dialect?: Dialect | null;
  /** Liquid's tags are at work in the text: what they will give is not known. */
  template?: boolean;
  text: string;
  /** Of the published bootloader, for scripts of iPXE; null when it is not known. */
  capabilities?: Capabilities | null;
  /** What other programs (shellcheck, sh -n …) have found. */
  shellFindings?: Finding[];
}

/** All findings, by line and column. */
export function checkScript(given: Unchecked): Finding[] {
  return inOrder([...findingsOf(given), ...(given.shellFindings ?? [])]);
}

function findingsOf(given: Unchecked): Finding[] {
  const { kind, dialect, template = false, text, capabilities = null } = given;
  if (kind === 'main' || kind === 'sub') return checkIpxe({ text, template, kind, capabilities });
  const blanked = template ? blankTags(text) : text;
  if (kind !== 'kickstart') return checkInterpreter({ kind, text: blanked });
  if (dialect === 'preseed') return checkPreseed({ text: blanked });
  if (dialect === 'kickstart' || !dialect) return checkKickstart({ text: blanked, template });
  // In these a tag that repeats or leaves out a part may leave what is not well-formed by itself.
  if (template && hasFlow(text)) return [];
  if (dialect === 'autoinstall') return checkAutoinstall({ text: blanked });
  if (dialect === 'ignition') return checkIgnition({ text: asJsonValues(blanked) });
  return checkAutoyast({ text: blanked });
}

/** An output that stands for a whole JSON value becomes a string of the same length. */
function asJsonValues(text: string): string {
  return text.replace(/([:[,]\s*)(\uE000+)(?=\s*[\]},])/g, (_, before: string, row: string) =>
    row.length < 2 ? `${before}${row}` : `${before}"${row.slice(2)}"`,
  );
}

/** By place; of two at one place, the graver first. */
function inOrder(findings: Finding[]): Finding[] {
  const gravity = { error: 0, warning: 1, info: 2 };
  return findings.sort(
    (left, right) =>
      left.line - right.line ||
      left.column - right.column ||
      gravity[left.severity] - gravity[right.severity] ||
      left.rule.localeCompare(right.rule),
  );
}
