/** Every situation of an install, and everything that can happen in it: the whole gate as two tables. */
import { expect, test } from 'vitest';
import { atBoot, atCancel, atSweep, type GateInstall, registers, serves } from './gate';
import { atEvent } from './gate-reports';
import { atSecret } from './gate-secrets';
import { agentEvent } from './reports/schema';
import type { ServedSecret } from './schema';

const now = Date.parse('2026-01-01T12:00:00Z');
const day = 24 * 60 * 60_000;
const disk = { path: '/dev/vda', size: 20e9, hasData: false };
/** The situations that differ: what is used up, what is over, what was claimed. */
const situations: Record<string, Partial<GateInstall>> = {
  authorised: { state: 'authorised' },
  'authorised, its time is over': { state: 'authorised', expiresAt: now },
  booting: { state: 'booting', bootsUsed: 1 },
  'booting, no boot is left': { state: 'booting', bootsUsed: 2 },
  'booting, its time is over': { state: 'booting', bootsUsed: 1, expiresAt: now },
  installing: { state: 'installing', bootsUsed: 1, disk },
  'installing, its time is over': { state: 'installing', bootsUsed: 1, disk, expiresAt: now },
  installed: { state: 'installed', bootsUsed: 1, disk },
  'installed and booted': { state: 'installed', bootsUsed: 1, disk, booted: true },
  'failed after a claim': { state: 'failed', bootsUsed: 1, disk },
  'failed before a claim': { state: 'failed', bootsUsed: 1 },
  'expired after a claim': { state: 'expired', bootsUsed: 1, disk },
  'expired before a claim': { state: 'expired', bootsUsed: 1 },
  'expired, never booted': { state: 'expired' },
  'cancelled after a claim': { state: 'cancelled', bootsUsed: 1, disk },
  'cancelled before a claim': { state: 'cancelled', bootsUsed: 1 },
  'cancelled, never booted': { state: 'cancelled' },
};

function situation(given: Partial<GateInstall>, method: GateInstall['method']): GateInstall {
  const install: GateInstall = {
    state: 'authorised',
    method,
    bootsAllowed: 2,
    bootsUsed: 0,
    expiresAt: now + day,
    overwrite: false,
    disk: null,
    eventSeq: 5,
    heardAt: now,
    booted: false,
    reason: null,
    ...given,
  };
  // An installer that a script started claims no disk.
  return method === 'script' ? { ...install, disk: null } : install;
}

const questions: Record<string, (install: GateInstall) => string> = {
  boot: (install) => {
    const { answer, transition } = atBoot({ install, now });
    return transition ? `${answer === 'install' ? 'install' : 'disk'}:${transition.to}` : 'disk';
  },
  soon: (install) => atSweep({ install, now })?.to ?? '-',
  // A day without a word.
  late: (install) => atSweep({ install, now: now + day })?.to ?? '-',
  cancel: (install) => atCancel(install, 'Ada')?.to ?? '-',
  files: (install) => yesOrNo(serves(install)),
  secret: (install) => yesOrNo(atSecret({ ...asked, install, served: null })),
  // Asked again: before the machine has reported, after that, and in the next boot.
  lost: (install) => yesOrNo(atSecret({ ...asked, install, served: servedIn(install, 0) })),
  again: (install) => yesOrNo(atSecret({ ...asked, install, served: reportedIn(install, 0) })),
  next: (install) => yesOrNo(atSecret({ ...asked, install, served: reportedIn(install, 1) })),
  node: (install) => yesOrNo(registers(install)),
};
const servedIn = (install: GateInstall, bootsAgo: number): ServedSecret => ({
  boot: install.bootsUsed - bootsAgo,
  at: '2026-01-01T11:59:00.000Z',
  address: '10.77.0.101',
  times: 1,
  refused: 0,
  reported: false,
});
const reportedIn = (install: GateInstall, bootsAgo: number): ServedSecret => ({
  ...servedIn(install, bootsAgo),
  reported: true,
});
const asked = { address: '10.77.0.101', now };

const reports: Record<string, Record<string, unknown>> = {
  'agent-started': {},
  inventory: { inventory: {} },
  started: {},
  progress: { percent: 50 },
  'script-started': { phase: 'pre' },
  'script-finished': { phase: 'pre', exitCode: 0 },
  claim: { disk },
  'image-progress': { bytes: 1, total: 2 },
  'image-written': { bytes: 2 },
  step: { name: 'grow' },
  finished: {},
  failed: { reason: 'no disk' },
  'first-boot': {},
};

function yesOrNo(answer: { ok: boolean }): string {
  return answer.ok ? 'yes' : 'no';
}

