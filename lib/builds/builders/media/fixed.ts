/**
 * What makes media come out the same whenever and wherever they are built:
 * one date for every file, and names of volumes that follow from the spec.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '@/lib/builds/fingerprint';

/** No file of a medium is newer, in seconds since 1970: 2026-01-01, which FAT can write. */
export const mediaEpoch = 1_767_225_600;

/**
 * For programs that put media together. mtools, mkfs.vfat, grub-mkimage and
 * xorriso take the date from SOURCE_DATE_EPOCH; FAT holds local time; and a
 * person's own mtools configuration must not have a say.
 */
export const fixedEnvironment: Record<string, string> = {
  SOURCE_DATE_EPOCH: String(mediaEpoch),
  TZ: 'UTC',
  LC_ALL: 'C',
  MTOOLSRC: '/dev/null',
};

/** A volume or disk id: 8 hex digits, the same for the same spec, and no zero. */
export function volumeId(given: { kind: string; spec: unknown }): string {
  const hash = createHash('sha256')
    .update(`volume ${canonicalJson(given)}`)
    .digest('hex');
  const id = hash.slice(0, 8);
  return id === '00000000' ? '00000001' : id;
}
