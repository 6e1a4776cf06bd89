/**
 * A tar archive of files, as GRUB reads it from memory. The form is ustar
 * (POSIX.1-2017, pax, "ustar Interchange Format"); nothing in it tells who
 * made it, or when.
 */
import { mediaEpoch } from '../media/fixed';

const block = 512;

/** The archive of those files, in order of name. Names have at most 100 characters of ASCII. */
export function tarArchive(files: Map<string, Buffer>): Buffer {
  const names = [...files.keys()].sort();
  const parts = names.flatMap((name) => {
    const content = files.get(name) ?? Buffer.alloc(0);
    return [header({ name, size: content.length }), content, padding(content.length)];
  });
  // Two empty blocks end it.
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

function header({ name, size }: { name: string; size: number }): Buffer {
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new Error(`"${name}" is no name for the archive.`);
  const head = Buffer.alloc(block);
  const octal = (value: number, at: number, length: number) =>
    head.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  head.write(name, 0, 'latin1');
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(mediaEpoch, 136, 12);
  // The checksum counts its own field as spaces.
  head.write('        ', 148, 'latin1');
  head.write('0', 156, 'latin1');
  head.write('ustar\x0000', 257, 'latin1');
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return head;
}

function padding(size: number): Buffer {
  return Buffer.alloc((block - (size % block)) % block);
}
