/**
 * What a spec may hold. A text that goes onto a medium comes through byte for
 * byte; every other field takes only what it is for, and says which it is.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { hostileTexts, impossibleTexts } from '@/e2e/fixtures/hostile';
import { type MediaKind, mediaKinds } from './builder';
import { specSchemas } from './specs';

interface Fields {
  /** A spec that is as it should be. */
  valid: Record<string, unknown>;
  /** Texts that go onto the medium, and how one begins. */
  texts: Record<string, string>;
  /** Fields that hold a word, and lists of words. */
  words: string[];
  lists: string[];
  flags: string[];
}

const script = '#!ipxe\n';
const options = {
  words: ['trust', 'clientCertificate', 'clientKeySecret', 'banner', 'serial'],
  lists: ['commands', 'debug'],
  flags: ['https', 'ipv6', 'framebuffer', 'syslog'],
};
const inOptions = (names: string[]) => names.map((name) => `options.${name}`);
const ofScript = ['engine', 'base', 'enrolment'];

const fields: Record<MediaKind, Fields> = {
  ipxe: {
    valid: { platform: 'bin-x86_64-efi', driver: 'ipxe', extension: 'efi', script },
    texts: { script },
    words: [...ofScript, 'platform', 'driver', 'extension', ...inOptions(options.words)],
    lists: inOptions(options.lists),
    flags: ['selfContained', ...inOptions(options.flags)],
  },
  grub: {
    valid: { platform: 'x86_64-efi', fragment: 'img' },
    texts: { configuration: '' },
    words: ['platform', 'fragment', 'label'],
    lists: ['modules'],
    flags: [],
  },
  syslinux: {
    valid: { fragment: 'img', configuration: '' },
    texts: { configuration: '' },
    words: ['fragment', 'label'],
    lists: [],
    flags: [],
  },
  iso: {
    valid: { script },
    texts: { script },
    words: [...ofScript, 'label', 'efiLabel', ...inOptions(options.words)],
    lists: ['architectures', ...inOptions(options.lists)],
    flags: inOptions(options.flags),
  },
};

/** The valid spec with one field changed. */
function changed(kind: MediaKind, field: string, value: unknown): Record<string, unknown> {
  const [first = '', second] = field.split('.');
  const { valid } = fields[kind];
  return second === undefined
    ? { ...valid, [first]: value }
    : { ...valid, [first]: { [second]: value } };
}

function parse(kind: MediaKind, spec: unknown) {
  const schema: z.ZodType = specSchemas[kind];
  return schema.safeParse(spec);
}

/** The paths that a refusal names; fails when the spec was taken. */
function refused(kind: MediaKind, spec: unknown): string[] {
  const result = parse(kind, spec);
  expect(result.success).toBe(false);
  for (const issue of result.error?.issues ?? []) {
    expect(issue.message.length).toBeLessThan(1_000);
  }
  return pathsOf(result.error);
}

/** What a refusal is about, each field once. */
function pathsOf(error: z.ZodError | undefined): string[] {
  return [...new Set((error?.issues ?? []).map((issue) => issue.path.join('.')))];
}

function valueAt(spec: unknown, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], spec);
}

