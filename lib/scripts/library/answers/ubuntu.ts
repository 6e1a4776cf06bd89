/** Ubuntu's answer file. https://canonical-subiquity.readthedocs-hosted.com/en/latest/reference/autoinstall-reference.html */

export const ubuntuAutoinstall = `#cloud-config
# Ubuntu by autoinstall: one disk, the team's SSH keys, your scripts, nobody asked.
# The first line must stay as it is: cloud-init goes by it.
#
# This is a template: what stands in double braces is filled in for each host,
# with the quotes that YAML needs; "| shell" is for commands.
# Parameters of the profile or the host (none is needed):
#
#   disk       such as /dev/sda; else the smallest disk is taken
#   locale, keymap, timezone
#
# It is served as "user-data", with a "meta-data" and a "vendor-data" beside it.
autoinstall:
  version: 1
  locale: {{ host.params.locale | default: 'en_US.UTF-8' }}
  keyboard:
    layout: {{ host.params.keymap | default: 'us' }}
  timezone: {{ host.params.timezone | default: 'Etc/UTC' }}
  shutdown: reboot
  ssh:
    install-server: true
    allow-pw: false

  # What the new system's own cloud-init does at its first boot. With it, no
  # "identity" with a password is needed.
  user-data:
    hostname: {{ host.name }}
    disable_root: false
    users:
      - name: root
        ssh_authorized_keys: {{ ssh_keys }}

  # The early commands below put the disk's name in the place of this one.
  storage:
    layout:
      name: direct
      match:
        path: /dev/the-provisioners-choice

  # Before a disk is touched. When one of them fails, the installation ends here.
  early-commands:
    - |
      install={{ urls.install | shell }}
      report() { curl -sS -m 60 --retry 6 -o /dev/null "$@" "$install/events" || true; }
      fail() { report -d type=failed --data-urlencode "reason=$1"; exit 1; }
      # "started" closes the gate: from now on this machine boots its own disk.
      report -d type=started -d installer=subiquity
      disk={{ host.params.disk | default: '' | shell }}
      if [ -z "$disk" ]; then
        disk=$(lsblk --bytes --nodeps --noheadings --output NAME,SIZE,TYPE,TRAN,RO |
          awk '$3 == "disk" && $2 > 8e9 && !/usb|^zram|^nbd/ && $NF == 0 { print $2, $1 }' |
          sort -n | awk 'NR == 1 { print "/dev/" $2 }')
      fi
      [ -b "$disk" ] || fail "There is no disk of 8 GB or more: \${disk:-none}."
      # A disk that holds anything is taken only where that was authorised.
      if [ -n "$(head -c 1048576 "$disk" | tr -d '\\0')" ] &&
        ! curl -fsS -m 60 --retry 6 "$install/plan" | grep -q '"overwrite":true'; then
        fail "$disk holds data, and this install was not authorised to overwrite it."
      fi
      report -d type=step -d name=disk --data-urlencode "message=The installer takes $disk."
      sed -i "s|/dev/the-provisioners-choice|$disk|" /autoinstall.yaml
{% for script in urls.pre %}    - |
      # {{ script.title | shell }}
      install={{ urls.install | shell }}
      curl -fsS -m 300 --retry 6 -o /run/provisioner-script {{ script.url | shell }}
      chmod 700 /run/provisioner-script
      code=0
      /run/provisioner-script >/run/provisioner-output 2>&1 || code=$?
      curl -sS -m 60 --retry 6 --data-binary @/run/provisioner-output "$install/events?type=script-finished&phase=pre&title="{{ script.title | url_encode | shell }}"&exitCode=$code"
      exit $code
{% endfor %}
  # In the installer, with the new system below /target.
  late-commands:
{% for script in urls.post %}    - |
      # {{ script.title | shell }}
      install={{ urls.install | shell }}
      curl -fsS -m 300 --retry 6 -o /target/run/provisioner-script {{ script.url | shell }}
      chmod 700 /target/run/provisioner-script
      code=0
      chroot /target /run/provisioner-script >/run/provisioner-output 2>&1 || code=$?
      curl -sS -m 60 --retry 6 --data-binary @/run/provisioner-output "$install/events?type=script-finished&phase=post&title="{{ script.title | url_encode | shell }}"&exitCode=$code"
      exit $code
{% endfor %}    - |
      install={{ urls.install | shell }}
      curl -sS -m 60 --retry 6 -d system=Ubuntu "$install/localnode"
      curl -sS -m 60 --retry 6 -d type=finished "$install/events"

  # Whatever goes wrong is told, with the end of the installer's own log.
  error-commands:
    - |
      install={{ urls.install | shell }}
      tail -c 60000 /var/log/installer/subiquity-server-debug.log >/run/provisioner-log
      curl -sS -m 60 --retry 6 --data-binary @/run/provisioner-log "$install/events?type=failed&reason=The+installer+gave+up"
`;
