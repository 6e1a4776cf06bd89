/** A script as the rules look at it. */
import type { Finding, Severity } from '@/lib/scripts/lint/schema';
import type { Capabilities } from './capabilities';
import { type Labels, labelsOf } from './labels';
import { type Line, type Place, parseScript } from './parse';
import { type MaskedTemplate, maskTemplate } from './template';

export interface CheckInput {
  text: string;
  /** Whether Liquid's tags are at work in the text. */
  template?: boolean;
  /** A main script is run as it is; a sub script is called by ours, with the profile's parameters. */
  kind: 'main' | 'sub';
  /** Of the published bootloader; null when it is not known. */
  capabilities?: Capabilities | null;
  /** Names of servers whose certificates that bootloader trusts. */
  trust?: string[];
}

export interface Script extends Required<CheckInput> {
  /** Null where no tag is at work. */
  masked: MaskedTemplate | null;
  lines: Line[];
  labels: Labels;
}

export function openScript(input: CheckInput): Script {
  const masked = input.template ? maskTemplate(input.text) : null;
  // A byte order mark is told of once, not as a part of the first word.
  const lines = parseScript((masked ? masked.text : input.text).replace(/^\uFEFF/, ' '));
  return {
    ...input,
    template: input.template ?? false,
    capabilities: input.capabilities ?? null,
    trust: input.trust ?? [],
    masked,
    lines,
    labels: labelsOf(lines),
  };
}

/** Makes a finding; `rule` is given without its prefix. */
export function found(severity: Severity, rule: string, place: Place, message: string): Finding {
  return { severity, rule: `ipxe/${rule}`, message, ...place };
}

/** Whether a tag stands on one of the lines between two. */
export function tagBetween({
  script,
  from,
  to,
}: {
  script: Script;
  from: number;
  to: number;
}): boolean {
  for (let line = from; line <= to; line += 1) if (script.masked?.tagLines.has(line)) return true;
  return false;
}