/** The new state, `late:` before it where the gate had closed, `yes`, `same` for a repetition, or `no`. */
function reported(install: GateInstall, type: string): string {
  const event = agentEvent.parse({ type, ...reports[type] });
  const diskRule = { rule: 'smallest', value: null } as const;
  const answer = atEvent({ install, event, imageBytes: null, diskRule });
  if (!answer.ok) return 'no';
  const word = answer.transition?.to ?? (answer.repeated ? 'same' : 'yes');
  return answer.late ? `late:${word}` : word;
}

/** One line a situation, one column a question. */
function table(
  columns: string[],
  cell: (given: GateInstall, column: string) => string,
  method: GateInstall['method'],
): string {
  const rows = Object.entries(situations).map(([name, given]) => [
    name,
    ...columns.map((column) => cell(situation(given, method), column)),
  ]);
  const all = [['', ...columns], ...rows];
  const widths =
    all[0]?.map((_, at) => Math.max(...all.map((row) => (row[at] ?? '').length))) ?? [];
  const line = (row: string[]) =>
    row
      .map((word, at) => word.padEnd(widths[at] ?? 0))
      .join(' ')
      .trimEnd();
  return `\n${all.map(line).join('\n')}\n`;
}

const ask = (install: GateInstall, name: string) => questions[name]?.(install) ?? '';
/** In two tables, for one would be wider than a screen. */
const asksToWork = Object.keys(reports).slice(0, 7);
const tellsOfWork = Object.keys(reports).slice(7);

test('what is asked of an install by the agent', () => {
  expect(table(Object.keys(questions), ask, 'agent')).toBe(`
                             boot            soon    late    cancel    files secret lost again next node
authorised                   install:booting -       expired cancelled no    no     no   no    no   no
authorised, its time is over disk:expired    expired expired cancelled no    no     no   no    no   no
booting                      install:booting -       expired cancelled yes   yes    yes  no    yes  yes
booting, no boot is left     disk:expired    -       expired cancelled yes   yes    yes  no    yes  yes
booting, its time is over    disk:expired    -       expired cancelled yes   yes    yes  no    yes  yes
installing                   disk:failed     -       failed  cancelled yes   yes    yes  no    yes  yes
installing, its time is over disk:failed     -       failed  cancelled yes   yes    yes  no    yes  yes
installed                    disk            -       -       -         no    no     no   no    no   yes
installed and booted         disk            -       -       -         no    no     no   no    no   yes
failed after a claim         disk            -       -       -         no    no     no   no    no   no
failed before a claim        disk            -       -       -         no    no     no   no    no   no
expired after a claim        disk            -       -       -         no    no     no   no    no   no
expired before a claim       disk            -       -       -         no    no     no   no    no   no
expired, never booted        disk            -       -       -         no    no     no   no    no   no
cancelled after a claim      disk            -       -       -         no    no     no   no    no   no
cancelled before a claim     disk            -       -       -         no    no     no   no    no   no
cancelled, never booted      disk            -       -       -         no    no     no   no    no   no
`);
});

test('what is asked of an install by a script', () => {
  expect(table(Object.keys(questions), ask, 'script')).toBe(`
                             boot            soon    late    cancel    files secret lost again next node
authorised                   install:booting -       expired cancelled no    no     no   no    no   no
authorised, its time is over disk:expired    expired expired cancelled no    no     no   no    no   no
booting                      install:booting -       expired cancelled yes   yes    yes  no    yes  yes
booting, no boot is left     disk:expired    -       expired cancelled yes   yes    yes  no    yes  yes
booting, its time is over    disk:expired    -       expired cancelled yes   yes    yes  no    yes  yes
installing                   disk:failed     -       failed  cancelled yes   yes    yes  no    yes  yes
installing, its time is over disk:failed     -       failed  cancelled yes   yes    yes  no    yes  yes
installed                    disk            -       -       -         no    no     no   no    no   yes
installed and booted         disk            -       -       -         no    no     no   no    no   yes
failed after a claim         disk            -       -       -         no    no     no   no    no   no
failed before a claim        disk            -       -       -         no    no     no   no    no   no
expired after a claim        disk            -       -       -         no    no     no   no    no   no
expired before a claim       disk            -       -       -         no    no     no   no    no   no
expired, never booted        disk            -       -       -         no    no     no   no    no   no
cancelled after a claim      disk            -       -       -         no    no     no   no    no   no
cancelled before a claim     disk            -       -       -         no    no     no   no    no   no
cancelled, never booted      disk            -       -       -         no    no     no   no    no   no
`);
});

