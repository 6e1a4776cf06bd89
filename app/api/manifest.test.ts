import { globSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadRoutes } from './routes';

/** The text of manifest.ts for the route files that are there. */
function manifestText(): string {
  const lines = globSync('app/api/**/route.ts')
    .map((file) => path.posix.dirname(file).replace(/^app\/api\//, ''))
    .sort()
    .map(line);
  return [
    '// Made from the route files; `npx vitest run app/api/manifest.test.ts -u` makes it anew.',
    "import type { Manifest } from './routes';",
    '',
    '/** Every route of the REST API. */',
    'export const manifest: Manifest = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}

/** One entry, broken where the formatter would. */
function line(folder: string): string {
  const whole = `  '/api/${folder}': () => import('./${folder}/route'),`;
  return whole.length <= 100 ? whole : whole.replace('=> import', '=>\n    import');
}

test('the manifest names every route file', async () => {
  await expect(manifestText()).toMatchFileSnapshot('./manifest.ts');
});

test('no route has changed what it needs without being seen', async () => {
  const { manifest } = await import('./manifest');
  const lines = (await loadRoutes(manifest)).map(
    ({ path, method, meta }) =>
      `${method} ${path}: ${meta ? (meta.permission ?? 'open') : 'another door'}`,
  );
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./permissions.txt');
});
