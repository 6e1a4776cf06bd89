/** A value of YAML or JSON with the places that it was written at. */
import type { Place } from '../place';

export interface Tree {
  /** Null, booleans, numbers and strings; undefined for a map or a list. */
  scalar?: string | number | boolean | null;
  entries?: Map<string, { keyAt: Place; tree: Tree }>;
  items?: Tree[];
  at: Place;
}

/** What a value is, as JSON Schema names it. */
export function typeOf(tree: Tree): string {
  if (tree.entries) return 'object';
  if (tree.items) return 'array';
  if (tree.scalar === null) return 'null';
  if (typeof tree.scalar === 'number') {
    return Number.isInteger(tree.scalar) ? 'integer' : 'number';
  }
  return typeof tree.scalar;
}

/** The value at a path of keys. */
export function within(tree: Tree | null, ...path: string[]): Tree | null {
  return path.reduce<Tree | null>((at, key) => at?.entries?.get(key)?.tree ?? null, tree);
}
