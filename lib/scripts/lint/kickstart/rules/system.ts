/** Where it is installed from, and what the system is like. */
import { isUnknown } from '../../blanks';
import { doubtful, oneOf, type Problem, type Rule, refused } from './use';

const harddrive: Rule = (use) =>
  use.onlyFor('F-32 R-8')
    ? oneOf({ options: ['--biospart', '--partition'], needed: true })(use)
    : null;

const driverdisk: Rule = (use) => {
  const sources = ['--source', '--biospart'].filter((option) => use.set(option));
  const count = sources.length + Math.min(use.positionals.length, 1);
  if (count > 1) return refused('Only one of a partition, --source and --biospart can be given.');
  if (count === 0 && !use.given.unsure) {
    return refused('driverdisk needs a partition, --source or --biospart.');
  }
  return null;
};

const insecure: Rule = (use) => {
  const problems: Problem[] = [];
  if (use.has('--noverifyssl')) {
    const message = 'The server could be anybody: its certificate is not looked at.';
    problems.push(doubtful('no-verify', message, use.at('--noverifyssl')));
  }
  const url = use.value('--url') ?? use.value('--baseurl');
  const option = use.value('--url') ? '--url' : '--baseurl';
  const scheme = /^(https?|ftp|file|nfs|cdrom|hd|media):|^\$|^</;
  if (url && !isUnknown(url) && use.name !== 'ostreecontainer' && !scheme.test(url)) {
    problems.push(doubtful('url', `"${url}" has no scheme such as http://.`, use.at(option)));
  }
  return problems;
};

const ostreesetup: Rule = (use) => {
  const url = use.value('--url') ?? '';
  if (!use.has('--url') || isUnknown(url) || /^(file|http|https):/.test(url)) return null;
  return refused('The URL begins with file:, http: or https:.', use.at('--url'));
};

const timezone: Rule = (use) => {
  if (use.has('--nontp') && use.set('--ntpservers')) {
    return refused('Only one of --nontp and --ntpservers can be given.', use.at('--nontp'));
  }
  if (use.given.options.size + use.positionals.length === 0 && !use.given.unsure) {
    return refused('timezone needs a time zone, such as Europe/Berlin, or an option.');
  }
  const [zone] = use.positionals;
  if (!zone || isUnknown(zone.text) || /^(UTC|GMT|[A-Z][\w+-]*(\/[\w+-]+){1,2})$/.test(zone.text)) {
    return null;
  }
  return doubtful('timezone', `"${zone.text}" does not look like Europe/Berlin or UTC.`, zone);
};

const lang: Rule = (use) => {
  const [value] = use.positionals;
  if (!value || isUnknown(value.text)) return null;
  if (/^([a-z]{2,3}(_[A-Z]{2})?(\.[\w-]+)?(@\w+)?|C(\.UTF-8)?|POSIX)$/.test(value.text))
    return null;
  return doubtful('lang', `"${value.text}" does not look like en_GB.UTF-8.`, value);
};

const keyboard: Rule = (use) => {
  const given = use.positionals.length > 0 || use.set('--vckeymap') || use.set('--xlayouts');
  if (given || use.given.unsure) return null;
  return refused('keyboard needs a layout, --vckeymap or --xlayouts.');
};

const network: Rule = (use) => {
  const problems: Problem[] = [];
  const options = use.value('--bridgeopts');
  if (options && !use.set('--bridgeslaves')) {
    problems.push(refused('--bridgeopts needs --bridgeslaves.', use.at('--bridgeopts')));
  } else if (options && !isUnknown(options)) {
    if (options.split(',').some((one) => !/^[^=]*=[^=]+$/.test(one))) {
      const message = '--bridgeopts is key=value, separated by commas.';
      problems.push(refused(message, use.at('--bridgeopts')));
    }
  }
  if (use.value('--bindto') === 'mac' && use.set('--vlanid') && !use.set('--bondopts')) {
    problems.push(refused('A VLAN cannot be bound to a MAC.', use.at('--bindto')));
  }
  const forDevice = ['--ipv4-dns-search', '--ipv6-dns-search', '--ipv4-ignore-auto-dns'];
  for (const option of [...forDevice, '--ipv6-ignore-auto-dns']) {
    if (use.set(option) && !use.set('--device')) {
      problems.push(refused(`${option} needs --device.`, use.at(option)));
    }
  }
  if (use.value('--bootproto') === 'static') {
    const missing = ['--ip', '--netmask'].filter((option) => !use.set(option));
    if (missing.length > 0 && !use.given.unsure && !use.set('--ipv6')) {
      const message = `A static address needs ${missing.join(' and ')} too.`;
      problems.push(doubtful('static-address', message, use.at('--bootproto')));
    }
  }
  const dhcp = !use.has('--bootproto') || use.value('--bootproto') === 'dhcp';
  if (dhcp && use.set('--ip') && use.value('--ip') !== 'dhcp') {
    const message = '--ip without --bootproto=static: the address comes by DHCP all the same.';
    problems.push(doubtful('static-address', message, use.at('--ip')));
  }
  return [
    ...problems,
    ...interfaceName(use.value('--interfacename')).map((message) =>
      use.onlyFor('R7')
        ? refused(message, use.at('--interfacename'))
        : doubtful('interface-name', message, use.at('--interfacename')),
    ),
  ];
};

