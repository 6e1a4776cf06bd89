import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closedFolders, defaultDataFolder } from './postgres-owner';

const stranger = { uid: 4_000_000, gid: 4_000_000 };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'provisioner-owner-'));
  mkdirSync(path.join(folder, 'inner'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a folder above that others may not enter closes all below it', () => {
  chmodSync(folder, 0o700);
  expect(closedFolders(path.join(folder, 'inner', 'later'), stranger)).toEqual([folder]);
  chmodSync(folder, 0o711);
  expect(closedFolders(path.join(folder, 'inner', 'later'), stranger)).toEqual([]);
});

test('whoever runs as the owner of the project may enter anyway', () => {
  chmodSync(folder, 0o700);
  expect(closedFolders(folder, undefined)).toEqual([]);
});

test('the data is kept in the project, or outside where Postgres could not get in', () => {
  chmodSync(folder, 0o755);
  const open = defaultDataFolder({ project: folder, owner: stranger });
  expect(open).toEqual({ folder: path.join(folder, 'data') });
  chmodSync(folder, 0o700);
  const closed = defaultDataFolder({ project: folder, owner: stranger });
  expect(closed.folder).toBe('/var/lib/provisioner');
  expect(closed.reason).toContain(folder);
});
