/**
 * The answer for a stranger. It goes out with status 404, so no bootloader
 * runs it: iPXE's `||` takes over, and the main script says what to do.
 */
import type { BootFacts } from '../facts';

/** A sentence for whoever reads it: a person with curl, or a log. */
export function unknownText(facts: BootFacts): string {
  const who = facts.macs[0] ?? facts.uuid ?? facts.serial ?? 'This machine';
  return `${who} is no host yet. It is listed under new machines in the console: accept it there, and boot it again.\n`;
}
