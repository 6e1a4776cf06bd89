type Value = string | number | boolean;

/** Parameters as `name=value` lines. */
export function linesOf(parameters: Record<string, Value>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

/** The lines as parameters. A line without `=` becomes a name with an empty value, for the server to judge. */
export function parametersOf(lines: string): Record<string, string> {
  const entries = lines
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): [string, string] => {
      const at = line.indexOf('=');
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1)];
    });
  return Object.fromEntries(entries);
}