describe.each(mediaKinds)('%s', (kind) => {
  const { valid, texts, words, lists, flags } = fields[kind];

  test('the table names every field, and its spec is valid', () => {
    const spec = parse(kind, valid);
    expect(spec.error).toBeUndefined();
    const named = new Set([...Object.keys(texts), ...words, ...lists, ...flags]);
    const leaves = Object.entries(spec.data as object).flatMap(([name, value]) =>
      name === 'options' ? Object.keys(value).map((option) => `options.${option}`) : [name],
    );
    expect([...named].sort()).toEqual(leaves.sort());
  });

  test.each(Object.entries(hostileTexts))('%s goes onto the medium as it is', (_what, text) => {
    for (const [field, head] of Object.entries(texts)) {
      const spec = parse(kind, changed(kind, field, head + text));
      expect(spec.error).toBeUndefined();
      expect(valueAt(spec.data, field)).toBe(head + text);
    }
  });

  test.each(Object.entries(impossibleTexts))('%s is refused, in every field', (_what, text) => {
    for (const [field, head] of Object.entries(texts)) {
      expect(refused(kind, changed(kind, field, head + text))).toContain(field);
    }
    for (const field of words) expect(refused(kind, changed(kind, field, text))).toContain(field);
    for (const field of lists) {
      expect(refused(kind, changed(kind, field, [text]))).toContain(`${field}.0`);
    }
  });

  test.each(Object.entries(hostileTexts))('%s is refused where a word belongs', (_what, text) => {
    for (const field of words) expect(refused(kind, changed(kind, field, text))).toContain(field);
    for (const field of lists) {
      expect(refused(kind, changed(kind, field, [text]))).toContain(`${field}.0`);
    }
  });

  test('a value of another type is refused with the name of its field', () => {
    for (const value of [1, {}, [[]], () => {}, Number.NaN]) {
      for (const field of [...Object.keys(texts), ...words, ...lists, ...flags]) {
        const named = refused(kind, changed(kind, field, value));
        expect(named.some((path) => path === field || path.startsWith(`${field}.`))).toBe(true);
      }
    }
    for (const flag of flags) expect(refused(kind, changed(kind, flag, 'true'))).toContain(flag);
  });

  test('a list that is too long is refused', () => {
    for (const field of lists) {
      expect(refused(kind, changed(kind, field, Array(5_000).fill('x')))).toContain(field);
    }
  });

  test('a field that there is not is refused by its name', () => {
    for (const spec of [
      { ...valid, outputPath: '/etc/passwd' },
      JSON.parse(`{${JSON.stringify(valid).slice(1, -1)}, "__proto__": {"x": 1}}`),
    ]) {
      const result = parse(kind, spec);
      expect(result.success).toBe(false);
      expect(result.error?.issues.map((issue) => issue.message).join()).toMatch(
        /"(outputPath|__proto__)"/,
      );
    }
  });

  test('what is no spec at all is refused', () => {
    for (const spec of [null, [], 'x', 7, [valid]]) expect(parse(kind, spec).success).toBe(false);
  });

  test('any text goes through byte for byte, or is refused by its field', () => {
    for (const [field, head] of Object.entries(texts)) {
      fc.assert(
        fc.property(anyText, (text) => {
          const result = parse(kind, changed(kind, field, head + text));
          if (result.success) {
            const kept = valueAt(result.data, field) as string;
            expect(Buffer.from(kept).toString()).toBe(head + text);
          } else {
            expect(pathsOf(result.error)).toEqual([field]);
            expect(text.includes('\0') || !text.isWellFormed()).toBe(true);
          }
        }),
      );
    }
  });

  test('any word is refused by its field, or has nothing that a program could mistake', () => {
    for (const field of words) {
      fc.assert(
        fc.property(anyText, (text) => {
          const result = parse(kind, changed(kind, field, text));
          if (!result.success) return;
          const kept = String(valueAt(result.data, field));
          expect(kept.toUpperCase()).toBe(text.toUpperCase());
          expect(kept).toMatch(/^[A-Za-z0-9][A-Za-z0-9 ._:()[\]/-]*$/);
        }),
      );
    }
  });
});

const anyText = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom('-', '$', '(', '`', '"', '\n', '\0', '\ud800', ' ', 'a', 'Z', '7'),
  }),
  fc.constantFrom(...Object.values(hostileTexts)),
  fc.string({ unit: fc.constantFrom('A', 'z', '0', ' ', '_', '-', '.'), maxLength: 12 }),
);

test('scripts and configurations have their limits, in characters', () => {
  const limits = [
    ['ipxe', 'script', script, 200_000],
    ['iso', 'script', script, 200_000],
    ['grub', 'configuration', '', 200_000],
    ['syslinux', 'configuration', '', 60_000],
  ] as const;
  for (const [kind, field, head, limit] of limits) {
    const fits = head + 'x'.repeat(limit - head.length);
    expect(parse(kind, changed(kind, field, fits)).error).toBeUndefined();
    expect(refused(kind, changed(kind, field, `${fits}x`))).toEqual([field]);
  }
});

test('a script that iPXE would not run is refused, and a configuration where none goes', () => {
  for (const text of ['', '#!/bin/sh\n', ' #!ipxe\n', '#!ipxex\n', 'echo #!ipxe']) {
    expect(refused('iso', { script: text })).toEqual(['script']);
  }
  expect(refused('syslinux', { fragment: 'menu.c32', configuration: '' })).toEqual([
    'configuration',
  ]);
  expect(refused('syslinux', { fragment: 'img' })).toEqual(['configuration']);
  expect(refused('grub', { platform: 'i386-pc', fragment: 'efi' })).toEqual(['fragment']);
  expect(refused('grub', { platform: 'arm64-efi', fragment: 'core' })).toEqual(['fragment']);
});

test('equal wishes are one spec', () => {
  const grub = (modules: string[], label: string) =>
    specSchemas.grub.parse({ platform: 'i386-pc', modules, label });
  expect(grub(['xfs', 'udf', 'xfs'], 'stick')).toEqual(grub(['udf', 'xfs'], 'STICK'));
});
