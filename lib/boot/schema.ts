/**
 * What would a machine get, and why: the boot decision, for people.
 *
 * Glossary. fact: what a machine tells of itself when it asks how to boot.
 * decision: what it gets. reason: one rule that was asked, whether it decided,
 * and why or why not. step: one thing that a machine gets on its way from the
 * wire to its installer, with its reasons.
 */
import { z } from 'zod';
import { profileWays } from '@/lib/hosts/schema';

export const reason = z.object({
  rule: z.enum([
    'mac',
    'uuid',
    'serial',
    'gate',
    'rescue',
    'artifact',
    'disk',
    'stranger',
    'enrolment',
  ]),
  /** won: it decided. lost: it did not, or it decided against. skipped: it had nothing to go by. */
  outcome: z.enum(['won', 'lost', 'skipped']),
  text: z.string(),
});

/** One step of a boot: what the machine gets in it, and each rule that was asked. */
const explainedStep = z.object({
  id: z.enum(['dhcp', 'boot-file', 'decision', 'profile', 'script', 'kernel', 'kickstart']),
  title: z.string(),
  /** What it gets, as a sentence; the reasons are why. */
  outcome: z.string(),
  reasons: z.array(
    z.object({
      /** What the rule is about, in a word or two: `mac`, `gate`, `client architecture`. */
      rule: z.string(),
      outcome: z.enum(['won', 'lost', 'skipped']),
      text: z.string(),
    }),
  ),
});
export type ExplainedStep = z.infer<typeof explainedStep>;

const decided = z.object({
  decision: z.enum(['unknown', 'refused', 'local-disk', 'agent', 'script', 'rescue']),
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
  /** From the DHCP answer to the kickstart, in the order in which a machine meets them. */
  steps: z.array(explainedStep),
  /** Which profile an install takes, or would take, and how each of them fared; null for a stranger. */
  profile: z
    .object({
      chosen: z.object({ id: z.string(), name: z.string() }).nullable(),
      by: z.enum(profileWays).nullable(),
      steps: z.array(
        z.object({
          profile: z.object({ id: z.string(), name: z.string() }),
          /** The rule as words; null: by hand, or as the default. */
          rule: z.string().nullable(),
          outcome: z.enum(['won', 'lost']),
          reason: z.string(),
        }),
      ),
    })
    .nullable(),
  /** Arguments of the kernel, where it is the agent or the sub script's text shows them. */
  kernelLine: z.string().nullable(),
  /** What the open install has pinned, or would pin. */
  scripts: z.array(explainedScript),
  /** What it would get once somebody authorised an install; null where one is open, or nothing matches. */
  ifAuthorised: z
    .union([
      decided.extend({
        kernelLine: z.string().nullable(),
        /** The decision and what comes after it. */
        steps: z.array(explainedStep),
      }),
      z.object({ refusal: z.string(), code: z.string() }),
    ])
    .nullable(),
});
export type Explanation = z.infer<typeof explanation>;

export const explainQuery = z.object({
  /** Where it is not told, what is known of the host or stranger counts, else UEFI. */
  platform: z.enum(['efi', 'pcbios']).optional(),
  arch: z.string().max(40).optional(),
  /** The firmware boots by HTTP (UEFI HTTP Boot) and not by TFTP. */
  http: z.stringbool().optional(),
  /** Id of an enrolment token of the team: as if it booted from a medium that carries it. */
  enrolment: z.uuid().optional(),
});

export type ExplainQuery = z.infer<typeof explainQuery>;

/** Without a MAC: a machine that was never seen. */
export const explainBootQuery = explainQuery.extend({
  mac: z.string().max(40).optional(),
  uuid: z.string().max(80).optional(),
  serial: z.string().max(200).optional(),
});
export type ExplainBootQuery = z.infer<typeof explainBootQuery>;
