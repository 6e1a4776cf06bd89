/**
 * Hosts: machines that we have a record of.
 *
 * Glossary.
 * host: a record with a name, the MACs of its cards, and what is to become of it.
 * profile: what is installed, chosen for a host by hand, by a rule or as the
 *   team's default (profiles/schema.ts).
 * labels: what people say of it (labels/schema.ts). rescue: one boot into a
 *   sub script (rescue/schema.ts).
 * stranger: a machine that has booted here and is no host yet (strangers/schema.ts).
 * parameters: named values for scripts and agents; a host's stand over its profile's.
 * disk rule: which disk an installation writes to.
 * bootloader: which of the two UEFI builds of iPXE DHCP names for it.
 * local boot: how it is told to boot its own disk (exit: back to the
 *   firmware; sanboot: iPXE loads the disk itself; auto: by its firmware).
 * state: derived from the installs (state.ts), never stored.
 */
import { z } from 'zod';
import { addressProblem } from './address';
import { installStates } from './installs/schema';
import { labelChange, labelSelector, labels } from './labels/schema';
import { parseMac } from './mac';
import { rescue } from './rescue/schema';
import { hostStates } from './state';

const macsLimit = 32;
const parametersLimit = 100;
const controlCharacter = /\p{Cc}/u;

/** A host's name: one label of a DNS name (RFC 1123, section 2.1), in lower case. */
export const hostName = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, 'A name is needed.')
  .max(63, 'A name has at most 63 characters (RFC 1123).')
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, {
    message:
      'Only letters, digits and hyphens, beginning and ending with a letter or digit (RFC 1123).',
  });

/** A MAC in any spelling; comes out in lower case with colons. */
export const macAddress = z.string().transform((text, context) => {
  const parsed = parseMac(text);
  if ('mac' in parsed) return parsed.mac;
  context.addIssue({ code: 'custom', message: parsed.problem });
  return z.NEVER;
});

const macList = z
  .array(macAddress)
  .min(1, 'At least one MAC is needed.')
  .max(macsLimit, `At most ${macsLimit} MACs.`)
  .superRefine((macs, context) => {
    macs.forEach((mac, index) => {
      if (macs.indexOf(mac) === index) return;
      context.addIssue({ code: 'custom', path: [index], message: `${mac} is there twice.` });
    });
  });

const hostAddress = z
  .string()
  .trim()
  .superRefine((address, context) => {
    const problem = addressProblem(address);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });

/** A value that ends up in scripts and on kernel command lines: one line. */
const parameterValue = z.union([
  z
    .string()
    .max(4096, 'At most 4096 characters.')
    .refine((value) => value.isWellFormed() && !controlCharacter.test(value), {
      message: 'Control characters and line breaks are not allowed in a value.',
    }),
  z.number(),
  z.boolean(),
]);

export const parameters = z
  .record(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/, {
      message:
        'A name begins with a letter and has letters, digits, "_", "." and "-", at most 64 of them.',
    }),
    parameterValue,
  )
  .refine((given) => Object.keys(given).length <= parametersLimit, {
    message: `At most ${parametersLimit} parameters.`,
  });

const diskValues = {
  serial: {
    form: /^[\x21-\x7e]([\x20-\x7e]{0,98}[\x21-\x7e])?$/,
    message: 'Write the serial as the disk tells it.',
  },
  path: {
    form: /^\/dev(\/[A-Za-z0-9_+:=-][A-Za-z0-9._+:=-]*)+$/,
    message: 'Write a path such as /dev/sda.',
  },
};

/** Which disk an installation writes to; `value` is what `serial` and `path` look for. */
export const diskRule = z
  .object({
    rule: z.enum(['smallest', 'largest', 'serial', 'path']),
    value: z.string().trim().max(200).nullish(),
  })
  .superRefine(({ rule, value }, context) => {
    if (rule === 'smallest' || rule === 'largest') return;
    const { form, message } = diskValues[rule];
    if (!form.test(value ?? '')) context.addIssue({ code: 'custom', path: ['value'], message });
  })
  .transform(({ rule, value }) => ({
    rule,
    value: rule === 'serial' || rule === 'path' ? (value ?? null) : null,
  }));
export type DiskRule = z.infer<typeof diskRule>;

export const bootloaders = ['auto', 'ipxe', 'snponly'] as const;
export const localBoots = ['auto', 'exit', 'sanboot'] as const;

