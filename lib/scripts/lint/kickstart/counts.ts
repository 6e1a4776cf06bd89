/** How many arguments each command takes behind its options. */
import type { Given, Judge } from './arguments';
import { howMany, parseSpan } from './releases';

interface Count {
  least: number;
  most: number;
  /** In a sentence: `a mount point`. */
  what: string;
}

const many = Number.POSITIVE_INFINITY;
const nothing: Count = { least: 0, most: 0, what: 'arguments' };

const counts: Record<string, Count> = {
  btrfs: { least: 1, most: many, what: 'a mount point and its partitions' },
  device: { least: 1, most: 1, what: 'a module' },
  driverdisk: { least: 0, most: 1, what: 'a partition' },
  iscsiname: { least: 1, most: 1, what: 'an iSCSI qualified name' },
  keyboard: { least: 0, most: 1, what: 'a layout' },
  lang: { least: 1, most: 1, what: 'a language, such as en_GB.UTF-8' },
  logvol: { least: 1, most: 1, what: 'a mount point, swap or none' },
  mount: { least: 2, most: 2, what: 'a device and a mount point' },
  nvdimm: { least: 1, most: 1, what: 'an action: reconfigure or use' },
  part: { least: 1, most: 1, what: 'a mount point, swap, pv.NN, raid.NN or biosboot' },
  raid: { least: 1, most: many, what: 'a mount point and its members' },
  rootpw: { least: 0, most: 1, what: 'a password' },
  snapshot: { least: 1, most: 1, what: 'a volume group and volume: VG/LV' },
  sshkey: { least: 1, most: 1, what: 'a public key in quotes' },
  sshpw: { least: 1, most: many, what: 'a password' },
  stratisfs: { least: 1, most: 1, what: 'a mount point' },
  stratispool: { least: 1, most: many, what: 'a pool name and its devices' },
  timezone: { least: 0, most: 1, what: 'a time zone, such as Europe/Berlin' },
  updates: { least: 0, most: 1, what: 'a URL' },
  volgroup: { least: 1, most: many, what: 'a name and its partitions' },
};

/** Commands whose words are handed to another program as they are. */
const free = new Set(['auth', 'authconfig', 'authselect', 'deviceprobe', 'realm']);

/** True where the words behind a command are not the installer's to judge. */
export function takesAnything(name: string): boolean {
  return free.has(name);
}

const oneZone = parseSpan('F-24');
const oneUpdate = parseSpan('F34- R9-');

/** Why there are too many or too few arguments, or null; `index` is the first that is too many. */
export function countProblem(asked: {
  name: string;
  given: Given;
  judge: Judge;
}): { message: string; index: number | null } | null {
  const { name, given, judge } = asked;
  const { least, most, what } = countOf({ name, judge });
  const there = given.positionals.length;
  if (there > most) {
    const message =
      most === 0
        ? `${name} takes no arguments besides its options.`
        : `${name} takes ${most === 1 ? 'one argument' : `${most} arguments`}: ${what}.`;
    return { message, index: most };
  }
  if (there < least && !given.unsure) {
    return { message: `${name} needs ${what}.`, index: null };
  }
  return null;
}

function countOf({ name, judge }: { name: string; judge: Judge }): Count {
  const count = counts[name] ?? nothing;
  const always =
    (name === 'timezone' && howMany(oneZone, judge.targets) === 'all') ||
    (name === 'updates' && howMany(oneUpdate, judge.targets) === 'all');
  return always ? { ...count, least: 1 } : count;
}
