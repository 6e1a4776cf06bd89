/**
 * Values on their way into an iPXE script. iPXE has no quoting: a line ends
 * at a line break, `${` opens a variable, and the words `#`, `;`, `&&` and
 * `||` end a command (https://ipxe.org/scripting). What could do one of these
 * is refused, never mended: a mended value would be another value.
 */

import { ipxeProblem } from '@/lib/scripts/template/ipxe-value';

/** The value as it is. Throws an Error when iPXE could take it for more than a value. */
export function ipxeValue(value: string): string {
  const problem = ipxeProblem(value);
  if (problem) throw new Error(`A value cannot go into an iPXE script: ${problem}.`);
  return value;
}

/** One word: a value that is also a single argument. */
export function ipxeWord(value: string): string {
  if (value === '' || /\s/.test(value)) {
    throw new Error('A value cannot be one word of an iPXE script: it is empty or holds a space.');
  }
  return ipxeValue(value);
}

const settingName = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/**
 * A `set` line. `||`: iPXE knows some names as settings of its own and may
 * refuse the value; that must not end the script. A value that cannot go in
 * becomes a comment that says so.
 */
export function ipxeSet(name: string, value: string): string {
  if (!settingName.test(name)) return '# A parameter has a name that iPXE does not know as one.';
  const problem = ipxeProblem(value);
  if (problem) return `# ${name} is not set: ${problem.replaceAll('${', '$ {')}.`;
  return value.trim() === '' ? `clear ${name} ||` : `set ${name} ${value} ||`;
}
/** A text for `echo`: what could be more than text is left out, for it is only shown. */
export function ipxeEcho(text: string): string {
  const plain = text
    .replace(/\p{Cc}+/gu, ' ')
    .replaceAll('$', '')
    .replace(/[#;|&]/g, '');
  return plain.replace(/\s+/g, ' ').trim().slice(0, 200);
}
