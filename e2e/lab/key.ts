import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '@/e2e/lab/program';

/** An SSH key made for one run. */
export interface Key {
  /** Path of the private key. */
  path: string;
  /** One line in authorized_keys(5) form. */
  publicKey: string;
}

/** Generates an Ed25519 key without a passphrase in that folder. */
export async function generateKey({
  folder,
  name = 'id_ed25519',
}: {
  folder: string;
  name?: string;
}): Promise<Key> {
  const path = join(folder, name);
  await runProgram(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', path]);
  return { path, publicKey: (await readFile(`${path}.pub`, 'utf8')).trim() };
}
