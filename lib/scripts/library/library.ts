/**
 * The ready scripts, as texts to start from: each team gets copies, which it
 * can change and delete, and a new script can begin as one of them.
 * Browser-safe.
 */
import { type Dialect, mainScriptTitle, type ScriptKind } from '../schema';
import { coreosIgnition } from './answers/coreos';
import { debianPreseed } from './answers/debian';
import { centosKickstart, fedoraKickstart, rockyKickstart } from './answers/red-hat';
import { ubuntuAutoinstall } from './answers/ubuntu';
import { mainScript } from './main';
import { firstBoot, greeting, keepParameters, sshKeys } from './post';
import { refuseSmallMachines } from './pre';
import {
  centosInstaller,
  coreosInstaller,
  debianInstaller,
  fedoraInstaller,
  rockyInstaller,
  ubuntuInstaller,
} from './subs/installers';
import { localDisk, menu, rescueShell } from './subs/without-install';

export interface LibraryScript {
  kind: ScriptKind;
  title: string;
  /** Of a kickstart; null for all others. */
  dialect: Dialect | null;
  /** The text is a Liquid template. */
  template: boolean;
  text: string;
  /** What it is for, in one line. */
  note: string;
}

function sub(title: string, text: string, note: string, template = true): LibraryScript {
  return { kind: 'sub', title, dialect: null, template, text, note };
}

function answers(title: string, dialect: Dialect, text: string, note: string): LibraryScript {
  return { kind: 'kickstart', title, dialect, template: true, text, note };
}

function step(kind: 'pre' | 'post', title: string, text: string, note: string): LibraryScript {
  const template = text.includes('This is a template:');
  return { kind, title, dialect: null, template, text, note };
}

/** Every ready script; the main script is the installation's, the others each team's own. */
export const library: LibraryScript[] = [
  {
    kind: 'main',
    title: mainScriptTitle,
    dialect: null,
    template: false,
    text: mainScript,
    note: 'What every machine runs first: finds the provisioner and does what it says',
  },
  sub('Local disk', localDisk, 'Boots the machine’s own disk', false),
  sub('Rescue shell', rescueShell, 'A Linux in memory with a shell; touches no disk', false),
  sub('Menu', menu, 'A choice on the machine’s screen, with the local disk after 30 seconds'),
  sub('Debian installer', debianInstaller, 'Starts Debian’s installer with a preseed'),
  sub('Ubuntu installer', ubuntuInstaller, 'Starts Ubuntu’s installer with an autoinstall'),
  sub('Fedora installer', fedoraInstaller, 'Starts Fedora’s installer with a kickstart'),
  sub('CentOS Stream installer', centosInstaller, 'Starts CentOS Stream’s with a kickstart'),
  sub('Rocky Linux installer', rockyInstaller, 'Starts Rocky Linux’s with a kickstart'),
  sub('Fedora CoreOS installer', coreosInstaller, 'Starts the installer of CoreOS with Ignition'),
  answers('Debian by preseed', 'preseed', debianPreseed, 'Debian on one disk, SSH by key'),
  answers('Ubuntu by autoinstall', 'autoinstall', ubuntuAutoinstall, 'Ubuntu on one disk'),
  answers('Fedora by kickstart', 'kickstart', fedoraKickstart, 'Fedora on one disk, SSH by key'),
  answers('CentOS Stream by kickstart', 'kickstart', centosKickstart, 'CentOS Stream on one disk'),
  answers('Rocky Linux by kickstart', 'kickstart', rockyKickstart, 'Rocky Linux on one disk'),
  answers('Fedora CoreOS by Ignition', 'ignition', coreosIgnition, 'Name, keys, first-boot report'),
  step('pre', 'Refuse small machines', refuseSmallMachines, 'Ends before a disk is touched'),
  step('post', 'SSH keys', sshKeys, 'Lets the team’s keys in, for any user, any number of times'),
  step('post', 'First boot', firstBoot, 'Has an answer-file installation report its first boot'),
  step('post', 'Greeting', greeting, 'Says at login what this host is'),
  step('post', 'Keep the parameters', keepParameters, 'Writes them to /etc/provisioner.json'),
];
