/**
 * Writes an initial RAM file system: a cpio archive in the "newc" format that
 * the kernel reads (Documentation/driver-api/early-userspace/buffer-format).
 * Everything that could differ between two builds is fixed: order, times,
 * owners and inode numbers.
 */
import { createWriteStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';

const directory = 0o040000;
const regular = 0o100000;
const link = 0o120000;

interface Entry {
  name: string;
  mode: number;
  data: Buffer;
}

/** One record: header, name and data, each padded to four bytes. */
export function cpioRecord({
  entry,
  inode,
  time,
}: {
  entry: Entry;
  inode: number;
  time: number;
}): Buffer {
  const name = Buffer.from(`${entry.name}\0`);
  const fields = [
    inode,
    entry.mode,
    0, // owner
    0, // group
    (entry.mode & directory) === directory ? 2 : 1, // links
    time,
    entry.data.length,
    0, // device of the file, major and minor
    0,
    0, // device that the file is, major and minor
    0,
    name.length,
    0, // checksum, unused in this variant
  ];
  const header = fields.map((field) => field.toString(16).padStart(8, '0')).join('');
  const head = Buffer.concat([Buffer.from(`070701${header}`), name]);
  return Buffer.concat([pad(head), pad(entry.data)]);
}

function pad(data: Buffer): Buffer {
  const missing = (4 - (data.length % 4)) % 4;
  return missing === 0 ? data : Buffer.concat([data, Buffer.alloc(missing)]);
}

/**
 * Archives a folder. Files are 0755 or 0644 by whether their owner may
 * execute them, folders 0755, all owned by root; `time` is in seconds.
 */
export async function writeCpio({
  root,
  file,
  time,
  signal,
}: {
  root: string;
  file: string;
  time: number;
  signal: AbortSignal;
}): Promise<void> {
  const output = createWriteStream(file);
  let inode = 0;
  const write = async (entry: Entry) => {
    signal.throwIfAborted();
    inode += 1;
    if (!output.write(cpioRecord({ entry, inode, time }))) {
      await new Promise<void>((resolve) => {
        output.once('drain', () => resolve());
      });
    }
  };
  for await (const name of walk(root, '')) await write(await readEntry(root, name));
  await write({ name: 'TRAILER!!!', mode: 0, data: Buffer.alloc(0) });
  output.end();
  await finished(output);
}

async function* walk(root: string, folder: string): AsyncGenerator<string> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    yield name;
    if (entry.isDirectory()) yield* walk(root, name);
  }
}

async function readEntry(root: string, name: string): Promise<Entry> {
  const place = path.join(root, name);
  const found = await lstat(place);
  if (found.isSymbolicLink()) {
    return { name, mode: link | 0o777, data: Buffer.from(await readlink(place)) };
  }
  if (found.isDirectory()) return { name, mode: directory | 0o755, data: Buffer.alloc(0) };
  if (!found.isFile()) throw new Error(`${name} is neither a file, a folder nor a link.`);
  const mode = regular | (found.mode & 0o100 ? 0o755 : 0o644);
  return { name, mode, data: await readFile(place) };
}
