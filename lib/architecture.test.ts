/**
 * The rules of the house (docs/design.md), held for every file, without exceptions:
 * who may import whom, where Prisma, next-auth, child processes and the environment are touched,
 * what files are called and how long they may be.
 */
import { expect, test } from 'vitest';
import { type Import, readSources, type Source } from '@/e2e/fixtures/sources';

const sources = readSources();

/** Each domain may import those before it, and itself (docs/decisions/0001-the-house.md). */
const domains = [
  'events',
  'scripts',
  'builds',
  'images',
  'hosts',
  'mirrors',
  'network',
  'tunnels',
  'boot',
];

/** The room that a path is in: `lib/core`, `app`, `workers` … */
function room(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'lib' ? `lib/${second}` : first;
}

/** The rooms that a room may import from, besides itself. */
function neighbours(of: string): string[] {
  const domain = of.replace('lib/', '');
  if (of === 'lib/core') return ['prisma'];
  if (of === 'lib/jobs' || of === 'lib/auth') return ['lib/core', 'prisma'];
  const below = ['lib/jobs', 'lib/auth', 'lib/core', 'prisma'];
  if (domains.includes(domain)) {
    return [...below, ...domains.slice(0, domains.indexOf(domain)).map((name) => `lib/${name}`)];
  }
  const lib = [...below, ...domains.map((name) => `lib/${name}`)];
  if (of === 'e2e') return [...lib, 'workers', 'vitest.config.ts'];
  return lib;
}

function breaches(rule: (source: Source) => string[]): string[] {
  return sources.flatMap((source) => rule(source).map((what) => `${source.file}: ${what}`));
}

/** Imports of any of the packages or paths, as sentences. */
function importsOf(source: Source, unwanted: (found: Import) => boolean): string[] {
  return source.imports.filter(unwanted).map(({ from }) => `imports ${from}`);
}

const isTest = ({ file }: Source) => /\.(test|spec)\.tsx?$/.test(file) || file.startsWith('e2e/');

test('the sources are found', () => {
  expect(sources.length).toBeGreaterThan(50);
});

test('imports run one way', () => {
  const wrong = breaches((source) => {
    const own = room(source.file);
    const allowed = [own, ...neighbours(own), ...(isTest(source) ? ['e2e'] : [])];
    // The rules themselves look at everything.
    if (source.file === 'lib/architecture.test.ts') return [];
    return importsOf(
      source,
      ({ target }) => target !== undefined && !allowed.includes(room(target)),
    );
  });
  expect(wrong).toEqual([]);
});

test('imports of our own files by the alias have no extension', () => {
  const wrong = breaches((source) =>
    importsOf(source, ({ from }) => /^(@\/|\.\.?\/).*\.tsx?$/.test(from)),
  );
  expect(wrong).toEqual([]);
});

test('browser code takes no more than schema.ts from lib', () => {
  const wrong = breaches((source) => {
    if (!source.isClient) return [];
    return importsOf(
      source,
      ({ target, isType }) =>
        !isType && target !== undefined && target.startsWith('lib/') && !/\/schema$/.test(target),
    );
  });
  expect(wrong).toEqual([]);
});

test('Prisma stays in data.ts, mutations.ts and the few core files that the design names', () => {
  const named = /(^|\/)(data|mutations)\.ts$|^lib\/core\/(db|events)\.ts$|^prisma\/seed\.ts$/;
  const wrong = breaches((source) => {
    if (named.test(source.file) || isTest(source)) return [];
    return importsOf(
      source,
      ({ from, names, isType }) =>
        (!isType && /^@\/prisma\/generated\/client$|^@prisma\/client/.test(from)) ||
        (/(^|\/)core\/db$|^\.\/db$/.test(from) && names.includes('db')),
    );
  });
  expect(wrong).toEqual([]);
});

test('next-auth stays in lib/auth, but for its half in the browser', () => {
  const wrong = breaches((source) =>
    source.file.startsWith('lib/auth/')
      ? []
      : importsOf(
          source,
          ({ from }) =>
            /^next-auth(\/|$)/.test(from) &&
            !(room(source.file) === 'app' && from === 'next-auth/react'),
        ),
  );
  expect(wrong).toEqual([]);
});

test('the web process starts no child process', () => {
  const wrong = breaches((source) => {
    if (room(source.file) !== 'app' && source.file !== 'server.ts') return [];
    return importsOf(source, ({ from }) =>
      /^(node:)?child_process$|^execa$|\/core\/(exec|exec-stream|postgres)$/.test(from),
    );
  });
  expect(wrong).toEqual([]);
});

test('programs are started by lib/core/exec.ts, by Postgres, and by what runs outside lib', () => {
  const allowed = /^(workers|e2e|prisma)\/|^lib\/core\/(exec|exec-stream|postgres)\.ts$/;
  const wrong = breaches((source) =>
    allowed.test(source.file) || isTest(source)
      ? []
      : importsOf(source, ({ from }) => /^(node:)?child_process$|^execa$/.test(from)),
  );
  expect(wrong).toEqual([]);
});

test('the environment is read in one file', () => {
  const scripts = /^workers\/(bootstrap|launch|verify|check)|^[a-z.]+\.config\.(ts|mjs)$/;
  const wrong = breaches((source) => {
    if (source.file === 'lib/core/env.ts' || scripts.test(source.file) || isTest(source)) return [];
    return /\bprocess\.env\b/.test(source.code) ? ['reads process.env'] : [];
  });
  expect(wrong).toEqual([]);
});

test('files are nouns, and short', () => {
  const drawers = /(^|\/)(utils?|helpers?|types?|index|service|manager|common|misc)\.tsx?$/;
  const wrong = breaches(({ file, lines }) => [
    ...(drawers.test(file) ? ['says nothing by its name'] : []),
    ...(lines > 300 ? [`has ${lines} lines`] : []),
  ]);
  expect(wrong).toEqual([]);
});

test('no test is left out, and nothing is hushed', () => {
  const unwanted = [
    /\b(test|it|describe)\.(skip|only|todo)\b/,
    /@ts-(ignore|expect-error|nocheck)/,
    /biome-ignore-all/,
    /\b(TODO|FIXME|XXX)\b/,
  ];
  const wrong = breaches(({ file, text }) =>
    file === 'lib/architecture.test.ts'
      ? []
      : unwanted.filter((each) => each.test(text)).map((each) => `has ${each.source}`),
  );
  expect(wrong).toEqual([]);
});
