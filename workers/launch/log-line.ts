/** How a line of a process looks at the terminal of a person. */

const levels: Record<number, string> = {
  10: 'trace',
  20: 'debug',
  40: 'warning',
  50: 'error',
  60: 'fatal',
};
const standard = new Set(['level', 'time', 'part', 'msg']);

/**
 * A JSON log line as a sentence: `12:03:11 worker/dhcp warning: lost the interface name="br0"`.
 * Any other line keeps its text behind the name of its process.
 */
export function readableLine(name: string, line: string): string {
  const entry = parse(line);
  if (!entry) return `         ${name}  ${line}`;
  const time = String(entry.time ?? '').slice(11, 19);
  const who = entry.part ? `${name}/${entry.part}` : name;
  const level = levels[Number(entry.level)];
  const rest = Object.entries(entry)
    .filter(([key]) => !standard.has(key))
    .map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
  return `${time.padEnd(8)} ${who}  ${level ? `${level}: ` : ''}${entry.msg ?? ''}${rest.join('')}`;
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
