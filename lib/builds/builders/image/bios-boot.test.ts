import { expect, test } from 'vitest';
import { bootCode, coreImage } from './bios-boot';

function core(start: bigint): Buffer {
  const image = Buffer.alloc(2048, 0xaa);
  image.writeBigUInt64LE(start, 500);
  return image;
}

test('the MBR code is told where core.img is, and leaves the partition table alone', () => {
  const code = bootCode({ image: Buffer.alloc(512, 0x11), coreSector: 2048 });
  expect(code.length).toBe(440);
  expect(code.readBigUInt64LE(0x5c)).toBe(2048n);
  expect(code.subarray(0x66, 0x68)).toEqual(Buffer.from([0x90, 0x90]));
});

test('core.img is told where the rest of it is', () => {
  const placed = coreImage({ image: core(2n), coreSector: 2048, limit: 4096 });
  expect(placed.readBigUInt64LE(500)).toBe(2049n);
});

test('refuses what does not fit or is not known', () => {
  expect(() => coreImage({ image: core(2n), coreSector: 2048, limit: 1024 })).toThrow('2048 bytes');
  expect(() => coreImage({ image: core(9n), coreSector: 2048, limit: 4096 })).toThrow(
    'unknown form',
  );
  expect(() => bootCode({ image: Buffer.alloc(440), coreSector: 2048 })).toThrow('440 bytes');
});
