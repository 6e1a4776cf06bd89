import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runStep } from './processes.mjs';

/** The runtime of the product; the machine's own is used where it is as new. */
const wanted = 24;
/** What the packages need at least, for machines that npm has no Node 24 for. */
const floor = [22, 12];

/** Installs the npm packages when they are missing or another lock file's. */
export async function bringModules(project) {
  const lock = path.join(project, 'package-lock.json');
  const stamp = path.join(project, 'node_modules', '.provisioner-lock');
  const text = readFileSync(lock, 'utf8');
  const hash = createHash('sha256').update(text).digest('hex');
  if (read(stamp) === hash) return;
  if (!installed({ project, lock: JSON.parse(text) })) {
    await runStep({
      what: 'Installing npm packages',
      program: 'npm',
      args: ['ci', '--no-audit', '--no-fund'],
      // Without it, an npm that runs every install script lets Prisma try a download.
      env: { PRISMA_SCHEMA_ENGINE_BINARY: path.join(project, 'prisma/engine/schema-engine.mjs') },
    });
  }
  writeFileSync(stamp, hash);
}

/** True when an `npm install` by hand has already brought just what the lock file names. */
function installed({ project, lock }) {
  const hidden = read(path.join(project, 'node_modules', '.package-lock.json'));
  if (hidden === undefined) return false;
  const present = JSON.parse(hidden).packages;
  return Object.entries(lock.packages).every(
    ([name, { version, optional }]) =>
      name === '' || present[name]?.version === version || (optional && !present[name]),
  );
}

/**
 * The Node to go on with: this one when it is new enough, else the one that npm brought.
 *
 * @returns {string} absolute path
 */
export function nodeProgram(project) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major >= wanted) return process.execPath;
  const brought = path.join(project, 'node_modules', 'node', 'bin', 'node');
  if (existsSync(brought)) return brought;
  if (major > floor[0] || (major === floor[0] && minor >= floor[1])) return process.execPath;
  throw new Error(
    `This is Node ${process.versions.node}, and npm brought no Node ${wanted} for this machine. Install Node ${wanted}, or allow the install script of the package "node" and run: npm ci`,
  );
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
