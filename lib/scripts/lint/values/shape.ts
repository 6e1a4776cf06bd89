/**
 * Holds a tree against a schema. The schemas are JSON Schema (a test has Ajv
 * agree with us on them); this reader of the few words that they use knows
 * places, says "did you mean", and makes no code at run time, which a
 * browser may forbid.
 */
import { isUnknown } from '../blanks';
import type { Place } from '../place';
import { nearest } from '../spelling';
import { type Tree, typeOf } from './tree';

export interface Shape {
  type?: string | string[];
  properties?: Record<string, Shape>;
  required?: string[];
  additionalProperties?: boolean | Shape;
  items?: Shape;
  enum?: (string | number | boolean | null)[];
  /** The first that fits the value's type is the one that is meant. */
  anyOf?: Shape[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
}

export interface Mismatch {
  kind: 'type' | 'unknown' | 'missing' | 'value';
  message: string;
  at: Place;
  /** Of what is not known. */
  key?: string;
}

/** What does not fit; at most so many, or a file of another kind would drown its reader. */
export function mismatches(given: { tree: Tree; shape: Shape; name: string }): Mismatch[] {
  const found: Mismatch[] = [];
  walk({ ...given, found });
  return found.slice(0, 100);
}

function walk(given: { tree: Tree; shape: Shape; name: string; found: Mismatch[] }): void {
  const { tree, name, found } = given;
  if (typeof tree.scalar === 'string' && isUnknown(tree.scalar)) return;
  const shape = meant(tree, given.shape);
  const types = shape.type === undefined ? null : [shape.type].flat();
  if (types && !fits(tree, types)) {
    const message = `${name} is ${types.map(inWords).join(' or ')}, not ${inWords(typeOf(tree))}.`;
    found.push({ kind: 'type', message, at: tree.at });
    return;
  }
  if (tree.scalar !== undefined) scalar({ value: tree.scalar, shape, name, at: tree.at, found });
  tree.items?.forEach((item, index) => {
    if (shape.items) walk({ tree: item, shape: shape.items, name: `${name}[${index}]`, found });
  });
  if (tree.entries) entries({ tree, shape, name, found });
}

function entries(given: { tree: Tree; shape: Shape; name: string; found: Mismatch[] }): void {
  const { tree, shape, name, found } = given;
  const known = shape.properties ?? {};
  for (const [key, { keyAt, tree: value }] of tree.entries ?? []) {
    if (isUnknown(key)) continue;
    const below = Object.hasOwn(known, key) ? known[key] : undefined;
    const path = name === '' ? key : `${name}.${key}`;
    if (below) {
      walk({ tree: value, shape: below, name: path, found });
    } else if (typeof shape.additionalProperties === 'object') {
      walk({ tree: value, shape: shape.additionalProperties, name: path, found });
    } else if (shape.additionalProperties === false) {
      const near = nearest(key, Object.keys(known));
      const hint = near ? ` Did you mean "${near}"?` : '';
      const where = name === '' ? 'There is no' : `${name} has no`;
      found.push({ kind: 'unknown', message: `${where} key "${key}".${hint}`, at: keyAt, key });
    }
  }
  const unsure = [...(tree.entries?.keys() ?? [])].some(isUnknown);
  for (const key of unsure ? [] : (shape.required ?? [])) {
    if (tree.entries?.has(key)) continue;
    const message = name === '' ? `"${key}" is missing.` : `${name} needs "${key}".`;
    found.push({ kind: 'missing', message, at: tree.at });
  }
}

function scalar(given: {
  value: string | number | boolean | null;
  shape: Shape;
  name: string;
  at: Place;
  found: Mismatch[];
}): void {
  const { value, shape, name, at, found } = given;
  const say = (message: string) => found.push({ kind: 'value', message, at });
  if (shape.enum && !shape.enum.includes(value)) {
    const near = nearest(String(value), shape.enum.map(String));
    const hint = near ? ` Did you mean "${near}"?` : '';
    say(`${name} is one of ${shape.enum.join(', ')}, not "${value}".${hint}`);
  }
  if (shape.pattern && typeof value === 'string' && !new RegExp(shape.pattern, 'u').test(value)) {
    say(`${name} cannot be "${value}".`);
  }
  if (typeof value !== 'number') return;
  if (shape.minimum !== undefined && value < shape.minimum) {
    say(`${name} is at least ${shape.minimum}, not ${value}.`);
  }
  if (shape.maximum !== undefined && value > shape.maximum) {
    say(`${name} is at most ${shape.maximum}, not ${value}.`);
  }
}

function meant(tree: Tree, shape: Shape): Shape {
  if (!shape.anyOf) return shape;
  const fitting = shape.anyOf.find((one) => fits(tree, [one.type ?? []].flat()));
  const types = shape.anyOf.flatMap((one) => one.type ?? []);
  return fitting ?? { type: types };
}

function fits(tree: Tree, types: string[]): boolean {
  const type = typeOf(tree);
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

const words: Record<string, string> = {
  object: 'a map',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'nothing',
};

function inWords(type: string): string {
  return words[type] ?? type;
}
