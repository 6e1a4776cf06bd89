import { linesOf } from '@/app/_ui/parameters';
import type { HostSummary } from '@/lib/hosts/schema';

/**
 * A cell by RFC 4180. A leading sign that a spreadsheet would take for a
 * formula gets an apostrophe.
 */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What goes into the table of a host. */
type Exported = Pick<
  HostSummary,
  'name' | 'state' | 'macs' | 'address' | 'profile' | 'profileBy' | 'labels' | 'lastSeenAt'
>;

const columns: [name: string, of: (host: Exported) => string][] = [
  ['name', (host) => host.name],
  ['state', (host) => host.state],
  ['macs', (host) => host.macs.join(' ')],
  ['address', (host) => host.address ?? ''],
  ['profile', (host) => host.profile?.name ?? ''],
  ['profile by', (host) => host.profileBy ?? ''],
  ['labels', (host) => linesOf(host.labels).replaceAll('\n', ' ')],
  ['last seen', (host) => host.lastSeenAt ?? ''],
];

/** The hosts as CSV with a head line. */
export function csvOf(hosts: Exported[]): string {
  const rows = hosts.map((host) => columns.map(([, of]) => of(host)));
  return [columns.map(([name]) => name), ...rows]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
}
