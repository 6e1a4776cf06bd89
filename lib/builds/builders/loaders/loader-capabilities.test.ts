import { expect, it } from 'vitest';
import { loaderCapabilities } from './loader-capabilities';
import { unpackLzma } from './lzma';
import { unpackedProgram } from './unpacked';

/** Packed by liblzma: raw LZMA1, lc = 2, lp = 0, pb = 0, as `util/zbin.c` of iPXE does it. */
const packed =
  'ADEczWSFH8oLVQE3o3SB2IejJF1z9elK8a3JoL8k2Yiv9dUTwzphyj80qTAht8TyqGsx+iHfjqWByGBuXtA/lCvrV1FV50DhYHAy4jdHSAUPCEv4XbHjKM4iusycKi52xIUpscuyq+jrylCno9O/Im44s6RKT00qBmUsGgdazsyddjScwAMxzTcyYsxjHr9rAEuH3aRpAvAdQHPFkU58xycRwLfQojG9tu19l9CElXyaPHF9YTi/9CIf2T3ERgXx3CKTAVcSMQUQGKrh8vO7MAOKkg0JaKY/1Z46r2Zz7PL6Xul6s4cj7BJd2ELsB47Lg2kS4Gz7WbEwBM9VFCVWIM4q2rf//402AAA=';

/**
 * A file like a BIOS loader: some code, then a packed program of 32 bit whose
 * tables stand at 0x1000, where "boot" is the end of "sanboot".
 */
const file = Buffer.from(
  '6zwgaVBYRZCQkJCQkJCQkJCQkJCQkJCQkJCQkN0AAAAAAB67onuRgECY69NsOyQTXMDrjMdjxtRabp8dGZ+zCzi8dPlo9fO+6J/fJa9Z9LoxhBk7hGhAm3RgtSNOc+SlPddwnASUDCYShIL1382qu3bv4UVVl9UnCY8gRX0udPqbJw7FbsvGFIsPhA0ykkePYUdZ25MTnsXXt6acguonRnTWAOatn1n+zNM/uFapFdRmBUxEfxIlO6N4kct/h/diP97LcP0vPIH8xsZCpV31jOvFtlbdS+0muVNAoLlcSjk9vA5lJLgKfPY+IOr4g9MUVKNFtf/Dzmbg4Sl8p///////////',
  'base64',
);

it('unpacks what liblzma has packed', () => {
  const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const text = Buffer.from('boot anything, boot anywhere, boot anyhow\0'.repeat(40));
  expect(unpackLzma(Buffer.from(packed, 'base64'))).toEqual(Buffer.concat([text, every]));
});

it.each([
  ['noise', Buffer.from('00112233445566778899aabbccddeeff'.repeat(8), 'hex')],
  ['a stream that is cut', Buffer.from(packed, 'base64').subarray(0, 100)],
  ['nothing', Buffer.alloc(0)],
])('gives null for %s', (_, data) => {
  expect(unpackLzma(data)).toBeNull();
});

it('leaves a file alone whose packed piece is damaged', () => {
  const damaged = Buffer.from(file);
  damaged.writeUInt8((damaged.readUInt8(100) + 1) % 256, 100);
  expect(unpackedProgram(damaged)).toBe(damaged);
  expect(unpackedProgram(file)).not.toBe(file);
});

it('reads the tables of a packed loader', () => {
  expect(loaderCapabilities({ name: 'undionly.kpxe', file })).toEqual({
    name: 'undionly.kpxe',
    commands:
      'autoboot boot chain choose echo exit goto imgargs imgexec imgfetch imgfree imgstat initrd iseq isset item kernel menu module prompt sanboot set shell sleep'.split(
        ' ',
      ),
    schemes: ['http', 'https', 'tftp'],
    features: ['DNS', 'HTTPS', 'Menu', 'IPv6'],
  });
});

it('refuses a file that is no iPXE', () => {
  expect(() => loaderCapabilities({ name: 'x.efi', file: Buffer.alloc(4096, 7) })).toThrow(
    "x.efi has no table of iPXE's commands.",
  );
});
