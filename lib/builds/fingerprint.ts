/**
 * The identity of an artifact: a hash of everything that made it. Equal
 * fingerprints mean equal files, on every installation, so the form hashed
 * here must never change for the same meaning.
 */
import { createHash } from 'node:crypto';
import type { BuildInput } from './builder';

/**
 * JSON with one form for one meaning: keys in code unit order, no spaces,
 * `undefined` members left out (RFC 8785 in what a spec can hold). Throws
 * for what JSON cannot say, such as NaN or a function.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`A spec cannot hold ${String(value)} (${typeof value}).`);
}

/**
 * Hash of a request: two requests with the same one ask for the same thing.
 * `salt`: what only those know who may know the hash. Hex.
 */
export function specHash(given: { kind: string; spec: unknown; salt?: string }): string {
  const { kind, spec, salt } = given;
  return sha256Hex(canonicalJson({ kind, spec, salt }));
}

/**
 * SHA-256, as 64 hex digits, of kind, spec, builder version, inputs and the
 * request's salt. The order of the inputs does not matter.
 */
export function fingerprint(given: {
  kind: string;
  spec: unknown;
  version: number;
  inputs: BuildInput[];
  salt?: string;
}): string {
  const { kind, spec, version, salt } = given;
  const inputs = given.inputs
    .map(({ name, version }) => ({ name, version }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
  return sha256Hex(canonicalJson({ kind, spec, version, inputs, salt }));
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
