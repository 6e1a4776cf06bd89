/**
 * What a checker says about a script's text. Browser-safe: the editor checks
 * while a person types, the API when a script is saved, with the same code.
 *
 * - **finding**: one sentence about one place, with the way out.
 * - **error**: the text does not do what it says on any machine. **warning**:
 *   it may stop or surprise some machine. **info**: worth knowing.
 * - **rule**: the finding's name, such as `ipxe/unknown-command`; stable.
 */
import { z } from 'zod';

export const severities = ['error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** Lines and columns count from 1, in UTF-16 code units; `endColumn` is behind the last character. */
export const finding = z.object({
  severity: z.enum(severities),
  rule: z.string(),
  message: z.string(),
  line: z.number().int().positive(),
  column: z.number().int().positive(),
  endColumn: z.number().int().positive(),
});
export type Finding = z.infer<typeof finding>;
