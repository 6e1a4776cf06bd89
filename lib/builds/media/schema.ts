/**
 * Boot media as people, programs and machines see them.
 *
 * Glossary. medium: a build of iPXE, GRUB, SYSLINUX or an ISO that a team
 * asked for. main file: the one of its files that is booted. permalink: an
 * address made of the hash of what was asked for; it gives the newest result
 * of that request. link: a name of a person's choice for a request; it is
 * open to everybody who can guess it. closed: the medium holds a secret of
 * its team, so it leaves only by REST, to who may write. withheld: what holds
 * a secret or an enrolment token is not given to viewers.
 */
import { z } from 'zod';
import { type BuildKind, type MediaKind, mediaKinds } from '../builder';
import { artifactFile, buildStates } from '../schema';

/** Collections of the REST API: each one's kind, and how its errors are called. */
export const mediaSegments = {
  bootmedia: { kind: 'iso', noun: 'boot medium', code: 'ERR_BOOT_MEDIUM' },
  isos: { kind: 'iso', noun: 'ISO', code: 'ERR_ISO' },
  ipxes: { kind: 'ipxe', noun: 'iPXE', code: 'ERR_IPXE' },
  grubs: { kind: 'grub', noun: 'GRUB', code: 'ERR_GRUB' },
  syslinuxs: { kind: 'syslinux', noun: 'SYSLINUX', code: 'ERR_SYSLINUX' },
} as const satisfies Record<string, { kind: MediaKind; noun: string; code: string }>;
export type MediaSegment = keyof typeof mediaSegments;

/** The collection of a kind, where the inherited one has a sibling of its kind's own name. */
export const segmentOf: Record<MediaKind, MediaSegment> = {
  ipxe: 'ipxes',
  grub: 'grubs',
  syslinux: 'syslinuxs',
  iso: 'isos',
};

/** Whether builds of a kind are boot media. */
export function isMediaKind(kind: BuildKind): kind is MediaKind {
  return mediaKinds.some((one) => one === kind);
}

/** Hash of a request, as it stands in a permalink. */
export const specHashForm = /^[0-9a-f]{64}$/;

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Names that are pages below /media. */
const pageNames = ['new'];

/** True for what stands for a page in `/media/NAME`, so that it can be no link. */
export function isPageName(name: string): boolean {
  return pageNames.includes(name) || uuidForm.test(name);
}

/** A link's name. It is at most 63 characters long, so it is never taken for a hash. */
export const linkName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9.-]{0,62}$/,
    'may hold up to 63 lower-case letters, digits, dots and -, and begins with a letter or digit',
  )
  .refine((name) => !isPageName(name), 'is the name of a page; take another one');

/** What a link is pointed to: a medium of the team by its id. */
export const linkChange = z.strictObject({
  medium: z.uuid('must be the id of a medium'),
  /** Must be true where the medium carries an enrolment token: whoever guesses the name has it then. */
  public: z.boolean().default(false),
});

export const linkAnswer = z.object({
  name: z.string(),
  kind: z.enum(mediaKinds),
  specHash: z.string(),
  url: z.string(),
  createdBy: z.string(),
  updatedAt: z.iso.datetime(),
});
export type LinkAnswer = z.infer<typeof linkAnswer>;

export const mediumAnswer = z.object({
  id: z.uuid(),
  kind: z.enum(mediaKinds),
  title: z.string(),
  state: z.enum(buildStates),
  /** Why it is in this state, as a sentence. */
  reason: z.string().nullable(),
  step: z.string().nullable(),
  /** 0 to 1. */
  progress: z.number(),
  requestedBy: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** Null, as the fingerprint, for whom it is withheld: addresses are made of them. */
  specHash: z.string().nullable(),
  fingerprint: z.string().nullable(),
  /** Its bytes are there and can be fetched. */
  containsBootMedium: z.boolean(),
  /** It holds a secret: there is no permalink, and no link may point to it. */
  closed: z.boolean(),
  /** Why you get neither bytes nor addresses, as a sentence: it holds what viewers are not shown. */
  withheld: z.string().nullable(),
  /** Of all files, bytes. */
  size: z.int().nullable(),
  /** Name of the file that is booted. */
  main: z.string().nullable(),
  /** `url` gives exactly these bytes, for as long as they are kept; null where it is withheld. */
  files: z.array(artifactFile.extend({ url: z.string().nullable() })),
  /** The newest result of this request; null for what holds a secret, and where it is withheld. */
  permalink: z.string().nullable(),
  links: z.array(z.object({ name: z.string(), url: z.string() })),
});
export type MediumAnswer = z.infer<typeof mediumAnswer>;

/** One medium, with what was asked for and what made it. */
export const mediumDetail = mediumAnswer.extend({
  spec: z.unknown(),
  /** How iPXE comes into it; null for other kinds. */
  engine: z.enum(['prebuilt', 'compiled']).nullable(),
  /** Sources and packages, with versions. */
  inputs: z.array(z.object({ name: z.string(), version: z.string() })),
  builderVersion: z.int().nullable(),
});
export type MediumDetail = z.infer<typeof mediumDetail>;

export const mediaQuery = z.object({
  kind: z.enum(mediaKinds).optional(),
  state: z.enum(buildStates).optional(),
  /** In the title or the name of who asked, whatever the case. */
  q: z.string().trim().max(200).optional(),
});

export const newMediumAnswer = mediumDetail.extend({
  /** True when an equal request was there already. */
  joined: z.boolean(),
});
