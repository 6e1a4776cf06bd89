/** Names of architectures, of which there are many. */

export type Arch = 'x86_64' | 'arm64';

/** One name an architecture; x86_64 where nothing is known, and for a BIOS's i386. */
export function normalArch(arch: string | null | undefined): Arch {
  return arch && /^(arm64|aarch64)$/i.test(arch) ? 'arm64' : 'x86_64';
}

/** Architecture that an agent's spec names. */
export function agentArch(spec: unknown): Arch {
  if (spec === null || typeof spec !== 'object') return 'x86_64';
  const { arch, architecture } = spec as { arch?: unknown; architecture?: unknown };
  const named = arch ?? architecture;
  return normalArch(typeof named === 'string' ? named : null);
}
