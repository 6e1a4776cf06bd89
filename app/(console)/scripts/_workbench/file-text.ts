import { textLimit, textProblem } from '@/lib/scripts/schema';

/** The endings of file names that are offered for upload. */
export const fileEndings =
  '.ipxe,.ks,.cfg,.preseed,.seed,.yaml,.yml,.ign,.json,.bu,.xml,.sh,.bash,.py,.js,.mjs,.txt';

/**
 * A file's bytes as a script's text, or the reason why they cannot be one.
 * The bytes are not altered: a byte order mark and every line ending stay.
 */
export function textOfFile(
  bytes: Uint8Array<ArrayBuffer>,
): { ok: true; text: string } | { ok: false; reason: string } {
  if (bytes.length > textLimit) {
    return {
      ok: false,
      reason: `The file has ${bytes.length} bytes; the limit is ${textLimit} (1 MiB).`,
    };
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { ok: false, reason: encodingProblem(bytes) };
  }
  const problem = textProblem(text);
  return problem ? { ok: false, reason: problem } : { ok: true, text };
}

/** Which byte is not UTF-8, and what the file may be instead. */
function encodingProblem(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return 'The file is UTF-16, as its byte order mark says. Save it as UTF-8 and bring it again.';
  }
  const at = firstBadByte(bytes);
  const line = bytes.subarray(0, at).reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 1);
  const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return `The file is not UTF-8: byte 0x${byte} in line ${line} (offset ${at}) begins no character. Convert it first, for example by iconv -f latin1 -t utf-8.`;
}

/** Where the first character that is none begins. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  // A character that was begun and not ended belongs to what is good so far.
  for (const back of [1, 2, 3]) {
    const byte = bytes[good - back] ?? 0;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0;
    if (size > back) return good - back;
  }
  return good;
}

/** True when the bytes are UTF-8, but for a last character that may go on. */
function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Whether an editor, which knows one line ending a text, would alter this one. */
export function mixesLineEndings(text: string): boolean {
  const lone = /\r(?!\n)/.test(text);
  const windows = text.includes('\r\n');
  const unix = /(^|[^\r])\n/.test(text);
  return lone || (windows && unix);
}
