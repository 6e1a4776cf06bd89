/** Disks and partitions. */
import { isUnknown } from '../../blanks';
import { encryption, formatting, noBtrfs } from './formatting';
import { doubtful, oneOf, type Problem, type Rule, refused } from './use';

const autopartTypes = ['lvm', 'btrfs', 'plain', 'partition', 'thinp'];

const autopart: Rule = (use) => {
  const type = use.value('--type')?.toLowerCase() ?? null;
  const problems: Problem[] = [];
  if (use.has('--type') && !isUnknown(type ?? '')) {
    const stratis = !use.onlyFor('F-44 R');
    const types = stratis ? [...autopartTypes, 'stratis'] : autopartTypes;
    if (!types.includes(type ?? '')) {
      const message = `--type is one of ${types.join(', ')}, not "${type ?? ''}".`;
      problems.push(refused(message, use.at('--type')));
    }
  }
  if (type === 'btrfs' && use.onlyFor(noBtrfs)) {
    problems.push(refused('RHEL has no btrfs since version 8.', use.at('--type')));
  }
  if (use.value('--fstype') === 'btrfs') {
    problems.push(refused('For btrfs write --type=btrfs, not --fstype.', use.at('--fstype')));
  } else if (type === 'btrfs' && use.set('--fstype')) {
    problems.push(refused('--fstype cannot be given with --type=btrfs.', use.at('--fstype')));
  }
  if (use.has('--hibernation') && use.has('--noswap')) {
    problems.push(
      refused('Only one of --noswap and --hibernation can be given.', use.at('--hibernation')),
    );
  }
  if (type === 'stratis') {
    const never = ['--luks-version', '--pbkdf', '--pbkdf-memory', '--pbkdf-time'];
    const more = ['--pbkdf-iterations', '--hw-passphrase', '--escrowcert', '--backuppassphrase'];
    const wrong = [...never, ...more, '--cipher', '--fstype'].find((one) => use.set(one));
    if (wrong)
      problems.push(refused(`${wrong} cannot be given with --type=stratis.`, use.at(wrong)));
  }
  return problems;
};

const part: Rule = (use) => {
  const problems: Problem[] = [];
  const [where] = use.positionals;
  if (use.has('--resize') && !use.set('--onpart')) {
    problems.push(refused('--resize needs --onpart, the partition to resize.', use.at('--resize')));
  }
  if (use.has('--resize') && use.number('--size') === 0) {
    problems.push(refused('--resize needs --size, the new size.', use.at('--resize')));
  }
  if (use.value('--fstype') === 'tmpfs') {
    if (use.has('--grow') || use.number('--maxsize') !== 0) {
      problems.push(refused('A tmpfs can have neither --grow nor --maxsize.', use.at('--fstype')));
    }
  }
  if (where?.text.startsWith('btrfs.') && use.onlyFor(noBtrfs)) {
    problems.push(refused('RHEL has no btrfs since version 8.', where));
  }
  const sized = ['--size', '--grow', '--recommended', '--hibernation', '--onpart', '--noformat'];
  if (where && !use.given.unsure && !sized.some((option) => use.has(option))) {
    problems.push(
      doubtful('no-size', 'No size: give --size (in MiB), --grow, --recommended or --onpart.'),
    );
  }
  return problems;
};

const mount: Rule = (use) => {
  const [, where] = use.positionals;
  if (where && !isUnknown(where.text) && !/^(none$|\/)/i.test(where.text)) {
    return refused(`"${where.text}" is no mount point: it begins with a slash, or is none.`, where);
  }
  if (use.set('--mkfsoptions') && !use.has('--reformat')) {
    return refused('--mkfsoptions needs --reformat.', use.at('--mkfsoptions'));
  }
  return null;
};

const clearpart: Rule = (use) => {
  if (!use.has('--all') || use.set('--drives')) return null;
  const message =
    'Every disk that the installer sees is erased. --drives, or ignoredisk, limits it.';
  return { severity: 'info', rule: 'all-disks', message, at: use.at('--all') };
};

const nvdimm: Rule = (use) => {
  const [action] = use.positionals;
  if (!action || isUnknown(action.text)) return null;
  if (use.set('--namespace') && use.set('--blockdevs')) {
    return refused('Only one of --namespace and --blockdevs can be given.', use.at('--blockdevs'));
  }
  if (action.text === 'reconfigure') {
    if (!use.set('--namespace')) return refused('reconfigure needs --namespace.');
    const sector = use.value('--mode') === 'sector' && use.number('--sectorsize') === 0;
    return sector ? refused('The mode sector needs --sectorsize.') : null;
  }
  if (action.text !== 'use') {
    return refused(`"${action.text}" is no action: write reconfigure or use.`, action);
  }
  if (use.set('--namespace') || use.set('--blockdevs')) return null;
  return refused('use needs --namespace or --blockdevs.');
};

const ignoredisk: Rule = (use) => {
  const options = ['--drives', '--only-use'];
  const old = use.judge.targets.some(({ product, number }) => number < (product === 'F' ? 29 : 8));
  return oneOf({ options: old ? [...options, '--interactive'] : options, needed: true })(use);
};

export const diskRules: Record<string, Rule[]> = {
  autopart: [autopart, encryption],
  part: [part, formatting, encryption],
  mount: [mount],
  clearpart: [clearpart],
  nvdimm: [nvdimm],
  ignoredisk: [ignoredisk],
};
