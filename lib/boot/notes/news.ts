/** Whether a machine tells more of itself than its host has, so that most boots write nothing. */

import { usableSerial, usableUuid } from '@/lib/hosts/identity';
import { firmwareOf } from '@/lib/hosts/strangers/schema';
import type { BootFacts } from '../facts';
import type { BootHost } from '../view';

/** True when the host's row would change by what the machine told. */
export function tellsNews(host: BootHost, facts: BootFacts): boolean {
  const firmware = firmwareOf(facts.platform);
  return (
    (host.uuid === null && usableUuid(facts.uuid) !== null) ||
    (host.serial === null && usableSerial(facts.serial) !== null) ||
    differs(host.arch, facts.arch) ||
    differs(host.firmware, firmware) ||
    differs(host.vendor, facts.vendor) ||
    differs(host.product, facts.product)
  );
}

function differs(known: string | null, told: string | null): boolean {
  return told !== null && told !== known;
}
