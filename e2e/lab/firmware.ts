import { access, copyFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where Debian, Ubuntu and Fedora keep OVMF for x86-64 without Secure Boot. */
const places = [
  { code: '/usr/share/OVMF/OVMF_CODE_4M.fd', variables: '/usr/share/OVMF/OVMF_VARS_4M.fd' },
  { code: '/usr/share/OVMF/OVMF_CODE.fd', variables: '/usr/share/OVMF/OVMF_VARS.fd' },
  {
    code: '/usr/share/edk2/ovmf/OVMF_CODE.fd',
    variables: '/usr/share/edk2/ovmf/OVMF_VARS.fd',
  },
];

/** UEFI firmware for one machine: the shared code and its own, empty variables in `folder`. */
export async function uefiFirmware({
  folder,
}: {
  folder: string;
}): Promise<{ code: string; variables: string }> {
  for (const place of places) {
    const there = await access(place.code).then(
      () => true,
      () => false,
    );
    if (!there) continue;
    const variables = join(folder, 'variables.fd');
    await copyFile(place.variables, variables);
    return { code: place.code, variables };
  }
  throw new Error('No UEFI firmware found: install the package "ovmf".');
}
