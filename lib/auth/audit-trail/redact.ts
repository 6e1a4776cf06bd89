/** Takes secrets out of what an audit entry tells. */

export type Detail = { [key: string]: unknown };

const secretKey = /pass(word|phrase)?$|secret|token|hash$|private|credential|authorization|cookie/i;

/** Longest text kept of one value, in characters. */
const longest = 2_000;

/** The same value as plain JSON, with secrets replaced and long texts cut. */
export function withoutSecrets(detail: Detail): Detail {
  return Object.fromEntries(
    Object.entries(detail)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, secretKey.test(key) ? '(not kept)' : plain(value)]),
  );
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') {
    const clean = value.replaceAll('\0', '');
    return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
  }
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object') return withoutSecrets(value as Detail);
  return value ?? null;
}
