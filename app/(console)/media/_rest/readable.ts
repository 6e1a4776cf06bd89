/** Longer texts are cut where a spec is shown: the script has a place of its own. Characters. */
const longest = 90;

/** The spec with long texts cut, for eyes. */
export function readableSpec(spec: unknown): unknown {
  if (typeof spec === 'string') return shortened(spec);
  if (Array.isArray(spec)) return spec.map(readableSpec);
  if (typeof spec !== 'object' || spec === null) return spec;
  return Object.fromEntries(Object.entries(spec).map(([key, value]) => [key, readableSpec(value)]));
}

function shortened(text: string): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest - 30)}… (${text.length} characters)`;
}