/** An interface's name with a dot, or beginning with vlan, has a VLAN's number behind it. */
function interfaceName(name: string | null): string[] {
  if (!name || isUnknown(name)) return [];
  const numbers: string[] = [];
  const dot = name.indexOf('.');
  if (dot >= 0) {
    if (name.slice(0, dot) === 'vlan') return ['"vlan" cannot stand before the dot.'];
    numbers.push(name.slice(dot + 1));
  }
  if (name.startsWith('vlan')) numbers.push(name.slice(4));
  const good = (one: string) => /^\s*\d+\s*$/.test(one) && Number(one) <= 4094;
  return numbers.every(good) ? [] : [`"${name}" needs a VLAN's number, 0 to 4094, at its end.`];
}

const levels = ['debug', 'info', 'warning', 'error', 'critical'];

const logging: Rule = (use) => {
  const level = use.value('--level') ?? '';
  const unknownLevel = use.has('--level') && !isUnknown(level) && !levels.includes(level);
  if (unknownLevel && use.onlyFor('F-33 R-8')) {
    return refused(`--level is one of ${levels.join(', ')}.`, use.at('--level'));
  }
  return use.set('--port') && !use.set('--host')
    ? refused('--port needs --host.', use.at('--port'))
    : null;
};

const bootloader: Rule = (use) => {
  const problems: Problem[] = [];
  if (use.value('--boot-drive')?.includes(',')) {
    problems.push(refused('--boot-drive is one disk.', use.at('--boot-drive')));
  }
  if (use.has('--sdboot') && use.has('--extlinux')) {
    problems.push(refused('Only one of --sdboot and --extlinux can be given.', use.at('--sdboot')));
  }
  const password = use.value('--password');
  if (password && !use.has('--iscrypted') && !isUnknown(password)) {
    const message =
      'The password is readable by all who get this text. Crypt it, and add --iscrypted.';
    problems.push(doubtful('password-plain', message, use.at('--password')));
  }
  return problems;
};

const zfcp: Rule = (use) => {
  if (use.onlyFor('F-36 R-8')) return null;
  const paired = use.set('--wwpn') === use.set('--fcplun');
  const addressed = !use.has('--devnum') || use.set('--devnum');
  return paired && addressed ? null : refused('--wwpn and --fcplun are given both, or neither.');
};

const rhsm: Rule = (use) =>
  use.has('--activation-key') && !use.set('--activation-key')
    ? refused('An activation key is not empty.', use.at('--activation-key'))
    : null;

const eula: Rule = (use) =>
  use.has('--agreed') || use.given.unsure ? null : refused('eula needs --agreed.');

const cmdline: Rule = (use) =>
  use.has('--non-interactive')
    ? refused('cmdline never asks; it has no --non-interactive.', use.at('--non-interactive'))
    : null;

const firewall: Rule = (use) => {
  if (use.has('--enable') && use.has('--disable')) {
    return doubtful('contradiction', 'Both --enabled and --disabled: the last one wins.');
  }
  return null;
};

const selinux: Rule = (use) => {
  if (!use.has('--disabled')) return null;
  const message =
    'From RHEL 9 on this leaves SELinux in the kernel, without a policy. --permissive means the same everywhere.';
  return { severity: 'info', rule: 'selinux', message, at: use.at('--disabled') };
};

export const systemRules: Record<string, Rule[]> = {
  url: [oneOf({ options: ['--url', '--mirrorlist', '--metalink'], needed: true }), insecure],
  repo: [oneOf({ options: ['--baseurl', '--mirrorlist', '--metalink'], needed: false }), insecure],
  liveimg: [insecure],
  harddrive: [harddrive],
  driverdisk: [driverdisk],
  ostreesetup: [ostreesetup],
  timezone: [timezone],
  timesource: [oneOf({ options: ['--ntp-server', '--ntp-pool', '--ntp-disable'], needed: true })],
  lang: [lang],
  keyboard: [keyboard],
  network: [network],
  logging: [logging],
  bootloader: [bootloader],
  zfcp: [zfcp],
  rhsm: [rhsm],
  eula: [eula],
  cmdline: [cmdline],
  firewall: [firewall],
  selinux: [selinux],
  services: [
    (use) =>
      use.set('--disabled') || use.set('--enabled') || use.given.unsure
        ? null
        : refused('services needs --enabled or --disabled, with names.'),
  ],
  rescue: [oneOf({ options: ['--nomount', '--romount'], needed: false })],
};
