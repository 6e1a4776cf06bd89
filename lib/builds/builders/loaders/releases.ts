/** Releases whose `ipxe` package is too old to read a script by TFTP, and which one to ask instead. */
const newer: Record<string, { release: string; than: string[] }> = {
  debian: { release: 'trixie', than: ['buster', 'bullseye', 'bookworm'] },
  ubuntu: { release: 'resolute', than: ['focal', 'jammy', 'noble', 'oracular', 'plucky'] },
};

/** The codename of the release to take iPXE from: a newer one for old releases, else the machine's own. */
export function releaseForIpxe({
  distribution,
  release,
}: {
  distribution: string;
  release: string;
}): string {
  const known = newer[distribution];
  return known?.than.includes(release) ? known.release : release;
}
