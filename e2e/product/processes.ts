/** The product's processes, found by what they run, so that a test can kill one of them. */
import { readdirSync, readFileSync } from 'node:fs';

export type Role = 'web' | 'worker' | 'postgres' | 'dnsmasq';

const marks: Record<Role, RegExp> = {
  web: /\0server\.ts(\0|$)/,
  worker: /\0workers\/main\.ts(\0|$)/,
  // The postmaster: its children carry no arguments.
  postgres: /(^|\/)postgres\0-D\0/,
  dnsmasq: /(^|\/)dnsmasq\0/,
};

/** Process number of the role among the descendants of `launcher`; null while there is none. */
export function processOf(launcher: number, role: Role): number | null {
  const mark = marks[role];
  return descendants(launcher).find((pid) => mark.test(commandLine(pid))) ?? null;
}

/** All descendants of a process, nearest first. */
export function descendants(root: number): number[] {
  const parents = parentsByProcess();
  const found: number[] = [];
  let generation = [root];
  while (generation.length > 0) {
    const next: number[] = [];
    for (const [pid, parent] of parents) if (generation.includes(parent)) next.push(pid);
    found.push(...next);
    generation = next;
  }
  return found;
}

function parentsByProcess(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The second field is the name in brackets and may hold spaces; the fourth is the parent.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      parents.set(Number(name), Number(fields[1]));
    } catch {
      // It ended in between.
    }
  }
  return parents;
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
