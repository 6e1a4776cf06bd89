import { expect, test } from 'vitest';
import { diskIdentity } from './identity';
import { layout, partitionTable, rootBytes } from './layout';

const mebibyte = 1024 * 1024;

test('the partition table as a whole', () => {
  const identity = diskIdentity('test');
  const table = partitionTable({ identity, rootSize: 512 * mebibyte });
  const [bios, esp, root] = identity.partitionGuids;
  expect(table).toBe(`label: gpt
label-id: ${identity.diskGuid}
start=2048, size=2048, type=21686148-6449-6E6F-744E-656564454649, uuid=${bios}, name="bios"
start=4096, size=77824, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, uuid=${esp}, name="esp"
start=81920, size=1048576, type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709, uuid=${root}, name="root"
`);
});

test('the parts follow each other, and root is the last so that it can grow', () => {
  expect(layout.biosStart + layout.biosSize).toBe(layout.espStart);
  expect(layout.espStart + layout.espSize).toBe(layout.rootStart);
});

test('the root file system has room and whole mebibytes', () => {
  const size = rootBytes(700 * mebibyte + 1);
  expect(size % mebibyte).toBe(0);
  expect(size).toBeGreaterThan(760 * mebibyte);
});

test('ids are UUIDs, the same for the same content, and different otherwise', () => {
  const identity = diskIdentity('test');
  expect(identity).toEqual(diskIdentity('test'));
  const all = [identity.diskGuid, ...identity.partitionGuids, identity.rootUuid, identity.hashSeed];
  expect(new Set(all).size).toBe(6);
  for (const id of all)
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(identity.espId).toMatch(/^[\da-f]{8}$/);
  expect(diskIdentity('other').rootUuid).not.toBe(identity.rootUuid);
});
