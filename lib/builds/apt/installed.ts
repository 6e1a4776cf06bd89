/** Which packages the machine has, as dpkg knows them. */
import { missingToolsSentence } from '@/lib/builds/missing-tools';
import { run } from '@/lib/core/exec';

/** Versions of those of the packages that are installed, by name. */
export async function installedVersions({
  packages,
  signal,
}: {
  packages: string[];
  signal: AbortSignal;
}): Promise<Map<string, string>> {
  const text = await run({
    program: 'dpkg-query',
    args: ['-W', '-f', `\${Package} \${db:Status-Abbrev} \${Version}\n`, '--', ...packages],
    timeout: 10_000,
    env: { LC_ALL: 'C' },
    // One that it has never heard of: the others are listed all the same.
    answers: [1],
    signal,
  });
  const line = /^(\S+) [a-z]i\s+(\S+)$/gm;
  return new Map([...text.matchAll(line)].map(([, name = '', version = '']) => [name, version]));
}

/** The same for packages that must be there. Throws the sentence with the command that brings them. */
export async function demandInstalled(given: {
  packages: string[];
  signal: AbortSignal;
}): Promise<{ name: string; version: string }[]> {
  const found = await installedVersions(given);
  const missing = given.packages.filter((name) => !found.has(name)).sort();
  if (missing.length > 0) {
    throw new Error(
      missingToolsSentence(missing.map((name) => ({ program: name, package: name }))),
    );
  }
  return given.packages.map((name) => ({ name, version: found.get(name) ?? '' }));
}
