/**
 * What of a ready image can be chosen.
 *
 * - **image**: the content of a whole disk; here one with a minimal system
 *   that boots by BIOS and UEFI and lets root in by SSH key.
 */
import { z } from 'zod';

const packageName = z
  .string()
  .max(100)
  .regex(/^[a-z0-9][a-z0-9+.-]+$/, 'must be the name of a package');

export const imageSpec = z.strictObject({
  distribution: z.enum(['debian', 'ubuntu']).default('debian'),
  /** Codename such as bookworm; this machine's own release when unset. */
  release: z
    .string()
    .regex(/^[a-z]{2,20}$/, 'must be a codename such as bookworm')
    .optional(),
  /**
   * `generic` (when unset) runs on every machine; `cloud` on virtual ones only, and is half
   * as large to write and to boot.
   */
  kernel: z.enum(['generic', 'cloud']).optional(),
  /** Packages beside those that every image has. */
  packages: z.array(packageName).max(500).default([]),
  /** Size of the image before it grows to its disk, in MiB; as small as it can be when unset. */
  sizeMiB: z.number().int().min(512).max(1_048_576).optional(),
});
export type ImageSpec = z.infer<typeof imageSpec>;

/** Names of the files in the artifact. */
export const imageFiles = { disk: 'disk.raw.zst', description: 'image.json' } as const;

/** What `image.json` holds; sizes in bytes, checksums in hexadecimal. */
export const imageDescription = z.object({
  format: z.literal('zstd'),
  size: z.number().int().positive(),
  sha256: z.string(),
  rawSize: z.number().int().positive(),
  rawSha256: z.string(),
});
export type ImageDescription = z.infer<typeof imageDescription>;
