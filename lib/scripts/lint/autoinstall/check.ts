/** Checks cloud-init's user-data for Ubuntu's installer. */
import { isUnknown } from '../blanks';
import { finding, type Place } from '../place';
import type { Finding, Severity } from '../schema';
import { nearest } from '../spelling';
import { type Mismatch, mismatches } from '../values/shape';
import { type Tree, within } from '../values/tree';
import { readYaml } from '../values/yaml';
import { autoinstallShape } from './schema-of-subiquity';

const severityOf: Record<Mismatch['kind'], Severity> = {
  type: 'error',
  missing: 'error',
  value: 'error',
  // Newer installers may know more than we do; they warn of what they do not know.
  unknown: 'warning',
};

export function checkAutoinstall({ text }: { text: string }): Finding[] {
  const findings: Finding[] = [];
  const say = (severity: Severity, rule: string, message: string, at: Place) =>
    findings.push(finding({ severity, rule: `autoinstall/${rule}`, message, at }));
  const top: Place = {
    line: 1,
    column: 1,
    endColumn: (/^[^\r\n]*/.exec(text)?.[0].length ?? 0) + 1,
  };
  if (!/^#cloud-config[ \t]*(\r?\n|$)/.test(text)) {
    const elsewhere = /^\s*#\s*cloud-config/im.test(text);
    const message = elsewhere
      ? 'The first line must be #cloud-config, and nothing else.'
      : 'The first line must be #cloud-config, or cloud-init does not read the text.';
    say('error', 'first-line', message, top);
  }
  const { tree, problems } = readYaml(text);
  for (const { message, at, grave } of problems)
    say(grave ? 'error' : 'warning', 'yaml', message, at);
  if (!tree) {
    if (problems.length === 0) say('error', 'empty', 'There is nothing in this text.', top);
    return findings;
  }
  if (!tree.entries) {
    say('error', 'type', 'This is not a map of keys and values.', tree.at);
    return findings;
  }
  const below = tree.entries.get('autoinstall');
  const direct = !below && tree.entries.has('version');
  const installer = below?.tree ?? (direct ? tree : null);
  if (!installer) {
    const near = nearest('autoinstall', tree.entries.keys());
    const hint = near ? ` Is "${near}" meant to be it?` : '';
    const message = `There is no "autoinstall": this prepares the live system, and the installer asks everything.${hint}`;
    say('warning', 'no-autoinstall', message, top);
    return findings;
  }
  if (direct) {
    const message =
      'Without "autoinstall:" above, cloud-init does not hand this to the installer. So it works only as a file on the medium.';
    say('warning', 'no-autoinstall', message, top);
  }
  for (const { kind, message, at } of mismatches({
    tree: installer,
    shape: autoinstallShape,
    name: '',
  })) {
    say(severityOf[kind], `schema-${kind}`, message, at);
  }
  judge({ installer, at: below?.keyAt ?? top, say });
  return findings;
}

function judge(given: {
  installer: Tree;
  at: Place;
  say: (severity: Severity, rule: string, message: string, at: Place) => void;
}): void {
  const { installer, at, say } = given;
  const has = (key: string) => within(installer, key) !== null;
  const password = within(installer, 'identity', 'password');
  const value = password?.scalar;
  if (password && typeof value === 'string' && !isUnknown(value)) {
    if (!/^(\$(2[abxy]|5|6|7|y|gy)\$|[!*])/.test(value)) {
      const message =
        'identity.password is a crypted password ($6$…); with this text nobody can log in.';
      say('warning', 'password-not-crypted', message, password.at);
    }
  }
  if (!has('identity') && !within(installer, 'user-data', 'users') && !has('active-directory')) {
    say(
      'warning',
      'no-user',
      'No identity and no user-data.users: the installer stops and asks.',
      at,
    );
  }
  if (!has('storage')) {
    say('info', 'no-storage', 'No storage: the whole largest disk is taken, with LVM.', at);
  }
  const interactive = within(installer, 'interactive-sections');
  if (interactive?.items && interactive.items.length > 0) {
    say(
      'warning',
      'asks',
      'interactive-sections stop the installation until a person answers.',
      interactive.at,
    );
  }
  const keys = within(installer, 'ssh', 'authorized-keys');
  if (keys?.items?.length && within(installer, 'ssh', 'install-server')?.scalar !== true) {
    say('warning', 'ssh', 'Keys without ssh.install-server: true let nobody in.', keys.at);
  }
}
