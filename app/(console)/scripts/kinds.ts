import type { Dialect, ScriptKind } from '@/lib/scripts/schema';

/** How the console names the kinds, and what each is for. */
export const kindNames: Record<ScriptKind, { name: string; many: string; about: string }> = {
  main: {
    name: 'Main script',
    many: 'Main script',
    about:
      'The iPXE script inside every bootloader that is handed out. Every machine runs it first.',
  },
  sub: {
    name: 'Sub script',
    many: 'Sub scripts',
    about:
      'An iPXE script that the main script chains to: it loads an installer, a live system, anything.',
  },
  kickstart: {
    name: 'Kickstart',
    many: 'Kickstarts',
    about:
      'The answer file of an installer: kickstart, preseed, autoinstall, Ignition or AutoYaST.',
  },
  pre: {
    name: 'Pre-install script',
    many: 'Pre-install scripts',
    about:
      'Runs in memory before anything is written, by the interpreter that its first line names.',
  },
  post: {
    name: 'Post-install script',
    many: 'Post-install scripts',
    about:
      'Runs inside the new system before its first boot, by the interpreter its first line names.',
  },
};

/** The kinds that a team makes; the main script is the installation's. */
export const madeKinds = ['sub', 'kickstart', 'pre', 'post'] as const;
export type MadeKind = (typeof madeKinds)[number];

/** Whose installer reads which dialect, for who has to choose one. */
export const dialectReaders: Record<Dialect, string> = {
  kickstart: 'Fedora, CentOS, Rocky, RHEL (Anaconda)',
  preseed: 'Debian (debian-installer)',
  autoinstall: 'Ubuntu (Subiquity, cloud-init)',
  ignition: 'Fedora CoreOS, Flatcar',
  autoyast: 'openSUSE, SLES',
};

/** What a new script starts from. */
export const beginnings: Record<ScriptKind, string> = {
  main: '#!ipxe\n',
  sub: '#!ipxe\n# ${base} is this server, ${install} the URL of the running install.\necho Hello, ${hostname}\nshell\n',
  kickstart: '',
  pre: '#!/bin/bash\nset -euo pipefail\n\necho "about to install $PROVISIONER_HOST_NAME"\n',
  post: '#!/bin/bash\nset -euo pipefail\n\necho "installed $PROVISIONER_HOST_NAME"\n',
};
