/**
 * Scripts: what machines run, from the first line of iPXE to the last line
 * of an installation.
 *
 * Glossary.
 * kind: main (inside every bootloader), sub (what the main script chains
 *   to), kickstart (an installer's answer file), pre and post (run before
 *   and after an installation, by the interpreter that `#!` names).
 * text: a script's bytes as UTF-8. It leaves exactly as it came in.
 * revision: one immutable text of a script, numbered from 1.
 * base revision: the revision that a writer had before them when they
 *   changed it; a save on another base than the newest is a conflict.
 * template: a revision whose text is Liquid, rendered for each host. Without
 *   it the text is served as it is.
 * dialect: which installer a kickstart answers; no other kind has one.
 */
import { z } from 'zod';
import { capabilities } from './lint/ipxe/capabilities';

export const scriptKinds = ['main', 'sub', 'kickstart', 'pre', 'post'] as const;
export type ScriptKind = (typeof scriptKinds)[number];

export const dialects = ['kickstart', 'preseed', 'autoinstall', 'ignition', 'autoyast'] as const;
export type Dialect = (typeof dialects)[number];

/** In a sentence, and as the choice of a form. */
export const dialectNames: Record<Dialect, string> = {
  kickstart: 'Kickstart',
  preseed: 'Preseed',
  autoinstall: 'Autoinstall',
  ignition: 'Ignition',
  autoyast: 'AutoYaST',
};

/** The dialect that an answer file looks like: what most of it could only be. */
export function guessDialect(text: string): Dialect {
  const body = text.replace(/^\uFEFF/, '');
  if (/^\s*#cloud-config\b/.test(body) || /^autoinstall:/m.test(body)) return 'autoinstall';
  if (/^\s*(<\?xml\b|<!DOCTYPE\s+profile|<profile\b)/.test(body)) return 'autoyast';
  if (/^\s*(\{%[^%]*%\}\s*)*\{(?![{%])/.test(body)) return 'ignition';
  if (/^\s*(d-i|debconf|tasksel|popularity-contest)\s+\S+\/\S+\s/m.test(body)) return 'preseed';
  return 'kickstart';
}

interface KindFacts {
  /** Below /api/pxeboot, as inherited. */
  segment: string;
  /** In a sentence. */
  noun: string;
  notFoundCode: string;
}

export const kindFacts = {
  main: {
    segment: 'mainscript',
    noun: 'main script',
    notFoundCode: 'ERR_MAINSCRIPT_SCRIPT_NOT_FOUND',
  },
  sub: { segment: 'subscripts', noun: 'sub script', notFoundCode: 'ERR_SUBSCRIPT_NOT_FOUND' },
  kickstart: { segment: 'kickstarts', noun: 'kickstart', notFoundCode: 'ERR_KICKSTART_NOT_FOUND' },
  pre: {
    segment: 'preinstallscripts',
    noun: 'pre-install script',
    notFoundCode: 'ERR_PREINSTALLSCRIPT_NOT_FOUND',
  },
  post: {
    segment: 'postinstallscripts',
    noun: 'post-install script',
    notFoundCode: 'ERR_POSTINSTALLSCRIPT_NOT_FOUND',
  },
} as const satisfies Record<ScriptKind, KindFacts>;

/** The title of the installation's one main script. */
export const mainScriptTitle = 'Main script';

/** Largest text of a script, in bytes of UTF-8. */
export const textLimit = 1024 * 1024;
export const titleLimit = 120;
const messageLimit = 500;

const controlCharacter = /\p{Cc}/u;

/** A script's text: refused with a reason, or kept byte for byte. */
export const scriptText = z.string().superRefine((text, context) => {
  const problem = textProblem(text);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

/** Why a text cannot be kept as it is, or null. */
export function textProblem(text: string): string | null {
  if (!text.isWellFormed()) {
    return 'The text holds half of a surrogate pair, which has no form in UTF-8.';
  }
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    const line = text.slice(0, nul).split('\n').length;
    return `The text holds a NUL character in line ${line}, which no script can.`;
  }
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes > textLimit) {
    return `The text has ${bytes} bytes; the limit is ${textLimit} (1 MiB).`;
  }
  return null;
}

/** Why a text cannot be a main script, or null: iPXE knows a script by its first bytes, and by nothing else. */
export function mainTextProblem(text: string): string | null {
  if (/^#!(ipxe|gpxe)\s/.test(text)) return null;
  return 'The first line must be #!ipxe: without it no bootloader knows that this is a script.';
}

export const mainScriptText = scriptText.superRefine((text, context) => {
  const problem = mainTextProblem(text);
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

/** One line for people: trimmed, without control characters. */
function oneLine(limit: number) {
  return z
    .string()
    .trim()
    .max(limit, `At most ${limit} characters.`)
    .refine((value) => value.isWellFormed() && !controlCharacter.test(value), {
      message: 'Control characters and line breaks are not allowed here.',
    });
}

export const scriptTitle = oneLine(titleLimit).min(1, 'A title is needed.');
const saveMessage = oneLine(messageLimit);
const baseRevision = z.int().min(1);

export const newScript = z.object({
  title: scriptTitle,
  text: scriptText,
  message: saveMessage.optional(),
  /** The text is Liquid, rendered for each host. */
  template: z.boolean().optional(),
  /** Of a kickstart; left out, it is what the text looks like. */
  dialect: z.enum(dialects).optional(),
});
export type NewScript = z.infer<typeof newScript>;

/** A change of a script: what is left out stays as it is. */
export const scriptChange = z.object({
  title: scriptTitle.optional(),
  text: scriptText.optional(),
  template: z.boolean().optional(),
  dialect: z.enum(dialects).optional(),
  /** The revision that was edited; left out, the save wins over whatever is there. */
  baseRevision: baseRevision.optional(),
  message: saveMessage.optional(),
});
export type ScriptChange = z.infer<typeof scriptChange>;

export const revisionSummary = z.object({
  number: z.int(),
  sha256: z.string(),
  /** Of the text, in UTF-8. */
  bytes: z.int(),
  template: z.boolean(),
  dialect: z.enum(dialects).nullable(),
  author: z.string(),
  message: z.string(),
  createdAt: z.iso.datetime(),
});
export type RevisionSummary = z.infer<typeof revisionSummary>;

export const revisionDetail = revisionSummary.extend({ text: z.string() });
export type RevisionDetail = z.infer<typeof revisionDetail>;

export const scriptSummary = z.object({
  id: z.uuid(),
  kind: z.enum(scriptKinds),
  title: z.string(),
  /** Number of the newest revision, which the next seven are about. */
  revision: z.int(),
  sha256: z.string(),
  bytes: z.int(),
  template: z.boolean(),
  dialect: z.enum(dialects).nullable(),
  author: z.string(),
  message: z.string(),
  savedAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  usedBy: z.array(z.object({ id: z.uuid(), name: z.string(), hosts: z.int() })),
});
export type ScriptSummary = z.infer<typeof scriptSummary>;

export const scriptDetail = scriptSummary.extend({ text: z.string() });
export type ScriptDetail = z.infer<typeof scriptDetail>;

/** What is in force in the bootloaders: the setting `publication`, as far as scripts need it. */
export const publicationMark = z.object({
  mainScriptId: z.string(),
  revision: z.int(),
  loaders: z.array(z.string()),
  capabilities: capabilities.nullable().default(null),
});
