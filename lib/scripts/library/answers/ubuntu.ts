/** Ubuntu's answer file. https://canonical-subiquity.readthedocs-hosted.com/en/latest/reference/autoinstall-reference.html */
import { indented, scriptEnvironment, shellFunctions, smallestDisk } from './shell-functions';

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
# It is served as "user-data", with "meta-data", "vendor-data" and "network-config" beside it.
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
  # The first one makes a file of what the others share.
  early-commands:
    - |
      cat >/run/provisioner.sh <<'END'
${indented(shellFunctions, 6)}
      END
      cat >/run/provisioner-environment.sh <<'END'
${indented(scriptEnvironment, 6)}
      END
    - |
      . /run/provisioner-environment.sh
      . /run/provisioner.sh
      # "started" closes the gate: from now on this machine boots its own disk.
      report type=started installer=subiquity
      disk={{ host.params.disk | default: '' | shell }}
${indented(smallestDisk, 6)}
      echo "export PROVISIONER_DISK=$disk" >>/run/provisioner-environment.sh
      sed -i "s|/dev/the-provisioners-choice|$disk|" /autoinstall.yaml
    # The profile's pre-install scripts, in order.
    - |
      . /run/provisioner-environment.sh
      . /run/provisioner.sh
{% for script in urls.pre %}      run pre {{ script.title | shell }} {{ script.title | url_encode | shell }} {{ script.url | shell }}
{% endfor %}
  # In the installer, with the new system below /target, in which the profile's
  # post-install scripts run, in order.
  late-commands:
    - |
      . /run/provisioner-environment.sh
      . /run/provisioner.sh
      root=/target
{% for script in urls.post %}      run post {{ script.title | shell }} {{ script.title | url_encode | shell }} {{ script.url | shell }}
{% endfor %}      rm -rf /target/tmp/provisioner-bin
      send -d system=Ubuntu "$install/localnode"
      report type=finished

  # Whatever goes wrong is told, with the end of the installer's own log.
  error-commands:
    - |
      . /run/provisioner-environment.sh
      . /run/provisioner.sh
      send --data-binary @/var/log/installer/subiquity-server-debug.log "$install/events?type=failed&reason=The+installer+gave+up"
`;
