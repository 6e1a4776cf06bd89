/** Post-install scripts to begin with: they run inside the new system, before its first boot. */

export const greeting = `#!/bin/bash
# Greet who logs in: what this host is, and when it was installed.
#
# A post-install script runs inside the new system (by chroot), as root, before
# the machine restarts. The new system's services do not run yet. It sees
#
#   PROVISIONER_HOST_NAME, PROVISIONER_HOST_MAC, PROVISIONER_HOST_ADDRESS
#   PROVISIONER_DISK          the disk that was written to
#   PROVISIONER_INSTALL_URL   where this installation reports to
#   PROVISIONER_PARAM_…       each parameter of the profile and the host
#
# When it ends with another exit code than 0, the installation has failed.
#
# Parameter (not needed):
#   greeting   a sentence of your own
set -euo pipefail

{
  echo
  echo "  $PROVISIONER_HOST_NAME"
  echo "  installed at $(date -u '+%Y-%m-%d %H:%M') UTC on $PROVISIONER_DISK"
  if [[ -n "\${PROVISIONER_PARAM_GREETING:-}" ]]; then
    echo "  $PROVISIONER_PARAM_GREETING"
  fi
  echo
} > /etc/motd

cat /etc/motd
`;

export const keepParameters = `#!/usr/bin/env python3
# Keep what this host was installed with in /etc/provisioner.json, for programs
# of yours that ask. Your image needs python3 for it; any other interpreter that
# the image has can be named in the first line just as well.
import json
import os

PREFIX = "PROVISIONER_PARAM_"

facts = {
    "name": os.environ["PROVISIONER_HOST_NAME"],
    "mac": os.environ["PROVISIONER_HOST_MAC"],
    "address": os.environ["PROVISIONER_HOST_ADDRESS"] or None,
    "parameters": {
        name.removeprefix(PREFIX).lower(): value
        for name, value in sorted(os.environ.items())
        if name.startswith(PREFIX)
    },
}

with open("/etc/provisioner.json", "w", encoding="utf-8") as file:
    json.dump(facts, file, indent=2, ensure_ascii=False)
    file.write("\\n")

print(json.dumps(facts, indent=2, ensure_ascii=False))
`;

export const sshKeys = `#!/bin/sh
# Lets the team's SSH keys in (Settings, SSH keys), and sshd start at boot.
#
# Installations by image get the keys for root by themselves; this script is for
# all others, for other users, and for images that forget them. It can run as
# often as one likes: a key that is there is not added again, and other keys stay.
#
# This is a template: the keys and parameters are filled in for each host.
# Parameter (not needed):
#   ssh_user   whom the keys let in (root when it is not given); made if missing
set -eu

user={{ host.params.ssh_user | default: 'root' | shell }}
id "$user" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$user"
home=$(getent passwd "$user" | cut -d: -f6)
file=$home/.ssh/authorized_keys

mkdir -p "$home/.ssh"
touch "$file"
# A last line without its end would swallow the first key.
[ -z "$(tail -c 1 "$file")" ] || echo >>"$file"
add() {
  grep -qxF "$1" "$file" || echo "$1" >>"$file"
}
{% for key in ssh_keys %}add {{ key | shell }}
{% endfor %}
# sshd refuses keys in files that others could have written.
chmod 700 "$home/.ssh"
chmod 600 "$file"
chown -R "$user": "$home/.ssh"
# Where SELinux rules, a file made here has no label yet.
if command -v restorecon >/dev/null; then restorecon -R "$home/.ssh" || true; fi

if command -v systemctl >/dev/null; then
  systemctl enable ssh.service 2>/dev/null || systemctl enable sshd.service 2>/dev/null ||
    echo "There is no SSH server to enable."
fi
echo "$(grep -c . "$file") key(s) let $user in."
`;

export const firstBoot = `#!/bin/sh
# Has the new system say when it is up, once, at its first boot: the provisioner
# then knows its address, tries its SSH, and lists it under Local nodes.
#
# Installations by image do that by themselves; this script is for installations
# by answer file. The system needs systemd and curl.
#
# This is a template: the address is filled in for each installation.
set -eu

install={{ urls.install | shell }}
command -v curl >/dev/null || { echo "There is no curl in this system." >&2; exit 1; }
system=$(. /etc/os-release && echo "$ID")
say="/usr/bin/env curl -sS -m 60 --retry 60 --retry-delay 5 --retry-connrefused -o /dev/null"

cat >/etc/systemd/system/provisioner-first-boot.service <<END
[Unit]
Description=Tell the provisioner that this host is up
Wants=network-online.target
After=network-online.target ssh.service sshd.service

[Service]
Type=oneshot
ExecStart=$say -d type=first-boot $install/events
ExecStart=$say -d system=$system $install/localnode
# It goes away by itself.
ExecStart=/usr/bin/env systemctl disable provisioner-first-boot.service
ExecStart=/usr/bin/env rm -f /etc/systemd/system/provisioner-first-boot.service

[Install]
WantedBy=multi-user.target
END
systemctl enable provisioner-first-boot.service
`;
