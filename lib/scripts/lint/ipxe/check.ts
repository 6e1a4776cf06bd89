/**
 * The checker of iPXE scripts: pure, and fast enough to run while a person
 * types. What it knows of iPXE was read in upstream's source and is compared
 * with real iPXE in `e2e/lab/ipxe-corpus.slow.test.ts`.
 */
import type { Finding } from '@/lib/scripts/lint/schema';
import { commandFindings } from './rules-commands';
import { flowFindings } from './rules-flow';
import { loaderFindings } from './rules-loader';
import { textFindings } from './rules-text';
import { wordFindings } from './rules-words';
import { type CheckInput, openScript } from './script';

/** All findings of a script, in the order of their places. */
export function checkIpxe(input: CheckInput): Finding[] {
  const script = openScript(input);
  return [
    ...textFindings(script),
    ...commandFindings(script),
    ...wordFindings(script),
    ...flowFindings(script),
    ...loaderFindings(script),
  ].sort((one, other) => one.line - other.line || one.column - other.column);
}
