/**
 * Images: what can be written to a disk.
 *
 * Glossary. image: the content of a whole disk, with its partition table.
 * format: as it is brought in. served: the form that the agent is sent; qcow2
 * becomes zstd, all others stay as they are. raw: the disk's content itself,
 * unpacked. import: the way from what is brought in to what can be served.
 */
import { z } from 'zod';
import { imageSpec } from '@/lib/builds/builders/image/schema';

export const imageFormats = ['raw', 'gzip', 'zstd', 'qcow2'] as const;
export type ImageFormat = (typeof imageFormats)[number];

export const servedForms = ['raw', 'gzip', 'zstd'] as const;
export type ServedForm = (typeof servedForms)[number];

export const imageStates = ['waiting', 'importing', 'ready', 'failed'] as const;
export type ImageState = (typeof imageStates)[number];

/** Largest image that is taken, in bytes: 16 TiB, ext4's largest file. */
export const sizeLimit = 16 * 2 ** 40;

/** How often a worker may take an import up before it has failed. */
export const attemptLimit = 3;

/** Milliseconds between signs of life of an import, and without one until its worker counts as dead. */
export const beatEvery = 5_000;
export const deadAfter = 25_000;

export const imageName = z
  .string('must be a name')
  .trim()
  .min(1, 'must not be empty')
  .max(100, 'must have at most 100 characters')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it refuses
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must be one line');

/** 64 hex digits, in any case, as tools print them or with `sha256:` before. */
export const checksum = z
  .string('must be a SHA-256 checksum')
  .trim()
  .toLowerCase()
  .transform((value) => value.replace(/^sha256:/, ''))
  .pipe(z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 checksum: 64 hexadecimal digits'));

export const imageUrl = z
  .string('must be a URL')
  .trim()
  .max(2_000, 'must have at most 2000 characters')
  .superRefine((value, context) => {
    const problem = urlProblem(value);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });

function urlProblem(value: string): string | null {
  const url = URL.parse(value);
  if (!url) return 'must be a URL, such as https://server/disk.img.zst';
  if (!/^https?:$/.test(url.protocol)) return 'must begin with http:// or https://';
  if (url.username !== '' || url.password !== '') {
    return 'must not hold a password: everybody in the team sees it';
  }
  return null;
}

/** Body of `POST /api/images`: by URL with its checksum, or built here. */
export const newImage = z
  .strictObject({
    name: imageName,
    url: imageUrl.optional(),
    /** Of the file as the URL gives it. */
    sha256: checksum.optional(),
    /** What to build; a Debian without further wishes when it is empty. */
    build: imageSpec.optional(),
  })
  .transform((given, context) => {
    const { name, url, sha256, build } = given;
    const wrong = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (build) {
      if (url !== undefined) wrong('url', 'must not be given together with build');
      if (sha256 !== undefined) wrong('sha256', 'is for images by URL; what is built has its own');
      return { name, build };
    }
    if (url === undefined) wrong('url', 'must be given (or build)');
    if (sha256 === undefined) wrong('sha256', 'must be given: without it nobody knows what comes');
    return { name, url: url ?? '', sha256: sha256 ?? '' };
  });
export type NewImage = z.output<typeof newImage>;

export const uploadQuery = z.object({
  name: imageName,
  sha256: checksum.optional(),
});

export const imageSource = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('upload'),
    /** Path under the data folder, until it is imported. */
    file: z.string(),
    size: z.number(),
    sha256: z.string(),
  }),
  z.object({ kind: z.literal('url'), url: z.string(), sha256: z.string() }),
  z.object({ kind: z.literal('build'), buildId: z.string() }),
]);
export type ImageSource = z.infer<typeof imageSource>;

/** An image as the REST API answers it. Sizes in bytes. */
export const imageAnswer = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Empty until it is known. */
  format: z.enum([...imageFormats, '']),
  state: z.enum(imageStates),
  reason: z.string().nullable(),
  step: z.string().nullable(),
  /** 0 to 1. */
  progress: z.number(),
  source: imageSource,
  served: z.enum(servedForms).nullable(),
  size: z.number().nullable(),
  sha256: z.string().nullable(),
  rawSize: z.number().nullable(),
  rawSha256: z.string().nullable(),
  createdAt: z.iso.datetime(),
  usedBy: z.array(z.object({ id: z.uuid(), name: z.string() })),
});

/** An image as lists see it. Sizes in bytes. */
export interface ImageSummary {
  id: string;
  name: string;
  /** As brought in; empty until that is known. */
  format: ImageFormat | '';
  state: ImageState;
  /** Why it is in this state; with a ready one, what to know about it. */
  reason: string | null;
  step: string | null;
  /** 0 to 1. */
  progress: number;
  source: ImageSource;
  served: ServedForm | null;
  size: number | null;
  sha256: string | null;
  rawSize: number | null;
  rawSha256: string | null;
  createdAt: Date;
  /** Profiles that have it. */
  usedBy: { id: string; name: string }[];
}
