/**
 * What is in an iPXE binary. UEFI's are plain; BIOS' hold packed pieces, each
 * as `util/zbin.c` upstream writes it: the length of what follows (4 bytes,
 * little endian), an LZMA stream, and its CRC-32 without the last inversion.
 */
import { crc32 } from 'node:zlib';
import { unpackLzma } from './lzma';

/** The program itself: the largest packed piece, or the file as it is. */
export function unpackedProgram(file: Buffer): Buffer {
  if (isPortableExecutable(file)) return file;
  let largest: Buffer | null = null;
  for (let at = 0; at + 9 < file.length; at += 1) {
    // An LZMA stream begins with a zero.
    if (file[at + 4] !== 0) continue;
    const length = file.readUInt32LE(at);
    const end = at + length;
    if (length < 16 || end + 4 > file.length) continue;
    const stream = file.subarray(at + 4, end);
    if ((crc32(stream) ^ 0xffffffff) >>> 0 !== file.readUInt32LE(end)) continue;
    const piece = unpackLzma(stream);
    if (piece && piece.length > (largest?.length ?? 0)) largest = piece;
    at = end + 3;
  }
  return largest ?? file;
}

/** UEFI's format (PE/COFF 2 and 3.1): the offset of its signature is 60 bytes in. */
function isPortableExecutable(file: Buffer): boolean {
  if (file.length < 64 || file.toString('latin1', 0, 2) !== 'MZ') return false;
  const at = file.readUInt32LE(60);
  return file.toString('latin1', at, at + 4) === 'PE\0\0';
}
