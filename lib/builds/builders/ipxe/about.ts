/** What `about.json` in the artifact of an iPXE binary or a medium says. Browser-safe. */
import { z } from 'zod';
import { loaderCapabilities } from '@/lib/scripts/lint/ipxe/capabilities';

/** Name of the file. */
export const aboutFile = 'about.json';

export const aboutIpxe = z.object({
  engine: z.enum(['prebuilt', 'compiled']),
  /** Why the compiler was needed; empty where it was not, or was merely asked for. */
  reasons: z.array(z.string()),
  /** Of the package, or the commit of the source. */
  version: z.string(),
  /** Each iPXE program: what it was built with, read out of it. */
  programs: z.array(loaderCapabilities),
  /** How to use each file, and what to mind. */
  files: z.array(z.object({ name: z.string(), use: z.array(z.string()) })),
});
export type AboutIpxe = z.infer<typeof aboutIpxe>;

/** As it is written. */
export function aboutText(about: AboutIpxe): string {
  return `${JSON.stringify(about, null, 2)}\n`;
}
