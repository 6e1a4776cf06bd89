/**
 * Whether a package of that version fetches `autoexec.ipxe` by TFTP. Tried:
 * 1.0.0+git-20190125 does not, 1.21.1+git20250501 and 2.0.0 do. Builds of
 * 2022 and before only look on the disk they were loaded from; upstream has
 * it since April 2024. A version that tells neither counts as old: the script
 * then comes by DHCP's user class, which works with all.
 */
export function readsAutoexecByTftp(version: string): boolean {
  const major = Number(/^(?:\d+:)?(\d+)\./.exec(version)?.[1] ?? 0);
  if (major >= 2) return true;
  const date = Number(/git-?(\d{8})/.exec(version)?.[1] ?? 0);
  return date >= 20240501;
}
