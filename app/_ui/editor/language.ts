/** How an answer file is coloured, by its dialect. */
const answerFiles: Record<string, string> = {
  autoinstall: 'yaml',
  ignition: 'json',
  autoyast: 'xml',
};

/** The language of a text: by its kind, an answer file's dialect, or its first line. */
export function languageOf(kind: string, text: string, dialect: string | null = null): string {
  if (kind === 'main' || kind === 'sub') return 'ipxe';
  if (dialect && answerFiles[dialect]) return answerFiles[dialect];
  const first = text.slice(0, 200).split('\n')[0] ?? '';
  if (/^#!ipxe/.test(first)) return 'ipxe';
  if (/^#!.*python/.test(first)) return 'python';
  if (/^#!.*node/.test(first)) return 'javascript';
  if (/^#cloud-config/.test(first)) return 'yaml';
  if (/^<\?xml/.test(first)) return 'xml';
  if (/^\s*\{\s*($|")/.test(first)) return 'json';
  return 'shell';
}
