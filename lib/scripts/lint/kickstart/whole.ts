/** What only the whole file shows: what is missing, what excludes each other, what is there twice. */
import { isUnknown } from '../blanks';
import { finding, type Place } from '../place';
import type { Finding, Severity } from '../schema';
import type { KickstartDocument } from './document';
import { commands } from './facts';
import type { Use } from './rules/use';

export function wholeFindings(given: {
  document: KickstartDocument;
  uses: Use[];
  template: boolean;
}): Finding[] {
  const { document, uses, template } = given;
  return [
    ...conflictFindings(uses),
    ...(template ? [] : twiceFindings(uses)),
    ...includeFindings(document),
    // An include or a template may bring what is missed.
    ...(template || document.includes.some(({ within }) => within === null)
      ? []
      : missingFindings({ document, uses })),
  ];
}

function conflictFindings(uses: Use[]): Finding[] {
  const seen = new Map<string, Use>();
  return uses.flatMap((use) => {
    const conflicts = commands.get(use.word.text)?.conflicts ?? [];
    const other = conflicts
      .map((name) => seen.get(name === 'partition' ? 'part' : name))
      .find((one) => one !== undefined);
    seen.set(use.name, use);
    if (!other) return [];
    const message = `${use.word.text} cannot be used together with ${other.word.text} (line ${other.word.line}).`;
    return [finding({ severity: 'error', rule: 'kickstart/conflict', message, at: use.word })];
  });
}

/** What makes two commands mean the same thing, and how to say it. */
const keys: Record<string, (use: Use) => [key: string, what: string] | null> = {
  part: (use) => mountPoint(use),
  logvol: (use) => {
    const [group, name] = [use.value('--vgname'), use.value('--name')];
    return group && name ? [`${group}/${name}`, `The volume ${group}/${name}`] : null;
  },
  raid: (use) => named(use.value('--device'), 'The array'),
  volgroup: (use) => named(use.positionals[0]?.text ?? null, 'The volume group'),
  user: (use) => named(use.value('--name'), 'The user'),
  group: (use) => named(use.value('--name'), 'The group'),
  repo: (use) => named(use.value('--name'), 'The repository'),
  snapshot: (use) => named(use.value('--name'), 'The snapshot'),
  ...Object.fromEntries(
    [
      'lang',
      'keyboard',
      'timezone',
      'rootpw',
      'bootloader',
      'autopart',
      'clearpart',
      'selinux',
    ].map((name) => [name, () => ['', name] as [string, string]]),
  ),
};

/** Twice of these the installer refuses. */
const refusedTwice = ['snapshot', 'realm'];

function mountPoint(use: Use): [string, string] | null {
  const place = use.positionals[0]?.text ?? '';
  return place === '' || place === 'swap' ? null : [place, `The mount point ${place}`];
}

function named(name: string | null, what: string): [string, string] | null {
  return name === null ? null : [name, `${what} ${name}`];
}

function twiceFindings(uses: Use[]): Finding[] {
  const seen = new Map<string, number>();
  return uses.flatMap((use) => {
    const made = use.name === 'realm' ? (['', 'realm join'] as const) : keys[use.name]?.(use);
    if (!made || isUnknown(made[0])) return [];
    const key = `${use.name} ${made[0]}`;
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, use.word.line);
      return [];
    }
    const severity: Severity = refusedTwice.includes(use.name) ? 'error' : 'warning';
    const message =
      made[0] === '' && severity === 'warning'
        ? `${made[1]} is in line ${earlier} already; the last one counts.`
        : `${made[1]} is in line ${earlier} already.`;
    return [finding({ severity, rule: 'kickstart/twice', message, at: use.word })];
  });
}

