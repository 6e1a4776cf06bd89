/**
 * What a loader can do beyond its commands and addresses, as far as the file
 * itself tells: whether it looks for a script by itself, and what its console
 * was built with.
 */
import { z } from 'zod';
import { loaderCapabilities as capabilitiesSchema } from '@/lib/scripts/lint/ipxe/capabilities';
import { programCapabilities } from './loader-capabilities';
import { unpackedProgram } from './unpacked';

export const loaderAbilities = capabilitiesSchema.extend({
  /** Looks for `autoexec.ipxe` where it was loaded from. */
  autoexec: z.boolean(),
  framebuffer: z.boolean(),
  /** Sends its console to a syslog server. */
  syslog: z.boolean(),
});
export type LoaderAbilities = z.infer<typeof loaderAbilities>;

/** EFI_GRAPHICS_OUTPUT_PROTOCOL_GUID as it stands in memory (UEFI 12.9). */
const graphicsOutput = Buffer.from('dea94290dc23384a96fb7aded080516a', 'hex');
/** The signature that a VESA BIOS extension is asked for (VBE 3.0, function 00h). */
const vesa = Buffer.from('VESA', 'latin1');

/** Reads a loader; throws when it is no iPXE that we know. */
export function readAbilities({ name, file }: { name: string; file: Buffer }): LoaderAbilities {
  const program = unpackedProgram(file);
  const capabilities = programCapabilities({ name, bytes: program });
  const drawing = program.includes(graphicsOutput) || program.includes(vesa);
  return {
    ...capabilities,
    autoexec: program.includes('autoexec.ipxe', 0, 'latin1'),
    // UEFI builds name the protocol in any case; without the command nothing is drawn.
    framebuffer: drawing && capabilities.commands.includes('console'),
    syslog: program.includes('\0syslog\0', 0, 'latin1'),
  };
}
