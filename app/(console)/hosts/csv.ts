import type { HostSummary } from '@/lib/hosts/schema';

/**
 * A cell by RFC 4180. A leading sign that a spreadsheet would take for a
 * formula gets an apostrophe.
 */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The hosts as CSV with a head line. */
export function csvOf(hosts: HostSummary[]): string {
  const rows = hosts.map((host) => [
    host.name,
    host.state,
    host.macs.join(' '),
    host.address ?? '',
    host.profile?.name ?? '',
    host.lastSeenAt ?? '',
  ]);
  const head = ['name', 'state', 'macs', 'address', 'profile', 'last seen'];
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