function includeFindings(document: KickstartDocument): Finding[] {
  return document.includes.flatMap(({ name, line, what }) => {
    const column = line.text.indexOf(name) + 1;
    const at: Place = { line: line.number, column, endColumn: column + name.length };
    if (!what && name === '%include') {
      const message = '%include needs a file or a URL.';
      return [finding({ severity: 'error', rule: 'kickstart/include', message, at })];
    }
    if (!what) {
      const message = '%ksappend needs a URL.';
      return [finding({ severity: 'warning', rule: 'kickstart/include', message, at })];
    }
    if (isUnknown(what.text) || /^(\/|https?:|ftp:|nfs:|file:)/.test(what.text)) return [];
    const message = `"${what.text}" is no whole path or URL: it is looked for beside this text, where an installer that got it by HTTP finds nothing.`;
    return [finding({ severity: 'warning', rule: 'kickstart/include', message, at: what })];
  });
}

const partitioning = [
  'autopart',
  'part',
  'mount',
  'btrfs',
  'raid',
  'volgroup',
  'logvol',
  'stratispool',
];
const imageSources = ['liveimg', 'ostreesetup', 'ostreecontainer', 'bootc'];
const sources = ['url', 'nfs', 'cdrom', 'harddrive', 'hmc', 'rhsm', ...imageSources];
const ends = ['reboot', 'poweroff', 'halt', 'shutdown'];

/** Without these the installer stops and asks, or does something that is seldom meant. */
function missingFindings(given: { document: KickstartDocument; uses: Use[] }): Finding[] {
  const { document, uses } = given;
  const there = new Set(uses.map(({ name }) => name));
  const has = (...names: string[]) => names.some((name) => there.has(name));
  const first = document.lines.find(({ text }) => text.trim() !== '');
  const at: Place = {
    line: 1,
    column: 1,
    endColumn: (first?.number === 1 ? first.text.length : 0) + 1,
  };
  const findings: Finding[] = [];
  const say = (severity: Severity, message: string) =>
    findings.push(finding({ severity, rule: 'kickstart/missing', message, at }));
  if (uses.length === 0 && document.commands.length === 0) {
    say('warning', 'There is no command in this kickstart: the installer asks for everything.');
    return findings;
  }
  if (has('rescue')) return findings;
  const asks = (what: string, how: string) =>
    say('warning', `No ${what}: the installer stops and asks. Add ${how}.`);
  if (!has('lang')) asks('language', 'lang en_GB.UTF-8');
  if (!has('keyboard')) asks('keyboard layout', 'keyboard us');
  if (!has('timezone')) asks('time zone', 'timezone UTC --utc');
  const rootLocked = uses.some((use) => use.name === 'rootpw' && use.has('--lock'));
  if (!has('rootpw', 'user')) asks('root password and no user', 'rootpw or user');
  else if (rootLocked && !has('user', 'sshkey') && !runsPost(document)) {
    say('warning', 'root is locked and there is no user: nobody can log in.');
  }
  if (!has(...partitioning)) asks('partitioning', 'autopart or part');
  if (!has(...sources)) {
    say(
      'info',
      'No source such as url: the installer takes what its kernel line names (inst.repo=).',
    );
  }
  const hasPackages = document.sections.some(({ name }) => name === '%packages');
  if (!hasPackages && !has(...imageSources)) {
    asks('%packages section', '%packages … %end');
  }
  if (!has('bootloader') && !has(...imageSources)) {
    say('info', 'No bootloader command: the boot loader goes to the first disk, without options.');
  }
  if (has('part', 'autopart') && !has('clearpart') && !reuses(uses)) {
    say(
      'warning',
      'No clearpart: on a disk that is not empty there may be no room, and the installer stops.',
    );
  }
  if (!has(...ends)) {
    say('info', 'No reboot or poweroff: the installer waits for a key at its end.');
  }
  return findings;
}

function reuses(uses: Use[]): boolean {
  return uses.some((use) => use.has('--onpart') || use.has('--useexisting'));
}

/** A %post script may let somebody in. */
function runsPost(document: KickstartDocument): boolean {
  return document.sections.some(({ name }) => name === '%post');
}
