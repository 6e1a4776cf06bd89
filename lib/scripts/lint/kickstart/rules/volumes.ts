/** What is made of disks and partitions: arrays, volume groups, volumes, pools. */
import { isUnknown } from '../../blanks';
import { encryption, formatting } from './formatting';
import { doubtful, type Problem, type Rule, refused, type Use } from './use';

const raid: Rule = (use) => {
  const problems: Problem[] = [];
  const level = use.value('--level');
  const levels = ['0', '1', '4', '5', '6', '10'];
  if (level && !isUnknown(level) && !levels.includes(level.toUpperCase().replace(/^RAID/, ''))) {
    problems.push(
      refused(`--level is one of ${levels.join(', ')}, not "${level}".`, use.at('--level')),
    );
  }
  const there = use.has('--useexisting') || use.has('--noformat');
  const members = use.positionals.slice(1);
  if (use.given.unsure) return problems;
  if (there && members.length > 0) {
    problems.push(refused('A RAID that exists already is given no members.', members[0]));
  } else if (!there && members.length === 0) {
    problems.push(refused('raid needs its members: raid.01 raid.02 ….'));
  } else if (!there && !use.set('--level')) {
    problems.push(refused('raid needs --level.'));
  }
  const least: Record<string, number> = { '0': 2, '1': 2, '4': 3, '5': 3, '6': 4, '10': 4 };
  const plain = level?.toUpperCase().replace(/^RAID/, '') ?? '';
  const needed = (least[plain] ?? 0) + (use.number('--spares') ?? 0);
  if (!there && members.length > 0 && members.length < needed) {
    const message = `RAID ${plain} needs at least ${needed} members here, and there are ${members.length}.`;
    problems.push(doubtful('raid-members', message));
  }
  return problems;
};

const volgroup: Rule = (use) => {
  const problems: Problem[] = [];
  const space = use.number('--reserved-space');
  const percent = use.number('--reserved-percent');
  if (space !== null && space < 0) {
    problems.push(refused('--reserved-space is a positive number.', use.at('--reserved-space')));
  }
  if (use.has('--reserved-percent') && percent !== null && (percent < 1 || percent > 99)) {
    problems.push(refused('--reserved-percent is from 1 to 99.', use.at('--reserved-percent')));
  }
  const there = use.has('--useexisting') || use.has('--noformat');
  const members = use.positionals.slice(1);
  if (use.given.unsure) return problems;
  if (there && members.length > 0) {
    problems.push(refused('A volume group that exists already is given no members.', members[0]));
  } else if (!there && members.length === 0 && use.positionals.length > 0) {
    problems.push(refused('volgroup needs its partitions: pv.01 ….'));
  }
  return problems;
};

const logvol: Rule = (use) => {
  const problems: Problem[] = [];
  const there = use.has('--useexisting') || use.has('--noformat');
  const sizes = [use.number('--size'), use.number('--percent')];
  if (use.has('--thin') && use.has('--thinpool')) {
    problems.push(refused('Only one of --thin and --thinpool can be given.', use.at('--thin')));
  } else if (use.has('--thin') && !use.set('--poolname')) {
    problems.push(refused('--thin needs --poolname, the pool that it is in.', use.at('--thin')));
  }
  for (const option of ['--chunksize', '--metadatasize']) {
    if (use.number(option) !== 0 && !use.has('--thinpool')) {
      problems.push(refused(`${option} is for thin pools only.`, use.at(option)));
    }
  }
  if (use.has('--resize') && !there) {
    problems.push(refused('--resize needs --useexisting.', use.at('--resize')));
  }
  if (use.has('--resize') && use.number('--size') === 0) {
    problems.push(refused('--resize needs --size, the new size.', use.at('--resize')));
  }
  const sized = sizes.some((size) => size !== 0) || use.has('--recommended');
  if (!there && !sized && !use.has('--hibernation') && !use.given.unsure) {
    problems.push(
      refused('logvol needs --size, --percent, --recommended, --hibernation or --useexisting.'),
    );
  }
  const percent = use.number('--percent');
  if (percent !== null && (percent < 0 || percent > 100)) {
    problems.push(refused('--percent is from 0 to 100.', use.at('--percent')));
  }
  if (sizes.every((size) => size !== 0) && !use.onlyFor('F-20')) {
    problems.push(refused('Only one of --size and --percent can be given.', use.at('--percent')));
  }
  return [...problems, ...cache(use, there)];
};

