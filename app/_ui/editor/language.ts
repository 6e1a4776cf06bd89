/** The language of a text: by its kind, or by its first line. */
export function languageOf(kind: string, text: string): string {
  if (kind === 'main' || kind === 'sub') return 'ipxe';
  const first = text.slice(0, 200).split('\n')[0] ?? '';
  if (/^#!ipxe/.test(first)) return 'ipxe';
  if (/^#!.*python/.test(first)) return 'python';
  if (/^#!.*node/.test(first)) return 'javascript';
  if (/^#cloud-config/.test(first)) return 'yaml';
  if (/^<\?xml/.test(first)) return 'xml';
  return 'shell';
}
