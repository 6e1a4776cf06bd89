/** What partitions, arrays and volumes have in common: file systems and encryption. */
import { doubtful, type Problem, type Rule, refused } from './use';

/** Releases whose installer knows no btrfs. */
export const noBtrfs = 'R8-';

export const formatting: Rule = (use) => {
  const kept = use.has('--noformat');
  const problems: Problem[] = [];
  if (kept && use.set('--mkfsoptions')) {
    problems.push(refused('--mkfsoptions has no effect with --noformat.', use.at('--mkfsoptions')));
  }
  if (use.set('--fsprofile') && use.set('--mkfsoptions')) {
    problems.push(
      refused('Only one of --mkfsoptions and --fsprofile can be given.', use.at('--mkfsoptions')),
    );
  }
  if (use.onlyFor(noBtrfs) && use.value('--fstype') === 'btrfs') {
    problems.push(refused('RHEL has no btrfs since version 8.', use.at('--fstype')));
  }
  return problems;
};

export const encryption: Rule = (use) => {
  const problems: Problem[] = [];
  if (use.number('--pbkdf-time') !== 0 && use.number('--pbkdf-iterations') !== 0) {
    problems.push(
      refused(
        'Only one of --pbkdf-time and --pbkdf-iterations can be given.',
        use.at('--pbkdf-iterations'),
      ),
    );
  }
  if (use.set('--hw-passphrase')) {
    const opal = use.value('--luks-version')?.startsWith('luks2-') ?? false;
    if (!use.has('--encrypted') || !opal) {
      problems.push(
        refused(
          '--hw-passphrase needs --encrypted and --luks-version=luks2-hw-opal.',
          use.at('--hw-passphrase'),
        ),
      );
    }
  }
  if (use.has('--encrypted') && !use.set('--passphrase')) {
    problems.push(
      doubtful(
        'asks',
        'Encrypted without --passphrase: the installer stops and asks for one.',
        use.at('--encrypted'),
      ),
    );
  }
  if (use.set('--passphrase') && !use.has('--encrypted')) {
    problems.push(
      doubtful(
        'no-effect',
        '--passphrase has no effect without --encrypted: nothing is encrypted.',
        use.at('--passphrase'),
      ),
    );
  }
  return problems;
};
