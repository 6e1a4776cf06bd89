/**
 * The script as it goes onto a medium: our ready one, or somebody's own with
 * the address and the token put in below its first line. Pure.
 */
import { mediumReadyScript } from '@/lib/scripts/library/medium';

/** What may stand in a `set` line: nothing that iPXE would expand, split or take for its end. */
const addressForm = /^https?:\/\/[A-Za-z0-9.:[\]-]+$/;
const tokenForm = /^[A-Za-z0-9._-]+$/;

/**
 * The bytes that the medium carries.
 * - `script` null: the ready script, which needs `base`.
 * - `base` or `token` given: `set base …` and `set enrolment …` stand below
 *   the first line, and all else is left byte for byte.
 *
 * Throws where something is missing, or could not be put into a script.
 */
export function mediumScriptText(given: {
  /** Begins with the line `#!ipxe`; null for the ready script. */
  script: string | null;
  /** The machine plane as the machine reaches it, without a path or a slash at its end. */
  base: string | null;
  /** See lib/auth/enrolments/token.ts. */
  token: string | null;
}): string {
  const { script, base, token } = given;
  if (script === null && base === null) {
    throw new Error('The ready script needs the address of the provisioner ("base").');
  }
  if (base !== null && !addressForm.test(base)) {
    throw new Error(`"${base}" is not an address that a machine can be given.`);
  }
  if (token !== null && !tokenForm.test(token)) {
    throw new Error('The enrolment token holds characters that no script could carry.');
  }
  return withLines({
    script: script ?? mediumReadyScript,
    lines: [
      ...(base === null ? [] : [`set base ${base}`]),
      ...(token === null ? [] : [`set enrolment ${token}`]),
      ...(script === null && base?.startsWith('https:') ? ['set secure yes'] : []),
      // The ready script asks DHCP, which brings no address of that family.
      ...(script === null && base?.includes('[') ? ['set family ipv6'] : []),
    ],
  });
}

function withLines({ script, lines }: { script: string; lines: string[] }): string {
  const end = script.indexOf('\n');
  const first = end < 0 ? script : script.slice(0, end);
  if (first.trimEnd() !== '#!ipxe') {
    throw new Error('An iPXE script begins with the line "#!ipxe".');
  }
  if (lines.length === 0) return script;
  const rest = end < 0 ? '' : script.slice(end + 1);
  return [first, ...lines, rest].join('\n');
}
