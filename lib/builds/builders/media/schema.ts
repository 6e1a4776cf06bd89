/**
 * What boot media of all kinds have in common: the script, and where it goes.
 *
 * - **ready script**: our own, for media: every card, then the machine plane
 *   at `base`, retries, and a prompt that says what went wrong.
 * - **base**: the address of the machine plane, as the machine that boots
 *   from the medium reaches it (this network, a tunnel, a public name).
 * - **enrolment**: an id of an enrolment token. The token goes into the
 *   script; whoever revokes it takes the medium out of service.
 */
import { z } from 'zod';

/** Characters: more than any boot script needs, far below what a loader could not hold. */
export const scriptLimit = 200_000;

/** A text that goes onto a medium byte for byte (UTF-8): no NUL, and no half of a character. */
export const mediumText = (longest: number) =>
  z
    .string()
    .max(longest, `must not be longer than ${longest} characters`)
    .refine((text) => !text.includes('\0'), 'must not contain NUL characters')
    .refine((text) => text.isWellFormed(), 'must not contain half of a surrogate pair');

/** An iPXE script as it goes onto a medium, byte for byte. */
export const mediumScript = mediumText(scriptLimit).refine(
  (text) => /^#!ipxe\s*?(\n|$)/.test(text),
  'must begin with the line "#!ipxe"',
);

/** A volume label: what ISO 9660 and FAT both can write in their own way. */
export const volumeLabel = (longest: number) =>
  z
    .string()
    .min(1, 'must not be empty')
    .max(longest, `must not be longer than ${longest} characters`)
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9 ._-]*$/,
      'may hold letters, digits, spaces, dots, _ and -, and begins with a letter or digit',
    );

/** Of a FAT file system: eleven characters, in capitals. */
export const fatLabel = z
  .string()
  .min(1, 'must not be empty')
  .max(11, 'must not be longer than 11 characters')
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9 _-]*[A-Za-z0-9_-])?$/,
    'may hold letters, digits, spaces, _ and -, begins with a letter or digit, and does not end with a space',
  )
  .transform((label) => label.toUpperCase())
  .refine((label) => label !== 'NO NAME', 'must not be "NO NAME", which FAT takes for none');

/** An address of the machine plane, without a path. */
export const mediumBase = z
  .string()
  .max(300, 'must not be longer than 300 characters')
  .regex(
    /^https?:\/\/([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|\[[0-9a-fA-F:]+\])(:\d{1,5})?$/,
    'must look like http://10.0.0.1:3000 or https://boot.example.net, without a path',
  );

/** What every medium that runs iPXE is told. */
export const scriptFields = {
  /** Null: the ready script, which needs `base`. */
  script: mediumScript.nullable().default(null),
  /** Null with a script of one's own: the script is put in as it is. */
  base: mediumBase.nullable().default(null),
  enrolment: z.uuid('must be the id of an enrolment token').nullable().default(null),
};
