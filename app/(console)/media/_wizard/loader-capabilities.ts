/** Which of the published bootloaders a medium is made of, for the checker of its script. */
import type { Capabilities } from '@/lib/scripts/lint/ipxe/capabilities';

/** By platform of iPXE's make, or architecture of a medium. */
const names: Record<string, RegExp> = {
  arm64: /arm64/,
  x86_64: /^(?!.*(arm64|i386))/,
  'bin-arm64-efi': /arm64/,
  'bin-x86_64-efi': /^(?!.*arm64).*\.efi$/,
  'bin-x86_64-pcbios': /\.(k?pxe|lkrn)$/,
  'bin-i386-pcbios': /\.(k?pxe|lkrn)$/,
};

/**
 * What the prebuilt loaders of these platforms can do. Null where it is not
 * known: nothing is published, or the binary is compiled as the spec says. Of
 * one with authorities of its own (`trust`) it is known that it believes those.
 */
export function capabilitiesOf(given: {
  capabilities: Capabilities | null;
  compiled: boolean;
  platforms: readonly string[];
  trust?: boolean;
}): Capabilities | null {
  const { capabilities, compiled, platforms, trust } = given;
  if (trust) return { version: 'compiled', loaders: [], authorities: 'built-in' };
  if (!capabilities || compiled) return null;
  const loaders = capabilities.loaders.filter(({ name }) =>
    platforms.some((platform) => names[platform]?.test(name)),
  );
  return loaders.length > 0 ? { ...capabilities, loaders } : null;
}
