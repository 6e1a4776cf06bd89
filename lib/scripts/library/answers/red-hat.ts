/**
 * Kickstarts of the family: Fedora, CentOS Stream and Rocky differ in where
 * they come from and what their releases are called, and in nothing else.
 * https://pykickstart.readthedocs.io/en/latest/kickstart-docs.html
 */

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

const values = `install={{ urls.install | shell }}
export PROVISIONER_HOST_NAME={{ host.name | shell }}
export PROVISIONER_HOST_MAC={{ host.mac | default: '' | shell }}
export PROVISIONER_HOST_ADDRESS={{ host.ip | default: '' | shell }}
export PROVISIONER_INSTALL_URL="$install"
{% for param in host.params %}export PROVISIONER_PARAM_{{ param[0] | upcase | replace: '-', '_' | replace: '.', '_' }}={{ param[1] | shell }}
{% endfor %}. /tmp/provisioner.sh`;

const functions = `# report FIELD=VALUE…: one line in the host's timeline.
report() {
  local fields=() field
  for field in "$@"; do fields+=(--data-urlencode "$field"); done
  send "\${fields[@]}" "$install/events" || echo "not reported: $*"
}
send() { curl -sS -m 60 --retry 6 --retry-connrefused -o /dev/null "$@"; }
fail() {
  echo "$1"
  report type=failed "reason=$1"
  exit 1
}
# run PHASE TITLE TITLE-AS-IN-A-URL URL: fetches a script and runs it by the
# interpreter that its first line names; how it went is reported.
run() {
  local script=/tmp/provisioner-script output=/tmp/provisioner-output began code
  curl -fsS -m 300 --retry 6 -o "$script" "$4" || fail "The script \\"$2\\" cannot be fetched."
  chmod 700 "$script"
  # There is no node in an installer, and in few systems: the provisioner has one.
  if head -n 1 "$script" | grep -q '^#!.*node' && ! command -v node >/dev/null; then
    mkdir -p /tmp/provisioner-bin && PATH="$PATH:/tmp/provisioner-bin"
    curl -fsS -m 600 --retry 6 -o /tmp/provisioner-bin/node "$install/node" || fail "\\"$2\\" wants node, and it cannot be fetched."
    chmod 755 /tmp/provisioner-bin/node
  fi
  report type=script-started "phase=$1" "title=$2"
  began=$(date +%s%3N)
  "$script" >"$output" 2>&1 </dev/null
  code=$?
  cat "$output"
  send --data-binary "@$output" "$install/events?type=script-finished&phase=$1&title=$3&exitCode=$code&durationMs=$(($(date +%s%3N) - began))"
  rm -f "$script"
  [ "$code" = 0 ] || fail "The $1-install script \\"$2\\" ended with exit code $code."
}`;

const beforePart = `# ---- Before anything is written ------------------------------------------------
# %pre runs in the installer: bash and python3 are there. When it fails, the
# installation ends here, and the disk stays as it was.
%pre --interpreter=/usr/bin/bash --erroronfail --log=/tmp/provisioner-pre.log
# What the sections below share. Whatever is printed is in their logs.
cat >/tmp/provisioner.sh <<'END'
${functions}
END
${values}
# "started" closes the gate: from now on this machine boots its own disk.
report type=started "installer=$(cat /etc/system-release)"

# The disk: the parameter's, else the smallest that has room and is not on USB.
disk={{ host.params.disk | default: '' | shell }}
if [ -z "$disk" ]; then
  disk=$(lsblk --bytes --nodeps --noheadings --output NAME,SIZE,TYPE,TRAN,RO |
    awk '$3 == "disk" && $2 > 8e9 && !/usb|^zram|^nbd/ && $NF == 0 { print $2, $1 }' | sort -n | awk 'NR == 1 { print $2 }')
fi
[ -n "$disk" ] || fail "There is no disk of 8 GB or more."
[ -b "/dev/\${disk#/dev/}" ] || fail "There is no disk $disk."
export PROVISIONER_DISK="/dev/\${disk#/dev/}"

# A disk that holds anything is taken only where that was authorised.
if [ -n "$(head -c 1048576 "$PROVISIONER_DISK" | tr -d '\\0')" ] &&
  ! curl -fsS -m 60 --retry 6 "$install/plan" | grep -q '"overwrite":true'; then
  fail "$PROVISIONER_DISK holds data, and this install was not authorised to overwrite it. Authorise it again with \\"overwrite\\"."
fi
report type=step name=disk "message=The installer takes $PROVISIONER_DISK."
disk=\${PROVISIONER_DISK#/dev/}
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
