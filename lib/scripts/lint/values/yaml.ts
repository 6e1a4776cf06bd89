/** Reads YAML and keeps where everything stands. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Place } from '../place';
import type { Tree } from './tree';

export interface YamlReading {
  tree: Tree | null;
  problems: { message: string; at: Place; grave: boolean }[];
}

/** Most values that are looked at: aliases of aliases can stand for millions. */
const most = 100_000;

export function readYaml(text: string): YamlReading {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const at = { line: 1, column: 1, endColumn: 2 };
    const message = 'It is nested too deeply, or holds too many values, to be looked at.';
    return { tree: null, problems: [{ message, at, grave: false }] };
  }
}

function read(text: string): YamlReading {
  let count = 0;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (from: number, to: number): Place => {
    const start = lines.linePos(from);
    const end = lines.linePos(Math.max(to, from));
    const column = Math.max(start.col, 1);
    const sameLine = end.line === start.line && end.col > column;
    return { line: Math.max(start.line, 1), column, endColumn: sameLine ? end.col : column + 1 };
  };
  const problems = [
    ...document.errors.map((error) => ({ error, grave: true })),
    ...document.warnings.map((error) => ({ error, grave: false })),
  ].map(({ error, grave }) => ({
    message: messageOf(error.code, error.message),
    at: placeOf(error.pos[0], error.pos[1]),
    grave,
  }));
  const treeOf = (node: Node | null | undefined, depth: number): Tree => {
    const [from = 0, to = 0] = node?.range ?? [];
    const at = placeOf(from, to);
    count += 1;
    if (depth > 100 || count > most) throw new RangeError();
    if (!node) return { scalar: null, at };
    if (isAlias(node)) return treeOf(node.resolve(document), depth + 1);
    if (isMap(node)) {
      const entries: NonNullable<Tree['entries']> = new Map();
      for (const pair of node.items) {
        const key = isScalar(pair.key) ? String(pair.key.value) : '';
        const keyRange = (pair.key as Node | null)?.range ?? [from, from, from];
        const keyAt = placeOf(keyRange[0], keyRange[1]);
        const value = pair.value as Node | null;
        const tree = value ? treeOf(value, depth + 1) : { scalar: null, at: keyAt };
        entries.set(key, { keyAt, tree });
      }
      return { entries, at };
    }
    if (isSeq(node)) return { items: node.items.map((one) => treeOf(one as Node, depth + 1)), at };
    const value = isScalar(node) ? node.value : null;
    const plain = typeof value === 'bigint' ? Number(value) : value;
    const known = ['string', 'number', 'boolean'].includes(typeof plain);
    return { scalar: known ? (plain as string | number | boolean) : null, at };
  };
  const broken = problems.some(({ grave }) => grave);
  return { tree: broken || !document.contents ? null : treeOf(document.contents, 0), problems };
}

function messageOf(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'YAML is indented by spaces, never by tabs.';
  if (code === 'DUPLICATE_KEY') return 'This key is there already.';
  if (code === 'MULTIPLE_DOCS') return 'A second document begins here; only the first is read.';
  const [sentence = message] = message.split('\n');
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
