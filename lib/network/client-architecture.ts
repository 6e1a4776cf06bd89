/**
 * What firmware calls itself when it asks DHCP: option 93 (RFC 4578 and
 * IANA's registry of processor architecture types). Pure.
 */
import type { BootFiles } from '@/lib/builds/builders/loaders/publication';

export interface ClientArchitecture {
  /** Of option 93. */
  number: number;
  name: string;
  /** Which loader runs on it; null: none of ours. */
  loader: keyof BootFiles | null;
  /** It loads by HTTP (UEFI HTTP Boot), not by TFTP. */
  http: boolean;
}

/**
 * The number that a machine's firmware sends. `arch` by any of its names;
 * UEFI on x86-64 where nothing is told. A BIOS has no HTTP Boot, whatever is asked.
 */
export function clientArchitecture(given: {
  platform: 'efi' | 'pcbios' | null;
  arch: string | null;
  http?: boolean;
}): ClientArchitecture {
  const { platform, arch, http = false } = given;
  if (platform === 'pcbios') return { number: 0, name: 'BIOS', loader: 'bios', http: false };
  if (/^(arm64|aarch64)$/i.test(arch ?? '')) {
    return http
      ? { number: 19, name: 'UEFI arm64 by HTTP', loader: 'arm64', http }
      : { number: 11, name: 'UEFI arm64', loader: 'arm64', http };
  }
  // iPXE says i386 on every BIOS; on UEFI it means a firmware of 32 bits.
  if (/^i[3-6]86$/i.test(arch ?? '') && platform === 'efi') {
    return { number: 6, name: 'UEFI of 32 bits', loader: null, http: false };
  }
  return http
    ? { number: 16, name: 'UEFI x86-64 by HTTP', loader: 'uefi64', http }
    : { number: 7, name: 'UEFI x86-64', loader: 'uefi64', http };
}
