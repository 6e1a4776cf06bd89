import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const teamId = '11111111-1111-4111-8111-111111111111';
const owner = { teamId, name: 'root_password' };

/** The module as a process with another data folder has it, without a secret in the environment. */
async function processWith(folder: string) {
  vi.resetModules();
  Reflect.deleteProperty(globalThis, Symbol.for('provisioner.shared'));
  vi.stubEnv('PROVISIONER_DATA', folder);
  vi.stubEnv('PROVISIONER_SECRET', '');
  return import('./seal');
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seal-'));
});
afterEach(() => vi.unstubAllEnvs());

test('gives back what was sealed, and never the same seal twice', async () => {
  const { seal, unseal } = await processWith(folder);
  for (const value of ['x', `'"\`$(reboot)\n\t`, 'ünïcödé 🚀', 'k'.repeat(65_536)]) {
    const sealed = seal({ ...owner, value });
    expect(unseal({ ...owner, sealed })).toBe(value);
    expect(seal({ ...owner, value })).not.toBe(sealed);
    expect(sealed).not.toContain(Buffer.from(value).toString('base64url').slice(0, 20) || '—');
  }
});

test('keeps its key in a file that only its owner can read', async () => {
  const { seal } = await processWith(folder);
  seal({ ...owner, value: 'x' });
  expect(statSync(path.join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
});

test('does not open under another name, another team, or changed', async () => {
  const { seal, unseal } = await processWith(folder);
  const sealed = seal({ ...owner, value: 'x' });
  // Its last but one character: of the last one some bits are no part of the bytes.
  const changed = sealed.replace(/.(?=.$)/, (one) => (one === 'A' ? 'B' : 'A'));
  const theirs = { ...owner, teamId: teamId.replaceAll('1', '2') };
  for (const given of [
    { ...owner, name: 'other', sealed },
    { ...theirs, sealed },
    { ...owner, sealed: changed },
  ]) {
    expect(() => unseal(given)).toThrow(/was changed from outside/);
  }
  expect(() => unseal({ ...owner, sealed: 'x' })).toThrow(/not in a form/);
});

test('says that the key is another where the data folder came without it', async () => {
  const before = await processWith(folder);
  const sealed = before.seal({ ...owner, value: 'x' });
  const after = await processWith(mkdtempSync(path.join(tmpdir(), 'seal-')));
  expect(() => after.unseal({ ...owner, sealed })).toThrow(
    /The secret root_password cannot be opened: it was sealed with another key.*secret\.key/,
  );
});
