/** What a file is, by its first bytes; and what a disk's content lacks. Pure. */
import type { ImageFormat } from './schema';

/** How many bytes of the beginning are looked at. */
export const headSize = 1024;

const known: { format: ImageFormat; magic: number[] }[] = [
  { format: 'gzip', magic: [0x1f, 0x8b, 0x08] }, // RFC 1952
  { format: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd] }, // RFC 8878
  { format: 'qcow2', magic: [0x51, 0x46, 0x49, 0xfb] }, // "QFI\xfb"
];

/** What people upload by mistake, and the way out. */
const others: { what: string; magic: number[]; at?: number; instead: string }[] = [
  { what: 'packed with xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], instead: repack('xz') },
  { what: 'packed with bzip2', magic: ascii('BZh'), instead: repack('bzip2') },
  { what: 'packed with lz4', magic: [0x04, 0x22, 0x4d, 0x18], instead: repack('lz4') },
  { what: 'a zip archive', magic: ascii('PK\x03\x04'), instead: 'Unpack the disk image in it.' },
  { what: 'a 7z archive', magic: ascii('7z\xbc\xaf'), instead: 'Unpack the disk image in it.' },
  {
    what: 'a tar archive',
    magic: ascii('ustar'),
    at: 257,
    instead: 'Unpack the disk image in it.',
  },
  { what: 'a VMware disk', magic: ascii('KDMV'), instead: convert('vmdk') },
  { what: 'a VMware disk', magic: ascii('# Disk Desc'), instead: convert('vmdk') },
  { what: 'a Hyper-V disk', magic: ascii('vhdxfile'), instead: convert('vhdx') },
  { what: 'a VirtualBox disk', magic: [0x7f, 0x10, 0xda, 0xbe], at: 64, instead: convert('vdi') },
  { what: 'a Debian package', magic: ascii('!<arch>'), instead: 'Choose a disk image.' },
  {
    what: 'a web page',
    magic: ascii('<!doctype'),
    instead: 'Check what the address really gives.',
  },
  { what: 'a web page', magic: ascii('<html'), instead: 'Check what the address really gives.' },
];

/** The format of a file that begins with `head`. What is nothing known is raw. */
export function formatOf(head: Buffer): ImageFormat {
  // A zstd stream may also begin with a skippable frame, 0x184D2A5? in little endian.
  if (head.length >= 4 && (head.readUInt32LE(0) & 0xfffffff0) >>> 0 === 0x184d2a50) return 'zstd';
  return known.find(({ magic }) => begins(head, magic, 0))?.format ?? 'raw';
}

/**
 * Why content that begins with `head` cannot be a disk's, as a sentence with
 * the way out; null when nothing speaks against it.
 */
export function refusalOf(head: Buffer): string | null {
  if (head.length === 0) return 'It is empty.';
  const lower = Buffer.from(head.toString('latin1').toLowerCase(), 'latin1');
  const found = others.find(
    ({ magic, at = 0 }) =>
      begins(head, magic, at) || (magic[0] === 0x3c && begins(lower, magic, at)),
  );
  return found
    ? `This is ${found.what}, not a disk image that can be written. ${found.instead}`
    : null;
}

/** What to know about a disk's content that may be right all the same; null when nothing. */
export function warningOf(raw: { head: Buffer; size: number }): string | null {
  if (raw.size % 512 !== 0) return 'Its size is not a whole number of sectors of 512 bytes.';
  // Both a master boot record and a GPT's protective one end so (UEFI 2.10, 5.2.1).
  if (raw.head.length < 512 || raw.head.readUInt16LE(510) !== 0xaa55) {
    return 'It has no partition table, so it will hardly boot.';
  }
  return null;
}

function begins(head: Buffer, magic: number[], at: number): boolean {
  return head.subarray(at, at + magic.length).equals(Buffer.from(magic));
}

function ascii(text: string): number[] {
  return [...Buffer.from(text, 'latin1')];
}

function repack(program: string): string {
  return `Repack it: ${program} -dc FILE | zstd -o FILE.zst`;
}

function convert(format: string): string {
  return `Convert it: qemu-img convert -f ${format} -O qcow2 FILE FILE.qcow2`;
}