function cache(use: Use, there: boolean): Problem[] {
  const options = ['--cachesize', '--cachemode', '--cachepvs'];
  const first = options.find((option) => use.set(option));
  if (!first) return [];
  const at = use.at(first);
  if (there) return [refused('A volume that exists already is given no cache.', at)];
  if (use.has('--thin')) return [refused('A thin volume cannot be cached.', at)];
  if (!use.set('--cachepvs')) return [refused('A cache needs --cachepvs.', at)];
  if (use.number('--cachesize') === 0) return [refused('A cache needs --cachesize.', at)];
  const mode = use.value('--cachemode');
  if (mode && !isUnknown(mode) && !['writeback', 'writethrough'].includes(mode)) {
    const message = `--cachemode is writeback or writethrough, not "${mode}".`;
    return [refused(message, use.at('--cachemode'))];
  }
  return [];
}

const snapshot: Rule = (use) => {
  const when = use.value('--when');
  const moments = ['post-install', 'pre-install'];
  if (use.has('--when') && !isUnknown(when ?? '') && !moments.includes(when?.toLowerCase() ?? '')) {
    return refused('--when is post-install or pre-install.', use.at('--when'));
  }
  const [origin] = use.positionals;
  if (origin && !isUnknown(origin.text) && !/^[^/]+\/[^/]+$/.test(origin.text)) {
    return refused(`"${origin.text}" is not a volume: write VG/LV.`, origin);
  }
  return null;
};

const btrfs: Rule = (use) => {
  const [, ...devices] = use.positionals;
  if (devices.length === 0 && use.positionals.length > 0) {
    return refused(
      use.has('--subvol')
        ? 'A subvolume needs the volume that it is in.'
        : 'btrfs needs its partitions.',
    );
  }
  if (use.has('--subvol') && !use.set('--name')) return refused('A subvolume needs --name.');
  if ((use.has('--noformat') || use.has('--useexisting')) && use.set('--mkfsoptions')) {
    return refused('--mkfsoptions has no effect on what exists already.', use.at('--mkfsoptions'));
  }
  const levels = /^(raid)?(0|1|10)$|^single$/i;
  const wrong = ['--data', '--metadata'].find((option) => {
    const value = use.value(option);
    return value !== null && !isUnknown(value) && !levels.test(value);
  });
  if (!wrong) return null;
  return refused(`${wrong} is one of raid0, raid1, raid10, single.`, use.at(wrong));
};

const stratispool: Rule = (use) => {
  const [, ...devices] = use.positionals;
  if (use.has('--useexisting') && devices.length > 0) {
    return refused('A pool that exists already is given no devices.', devices[0]);
  }
  if (!use.has('--useexisting') && devices.length === 0 && use.positionals.length > 0) {
    return refused('stratispool needs its devices.');
  }
  if (use.set('--passphrase') && !use.has('--encrypted')) {
    return refused('--passphrase needs --encrypted.', use.at('--passphrase'));
  }
  return null;
};

const stratisfs: Rule = (use) =>
  use.number('--maxsize') !== 0 && !use.has('--grow')
    ? refused('--maxsize needs --grow.', use.at('--maxsize'))
    : null;

export const volumeRules: Record<string, Rule[]> = {
  raid: [raid, formatting, encryption],
  volgroup: [volgroup],
  logvol: [logvol, formatting, encryption],
  snapshot: [snapshot],
  btrfs: [btrfs],
  stratispool: [stratispool],
  stratisfs: [stratisfs],
};
