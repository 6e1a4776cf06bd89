/**
 * Kickstarts of the family: Fedora, CentOS Stream and Rocky differ in where
 * they come from and what their releases are called, and in nothing else.
 * https://pykickstart.readthedocs.io/en/latest/kickstart-docs.html
 */
import { scriptEnvironment, shellFunctions, smallestDisk } from './shell-functions';

interface Distribution {
  name: string;
  /** As the parameter `release` names it by default. */
  release: string;
  /** What `release` may be, in a comment. */
  releases: string;
  mirror: string;
  /** Commands that name the packages' sources; each is one line. */
  sources: string[];
}

const values = `${scriptEnvironment}. /tmp/provisioner.sh`;

const beforePart = `# ---- Before anything is written ------------------------------------------------
# %pre runs in the installer: bash and python3 are there. When it fails, the
# installation ends here, and the disk stays as it was.
%pre --interpreter=/usr/bin/bash --erroronfail --log=/tmp/provisioner-pre.log
# What the sections below share. Whatever is printed is in their logs.
cat >/tmp/provisioner.sh <<'END'
${shellFunctions}
END
${values}
# "started" closes the gate: from now on this machine boots its own disk.
report type=started "installer=$(cat /etc/system-release)"

# The disk: the parameter's, else the smallest one.
disk={{ host.params.disk | default: '' | shell }}
${smallestDisk}
export PROVISIONER_DISK="$disk"
disk=\${disk#/dev/}
cat >/tmp/provisioner-disk.ks <<END
ignoredisk --only-use=$disk
clearpart --all --initlabel --drives=$disk
bootloader --boot-drive=$disk
END

# The profile's pre-install scripts, in order.
{% for script in urls.pre %}run pre {{ script.title | shell }} {{ script.title | url_encode | shell }} {{ script.url | shell }}
{% endfor %}
%end`;

const afterPart = `# ---- In the new system -----------------------------------------------------------
# With --nochroot a section runs in the installer; the new system is in /mnt/sysroot.
%post --nochroot --erroronfail
cp /tmp/provisioner.sh /mnt/sysroot/tmp/
%end

# Without it, inside the new system. And without --erroronfail nobody would hear
# of its failure.
%post --interpreter=/usr/bin/bash --erroronfail --log=/root/provisioner-post.log
${values}
# The profile's post-install scripts, in order.
{% for script in urls.post %}run post {{ script.title | shell }} {{ script.title | url_encode | shell }} {{ script.url | shell }}
{% endfor %}
rm -rf /tmp/provisioner.sh /tmp/provisioner-bin /tmp/provisioner-output
# Where the new system is; then it is tried whether its SSH answers.
send --data-urlencode "system=$(. /etc/os-release && echo "$PRETTY_NAME")" "$install/localnode"
report type=finished
%end

# ---- When the installer itself gives up ---------------------------------------------
%onerror --interpreter=/usr/bin/bash
root=
install={{ urls.install | shell }}
. /tmp/provisioner.sh
send --data-binary @/tmp/anaconda.log "$install/events?type=failed&reason=The+installer+gave+up"
%end
`;

function kickstart(given: Distribution): string {
  const { name, release, releases, mirror, sources } = given;
  return `# ${name} by kickstart: one disk, the team's SSH keys, your scripts, nobody asked.
#
# This is a template: what stands in double braces is filled in for each host.
# Parameters of the profile or the host (none is needed):
#
#   release    ${releases} (${release} when it is not given)
#   mirror     the folder on your mirror that holds what the project's own has in
#              ${mirror}
#   disk       such as sda or nvme0n1; else the smallest disk is taken
#   locale, keymap, timezone
{% assign release = host.params.release | default: '${release}' %}
{% assign mirror = host.params.mirror | default: '${mirror}' %}
{% assign locale = host.params.locale | default: 'en_US.UTF-8' %}
{% assign keymap = host.params.keymap | default: 'us' %}
{% assign timezone = host.params.timezone | default: 'Etc/UTC' %}
{% assign arch = host.arch | default: 'x86_64' | replace: 'arm64', 'aarch64' %}
text
reboot
lang {{ locale }}
keyboard --vckeymap={{ keymap }}
timezone {{ timezone }} --utc
network --bootproto=dhcp --hostname={{ host.name }}
${sources.join('\n')}

# ---- Who may log in ---------------------------------------------------------------
# root, by the team's SSH keys (Settings, SSH keys). No password is known.
rootpw --lock
{% for key in ssh_keys %}sshkey --username=root {{ key }}
{% endfor %}
{% comment %}
For a password, make a secret named root_password (Settings, Secrets), and put
this line in the place of "rootpw --lock". Such a kickstart is given once per
boot, to the machine that is being installed and to nobody else:
rootpw --iscrypted {{ secrets.root_password | crypt }}
{% endcomment %}
services --enabled=sshd
firewall --enabled --service=ssh
selinux --enforcing

# ---- The disk: %pre below writes which one --------------------------------------------
zerombr
%include /tmp/provisioner-disk.ks
autopart --type=plain

%packages
@core
curl
%end

${beforePart}

${afterPart}`;
}

const redHatSources = [
  'url --url={{ mirror }}/{{ release }}/BaseOS/{{ arch }}/os/',
  'repo --name=AppStream --baseurl={{ mirror }}/{{ release }}/AppStream/{{ arch }}/os/',
];

export const fedoraKickstart = kickstart({
  name: 'Fedora',
  release: '43',
  releases: 'such as 43',
  mirror: 'http://dl.fedoraproject.org/pub/fedora/linux/releases',
  sources: ['url --url={{ mirror }}/{{ release }}/Everything/{{ arch }}/os/'],
});

export const centosKickstart = kickstart({
  name: 'CentOS Stream',
  release: '10-stream',
  releases: '9-stream or 10-stream',
  mirror: 'http://mirror.stream.centos.org',
  sources: redHatSources,
});

export const rockyKickstart = kickstart({
  name: 'Rocky Linux',
  release: '10',
  releases: '9 or 10, or a minor one such as 9.6',
  mirror: 'http://download.rockylinux.org/pub/rocky',
  sources: redHatSources,
});