const hostFields = {
  name: hostName,
  macs: macList,
  /** Reserved in DHCP and answered in DNS. */
  address: hostAddress.nullable(),
  /** By hand; null: by the profiles' rules. */
  profileId: z.uuid().nullable(),
  parameters,
  labels,
  /** Stands over the profile's. */
  disk: diskRule.nullable(),
  bootloader: z.enum(bootloaders),
  localBoot: z.enum(localBoots),
};

export const newHost = z.object({
  ...hostFields,
  address: hostFields.address.default(null),
  profileId: hostFields.profileId.default(null),
  parameters: hostFields.parameters.default({}),
  labels: hostFields.labels.default({}),
  disk: hostFields.disk.default(null),
  bootloader: hostFields.bootloader.default('auto'),
  localBoot: hostFields.localBoot.default('auto'),
});
export type NewHost = z.infer<typeof newHost>;

/** A change of a host: what is left out stays as it is. */
export const hostChange = z.object(hostFields).partial();
export type HostChange = z.infer<typeof hostChange>;

/** One thing done to many hosts. */
export const bulkChange = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('set-profile'),
    ids: z.array(z.uuid()).min(1).max(10_000),
    profileId: z.uuid().nullable(),
  }),
  z.object({
    action: z.literal('label'),
    ids: z.array(z.uuid()).min(1).max(10_000),
    labels: labelChange,
  }),
  z.object({ action: z.literal('delete'), ids: z.array(z.uuid()).min(1).max(10_000) }),
]);

export const hostSorts = [
  'name',
  'address',
  'state',
  'profile',
  'lastSeenAt',
  'createdAt',
] as const;
export const listLimit = z.coerce.number().int().min(1).max(10_000);

/** Query of a list of hosts; a page's address and the REST API use the same. */
export const hostQuery = z.object({
  /** Looked for in name, MACs, address, UUID, serial, vendor and product. */
  search: z.string().trim().max(200).optional(),
  state: z.enum(hostStates).optional(),
  /** By hand or by rule. */
  profileId: z.uuid().optional(),
  /** `name` or `name=value`. */
  label: labelSelector.optional(),
  sort: z.enum(hostSorts).default('name'),
  order: z.enum(['asc', 'desc']).default('asc'),
  limit: listLimit.optional(),
  /** Of the page before, as its answer gave it. */
  cursor: z.string().max(500).optional(),
  /** The same, for the page that ends there: the way back. */
  before: z.string().max(500).optional(),
});
export type HostQuery = z.input<typeof hostQuery>;

const instant = z.iso.datetime();

/** By hand; by a rule of a profile; because no rule fits and a profile is the team's default. */
export const profileWays = ['hand', 'rule', 'default'] as const;
export type ProfileWay = (typeof profileWays)[number];

export const hostSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  macs: z.array(z.string()),
  address: z.string().nullable(),
  state: z.enum(hostStates),
  /** What it would be installed by. */
  profile: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  /** How it has that profile; only `hand` is written at the host itself. */
  profileBy: z.enum(profileWays).nullable(),
  /** The rule that gave it, as a sentence. */
  profileRule: z.string().nullable(),
  labels,
  /** A boot into a sub script that was ordered and has not come yet. */
  rescue: rescue.nullable(),
  /** The newest one, whatever became of it. */
  install: z
    .object({
      id: z.uuid(),
      state: z.enum(installStates),
      reason: z.string().nullable(),
      createdAt: instant,
      startedAt: instant.nullable(),
      endedAt: instant.nullable(),
    })
    .nullable(),
  /** What the newest install is doing. */
  step: z.string().nullable(),
  /** Of the step, 0 to 1. */
  progress: z.number().nullable(),
  arch: z.string().nullable(),
  firmware: z.string().nullable(),
  vendor: z.string().nullable(),
  product: z.string().nullable(),
  lastSeenAt: instant.nullable(),
  createdAt: instant,
});
export type HostSummary = z.infer<typeof hostSummary>;

export const hostDetail = hostSummary.extend({
  uuid: z.string().nullable(),
  serial: z.string().nullable(),
  parameters,
  disk: diskRule.nullable(),
  bootloader: z.enum(bootloaders),
  localBoot: z.enum(localBoots),
  /** What the agent found in it, as the agent told it. */
  inventory: z.record(z.string(), z.unknown()).nullable(),
  updatedAt: instant,
});
export type HostDetail = z.infer<typeof hostDetail>;
