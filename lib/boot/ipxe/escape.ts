/**
 * Values on their way into an iPXE script. iPXE has no quoting: a line ends
 * at a line break, `${` opens a variable, and the words `#`, `;`, `&&` and
 * `||` end a command (https://ipxe.org/scripting). What could do one of these
 * is refused, never mended: a mended value would be another value.
 */

/** Why a text cannot be a value in an iPXE script, or null when it can. */
export function ipxeProblem(value: string): string | null {
  if (/\p{Cc}/u.test(value)) return 'it holds a control character or a line break';
  if (/[\u2028\u2029]/.test(value)) return 'it holds a line break';
  if (value.includes('${')) return 'it holds ${, which opens a variable in iPXE';
  // Even alone: what follows it in the line could complete it.
  if (value.endsWith('$')) return 'it ends with a dollar sign';
  const word = value.split(' ').find((one) => /^(#.*|;|&&|\|\|)$/.test(one));
  if (word !== undefined) return `it holds the word ${word}, which ends a command in iPXE`;
  if (value.length > 1_024) return 'it is longer than 1,024 characters';
  return null;
}

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
