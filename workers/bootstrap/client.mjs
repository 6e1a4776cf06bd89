import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runStep } from './processes.mjs';

/** Generates Prisma's client when the schema or Prisma has changed since. */
export async function bringClient({ project, node }) {
  const folder = path.join(project, 'prisma', 'generated');
  const stamp = path.join(folder, '.stamp');
  const hash = createHash('sha256')
    .update(readFileSync(path.join(project, 'prisma', 'schema.prisma')))
    .update(readFileSync(path.join(project, 'node_modules', 'prisma', 'package.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  await runStep({
    what: 'Generating the database client',
    program: node,
    args: ['node_modules/prisma/build/index.js', 'generate'],
  });
  writeFileSync(stamp, hash);
}
