/**
 * What can be a value in an iPXE script. iPXE has no quoting: a line ends at
 * a line break, `${` opens a variable, and the words `#`, `;`, `&&` and `||`
 * end a command (https://ipxe.org/scripting).
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
