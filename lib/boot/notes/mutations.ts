/** Writes of what the lane has seen. */
import { db } from '@/lib/core/db';
import { usableSerial, usableUuid } from '@/lib/hosts/identity';
import { firmwareOf } from '@/lib/hosts/strangers/schema';
import type { BootFacts } from '../facts';

/** Rows in one statement. */
const page = 2_000;

/** These hosts have just been heard of. */
export async function touchHosts(ids: string[]): Promise<void> {
  const lastSeenAt = new Date();
  for (let start = 0; start < ids.length; start += page) {
    const some = ids.slice(start, start + page);
    await db().host.updateMany({ where: { id: { in: some } }, data: { lastSeenAt } });
  }
}

/**
 * Keeps what machines told of themselves at a boot. UUID and serial are what
 * a host is known by, so the first ones stay; the rest follows the machine.
 */
export async function learnHosts(told: { id: string; facts: BootFacts }[]): Promise<void> {
  for (let start = 0; start < told.length; start += page) {
    const rows = told.slice(start, start + page).map(({ id, facts }) => ({
      id,
      uuid: usableUuid(facts.uuid),
      serial: usableSerial(facts.serial) && facts.serial,
      arch: facts.arch,
      firmware: firmwareOf(facts.platform),
      vendor: facts.vendor,
      product: facts.product,
    }));
    await db().$executeRaw`
      UPDATE "Host" h SET
        uuid = coalesce(h.uuid, n.uuid), serial = coalesce(h.serial, n.serial),
        arch = coalesce(n.arch, h.arch), firmware = coalesce(n.firmware, h.firmware),
        vendor = coalesce(n.vendor, h.vendor), product = coalesce(n.product, h.product)
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS n(id uuid, uuid text, serial text, arch text, firmware text, vendor text, product text)
      WHERE h.id = n.id`;
  }
}
