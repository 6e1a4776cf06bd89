/**
 * What would a machine get, and why: the boot decision, for people.
 *
 * Glossary. fact: what a machine tells of itself when it asks how to boot.
 * decision: what it gets. reason: one rule that was asked, whether it decided,
 * and why or why not.
 */
import { z } from 'zod';

export const reason = z.object({
  rule: z.enum(['mac', 'uuid', 'serial', 'gate', 'artifact', 'disk', 'stranger']),
  /** won: it decided. lost: it did not, or it decided against. skipped: it had nothing to go by. */
  outcome: z.enum(['won', 'lost', 'skipped']),
  text: z.string(),
});

const decided = z.object({
  decision: z.enum(['unknown', 'local-disk', 'agent', 'script']),
  reasons: z.array(reason),
  /** What the machine would run, or read, with `TOKEN` in the place of the install's token. */
  script: z.string(),
});

const explainedScript = z.object({
  kind: z.enum(['sub', 'kickstart', 'pre', 'post']),
  id: z.string(),
  title: z.string(),
  revision: z.int(),
});

export const explanation = decided.extend({
  facts: z.object({
    macs: z.array(z.string()),
    uuid: z.string().nullable(),
    serial: z.string().nullable(),
    arch: z.string().nullable(),
    platform: z.enum(['efi', 'pcbios']).nullable(),
  }),
  host: z.object({ id: z.string(), name: z.string() }).nullable(),
  matchedBy: z.object({ rule: z.enum(['mac', 'uuid', 'serial']), value: z.string() }).nullable(),
  /** Arguments of the agent's kernel, where it is the agent. */
  kernelLine: z.string().nullable(),
  /** What the open install has pinned, or would pin. */
  scripts: z.array(explainedScript),
  /** What it would get once somebody authorised an install; null where one is open, or nothing matches. */
  ifAuthorised: z
    .union([
      decided.extend({ kernelLine: z.string().nullable() }),
      z.object({ refusal: z.string(), code: z.string() }),
    ])
    .nullable(),
});
export type Explanation = z.infer<typeof explanation>;

export const explainQuery = z.object({
  platform: z.enum(['efi', 'pcbios']).optional(),
  arch: z.string().max(40).optional(),
});

export const explainBootQuery = explainQuery.extend({
  mac: z.string().max(40).optional(),
  uuid: z.string().max(80).optional(),
  serial: z.string().max(200).optional(),
});
export type ExplainBootQuery = z.infer<typeof explainBootQuery>;