test('what the agent reports', () => {
  expect(table(asksToWork, reported, 'agent')).toBe(`
                             agent-started inventory started progress script-started script-finished claim
authorised                   no            no        no      no       no             no              no
authorised, its time is over no            no        no      no       no             no              no
booting                      yes           yes       yes     yes      yes            yes             installing
booting, no boot is left     yes           yes       yes     yes      yes            yes             installing
booting, its time is over    yes           yes       yes     yes      yes            yes             installing
installing                   yes           yes       yes     yes      yes            yes             no
installing, its time is over yes           yes       yes     yes      yes            yes             no
installed                    no            no        no      no       no             no              no
installed and booted         no            no        no      no       no             no              no
failed after a claim         no            no        no      no       no             no              no
failed before a claim        no            no        no      no       no             no              no
expired after a claim        no            no        no      no       no             no              no
expired before a claim       no            no        no      no       no             no              no
expired, never booted        no            no        no      no       no             no              no
cancelled after a claim      no            no        no      no       no             no              no
cancelled before a claim     no            no        no      no       no             no              no
cancelled, never booted      no            no        no      no       no             no              no
`);
  expect(table(tellsOfWork, reported, 'agent')).toBe(`
                             image-progress image-written step finished       failed      first-boot
authorised                   no             no            no   no             no          no
authorised, its time is over no             no            no   no             no          no
booting                      yes            yes           yes  no             failed      no
booting, no boot is left     yes            yes           yes  no             failed      no
booting, its time is over    yes            yes           yes  no             failed      no
installing                   yes            yes           yes  installed      failed      late:installed
installing, its time is over yes            yes           yes  installed      failed      late:installed
installed                    no             no            no   same           no          yes
installed and booted         no             no            no   same           no          same
failed after a claim         no             no            no   late:installed late:yes    late:installed
failed before a claim        no             no            no   no             late:yes    no
expired after a claim        no             no            no   late:installed late:failed late:installed
expired before a claim       no             no            no   no             late:failed no
expired, never booted        no             no            no   no             no          no
cancelled after a claim      no             no            no   late:installed late:yes    late:installed
cancelled before a claim     no             no            no   no             late:yes    no
cancelled, never booted      no             no            no   no             late:yes    no
`);
});

test('what an installer reports', () => {
  expect(table(asksToWork, reported, 'script')).toBe(`
                             agent-started inventory started    progress script-started script-finished claim
authorised                   no            no        no         no       no             no              no
authorised, its time is over no            no        no         no       no             no              no
booting                      yes           yes       installing yes      yes            yes             no
booting, no boot is left     yes           yes       installing yes      yes            yes             no
booting, its time is over    yes           yes       installing yes      yes            yes             no
installing                   yes           yes       yes        yes      yes            yes             no
installing, its time is over yes           yes       yes        yes      yes            yes             no
installed                    no            no        no         no       no             no              no
installed and booted         no            no        no         no       no             no              no
failed after a claim         no            no        no         no       no             no              no
failed before a claim        no            no        no         no       no             no              no
expired after a claim        no            no        no         no       no             no              no
expired before a claim       no            no        no         no       no             no              no
expired, never booted        no            no        no         no       no             no              no
cancelled after a claim      no            no        no         no       no             no              no
cancelled before a claim     no            no        no         no       no             no              no
cancelled, never booted      no            no        no         no       no             no              no
`);
  expect(table(tellsOfWork, reported, 'script')).toBe(`
                             image-progress image-written step finished       failed      first-boot
authorised                   no             no            no   no             no          no
authorised, its time is over no             no            no   no             no          no
booting                      yes            yes           yes  installed      failed      late:installed
booting, no boot is left     yes            yes           yes  installed      failed      late:installed
booting, its time is over    yes            yes           yes  installed      failed      late:installed
installing                   yes            yes           yes  installed      failed      late:installed
installing, its time is over yes            yes           yes  installed      failed      late:installed
installed                    no             no            no   same           no          yes
installed and booted         no             no            no   same           no          same
failed after a claim         no             no            no   late:installed late:yes    late:installed
failed before a claim        no             no            no   late:installed late:yes    late:installed
expired after a claim        no             no            no   late:installed late:failed late:installed
expired before a claim       no             no            no   late:installed late:failed late:installed
expired, never booted        no             no            no   no             no          no
cancelled after a claim      no             no            no   late:installed late:yes    late:installed
cancelled before a claim     no             no            no   late:installed late:yes    late:installed
cancelled, never booted      no             no            no   no             late:yes    no
`);
});
