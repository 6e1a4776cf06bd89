/**
 * Completes package-lock.json with the native packages of other platforms.
 *
 * A lock file written where the registry lacks them does not name them, and `npm ci` then fails
 * everywhere with "Missing: … from lock file". Run it after every change of the lock:
 *
 *     node workers/lock-platforms.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32'];
const processors = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = missing(lock.packages);
for (const { name, version } of added) {
  lock.packages[`node_modules/${name}`] = { version, ...platform(name), optional: true };
}
const [root, ...rest] = Object.entries(lock.packages);
rest.sort(([left], [right]) => (left < right ? -1 : 1));
lock.packages = Object.fromEntries([root, ...rest]);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`Added ${added.length} packages of other platforms to package-lock.json.\n`);

/** The optional dependencies of any package that nothing in the lock answers. */
function missing(packages) {
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !resolves({ packages, place, name }))
      .map(([name, range]) => ({ name, version: range.replace(/^[~^]/, '') })),
  );
}

/** Looks for a package as Node does: beside, then in every folder above. */
function resolves({ packages, place, name }) {
  if (packages[`${place ? `${place}/` : ''}node_modules/${name}`]) return true;
  if (!place) return false;
  const above = place.lastIndexOf('/node_modules/');
  return resolves({ packages, place: above < 0 ? '' : place.slice(0, above), name });
}

/** What a package's name says of where it runs, in the words of package.json. */
function platform(name) {
  const words = name.replace('windows', 'win32').split(/[/.-]/);
  const os = words.find((word) => systems.includes(word));
  const cpu = words.find((word) => processors.includes(word));
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu')) && 'glibc';
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(libc ? { libc: [libc] } : {}),
    ...(os ? { os: [os] } : {}),
  };
}
