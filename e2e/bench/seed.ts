/** Rows for the bench, put in by SQL: ten thousand hosts in a second or two. */
import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { db, pool } from '@/lib/core/db';
import { sha256 } from '@/lib/core/secret';

/** A sub script of a common length. */
export const subScript = `#!ipxe\n${Array.from({ length: 12 }, (_, line) => `# Line ${line} of a sub script of a common length.`).join('\n')}\nkernel \${base}/vmlinuz || goto failed\ninitrd \${base}/initrd.img || goto failed\nboot || goto failed\n:failed\necho It failed.\n`;

/** Makes the team with one sub script; gives their ids. */
export async function seedTeam(): Promise<{ teamId: string; scriptId: string }> {
  const team = await db().team.create({ data: { name: 'Bench', owner: true } });
  const first = { number: 1, text: subScript, sha256: sha256(subScript), author: 'bench' };
  const script = await db().script.create({
    data: { teamId: team.id, kind: 'sub', title: 'sub', revisions: { create: first } },
  });
  return { teamId: team.id, scriptId: script.id };
}

/** Adds hosts up to `count`; host N has the MAC of `macOf(N)`. */
export async function seedHosts(given: { teamId: string; count: number }): Promise<void> {
  const have = await db().host.count();
  await pool().query(
    `WITH made AS (
       INSERT INTO "Host" (id, "teamId", name, "updatedAt")
       SELECT gen_random_uuid(), $1::uuid, 'node-' || n, now()
       FROM generate_series($2::int, $3::int) n RETURNING id, name
     )
     INSERT INTO "HostMac" (mac, "hostId")
     SELECT '52:54:00:' || lpad(to_hex(n / 65536), 2, '0') || ':' || lpad(to_hex(n / 256 % 256), 2, '0')
       || ':' || lpad(to_hex(n % 256), 2, '0'), id
     FROM made, LATERAL (SELECT substring(name from 6)::int AS n) number`,
    [given.teamId, have + 1, given.count],
  );
}

/** What the machine of host N asks, as the main script words it. */
export function bootPath(host: number): string {
  const hex = (value: number) => (value & 255).toString(16).padStart(2, '0');
  const mac = `52:54:00:${hex(host >> 16)}:${hex(host >> 8)}:${hex(host)}`;
  const uuid = `4c4c4544-0000-4000-8000-${host.toString(16).padStart(12, '0')}`;
  return `/api/pxeboot/boot?mac=${mac}&uuid=${uuid}&arch=x86_64&platform=efi&mac0=${mac}&serial=S${host}&asset=&manufacturer=QEMU&product=Standard%20PC`;
}

/** A file of random bytes, recorded as an artifact; gives its path below the server. */
export async function seedArtifact(given: { data: string; bytes: number }): Promise<string> {
  const fingerprint = sha256('bench');
  const folder = path.join(given.data, 'artifacts', fingerprint);
  mkdirSync(folder, { recursive: true });
  const hash = createHash('sha256');
  const file = openSync(path.join(folder, 'big.img'), 'w');
  const chunk = randomFillSync(Buffer.alloc(1024 * 1024));
  for (let left = given.bytes; left > 0; left -= chunk.length) {
    const part = chunk.subarray(0, Math.min(left, chunk.length));
    writeSync(file, part);
    hash.update(part);
  }
  closeSync(file);
  const files = [{ name: 'big.img', size: given.bytes, sha256: hash.digest('hex') }];
  await db().artifact.create({ data: { fingerprint, kind: 'agent', spec: {}, inputs: [], files } });
  return `/artifacts/${fingerprint}/big.img`;
}
