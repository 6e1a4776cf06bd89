/**
 * The corpus: scripts as people write them, each `NAME.ipxe` with a
 * `NAME.expected` beside it. That file says what the checker finds, and what
 * real iPXE says when it runs the script in the lab (`ipxe-corpus.slow.test.ts`).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '@/lib/scripts/lint/schema';

export interface CorpusScript {
  name: string;
  text: string;
  template: boolean;
  /** Whether we call it clean or broken at the level of iPXE's parser. */
  called: 'clean' | 'broken';
  /** What iPXE takes the text for: `script`, or something else that cannot be run here. */
  type: string;
  /** What iPXE complains of, in its own words; empty for a clean one. */
  complaints: string[];
  /** Of the script's end, as `errno` or 0. */
  status: string;
  /** The findings, each as `line:column-endColumn severity rule message`. */
  findings: string[];
}

/** All scripts of the corpus, by name. */
export function readCorpus(): CorpusScript[] {
  const folder = import.meta.dirname;
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ipxe'))
    .sort()
    .map((file) => {
      const name = file.slice(0, -'.ipxe'.length);
      const rows = readFileSync(join(folder, `${name}.expected`), 'utf8')
        .trimEnd()
        .split('\n');
      const after = (word: string) =>
        rows.filter((row) => row.startsWith(`${word}: `)).map((row) => row.slice(word.length + 2));
      return {
        name,
        text: readFileSync(join(folder, file), 'utf8'),
        template: name.startsWith('template-'),
        called: after('called')[0] === 'clean' ? 'clean' : 'broken',
        type: after('iPXE takes it for')[0] ?? '',
        complaints: after('iPXE says'),
        status: after('it ends with')[0] ?? '',
        findings: rows.filter((row) => /^\d/.test(row)),
      };
    });
}

export function written({ line, column, endColumn, severity, rule, message }: Finding): string {
  return `${line}:${column}-${endColumn} ${severity} ${rule} ${message}`;
}

/** Rules whose findings iPXE complains of when it comes to that line. */
const parserRules = new Set(
  [
    ...['no-magic', 'goes-on-nowhere', 'unknown-command', 'unknown-option'],
    ...['missing-value', 'unwanted-value', 'wrong-value', 'too-few-arguments'],
    ...['too-many-arguments', 'undefined-label', 'not-built-in'],
  ].map((rule) => `ipxe/${rule}`),
);

/** What findings mean at the level of iPXE's parser. */
export function calledBy(findings: Finding[]): 'clean' | 'broken' {
  const broken = findings.some(
    ({ severity, rule }) => severity === 'error' && parserRules.has(rule),
  );
  return broken ? 'broken' : 'clean';
}
