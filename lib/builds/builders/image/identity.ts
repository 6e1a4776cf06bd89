/** The ids of a disk image, made from what is in it: the same build has the same ids. */
import { createHash } from 'node:crypto';

export interface DiskIdentity {
  diskGuid: string;
  /** Partition GUIDs in order: BIOS boot, EFI system, root. */
  partitionGuids: [string, string, string];
  rootUuid: string;
  /** Seed of the directory hashes of ext4. */
  hashSeed: string;
  /** FAT's volume id, eight hexadecimal digits. */
  espId: string;
}

/** Ids from any text that tells one image from another. */
export function diskIdentity(text: string): DiskIdentity {
  const uuid = (name: string) => {
    const hash = createHash('sha256').update(`${name}\n${text}`).digest();
    // RFC 9562: version 8, for ids that a program makes in its own way.
    hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
    hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
    const hex = hash.toString('hex');
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      hex.slice(12, 16),
      hex.slice(16, 20),
      hex.slice(20, 32),
    ].join('-');
  };
  return {
    diskGuid: uuid('disk'),
    partitionGuids: [uuid('bios'), uuid('esp'), uuid('root-partition')],
    rootUuid: uuid('root'),
    hashSeed: uuid('hash-seed'),
    espId: uuid('fat').slice(0, 8),
  };
}
