import { describe, expect, it } from 'vitest';
import { formatOf, refusalOf, warningOf } from './format';

const bytes = (...values: number[]) => Buffer.concat([Buffer.from(values), Buffer.alloc(600)]);
const text = (value: string, at = 0) =>
  Buffer.concat([Buffer.alloc(at), Buffer.from(value, 'latin1'), Buffer.alloc(600)]);

describe('formatOf', () => {
  it.each([
    ['gzip', bytes(0x1f, 0x8b, 0x08)],
    ['zstd', bytes(0x28, 0xb5, 0x2f, 0xfd)],
    ['zstd', bytes(0x5a, 0x2a, 0x4d, 0x18)],
    ['qcow2', text('QFI\xfb')],
    ['raw', bytes(0xeb, 0x63, 0x90)],
    ['raw', Buffer.from('x')],
  ])('says %s', (format, head) => {
    expect(formatOf(head)).toBe(format);
  });
});

describe('refusalOf', () => {
  it.each([
    ['xz', bytes(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)],
    ['bzip2', text('BZh9')],
    ['zip', text('PK\x03\x04')],
    ['tar', text('ustar', 257)],
    ['VMware', text('KDMV')],
    ['Hyper-V', text('vhdxfile')],
    ['web page', text('<!DOCTYPE html>')],
    ['web page', text('<HTML>')],
    ['empty', Buffer.alloc(0)],
  ])('names what is no image: %s', (what, head) => {
    expect(refusalOf(head)).toContain(what);
  });

  it('lets a disk through', () => {
    expect(refusalOf(bytes(0xeb, 0x63, 0x90))).toBeNull();
    expect(refusalOf(Buffer.alloc(1024))).toBeNull();
  });
});

describe('warningOf', () => {
  const bootable = Buffer.alloc(1024);
  bootable.writeUInt16LE(0xaa55, 510);

  it('has nothing to say about a disk with a partition table', () => {
    expect(warningOf({ head: bootable, size: 1024 })).toBeNull();
  });

  it('tells of a missing partition table, and of half a sector', () => {
    expect(warningOf({ head: Buffer.alloc(1024), size: 1024 })).toContain('partition table');
    expect(warningOf({ head: bootable, size: 1025 })).toContain('sectors');
  });
});
