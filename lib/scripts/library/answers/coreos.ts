/** Fedora CoreOS's answer file. https://coreos.github.io/ignition/configuration-v3_4/ */

/**
 * JSON has no comments: those of the template are left out as it is filled in.
 * A file's content is a `data:` URL (RFC 2397).
 */
export const coreosIgnition = `{% comment %}
Fedora CoreOS by Ignition: the team's SSH keys, a name, and a word to the
provisioner when the new system is up. Ignition says what is to be there; it
runs once, at the first boot, before anything else. So there are no pre- and
post-install scripts here: write units and files.

This is a template: what stands in double braces is filled in for each host,
with the quotes that JSON needs. The installer writes to the disk that the sub
script names, and reports nothing itself; the unit below says that it is done.
{% endcomment %}
{% assign hostname = host.name | url_encode | prepend: 'data:,' %}
{% assign environment = urls.install | prepend: 'INSTALL=' | url_encode | prepend: 'data:,' %}
{
  "ignition": {
    "version": "3.4.0"
  },
  "passwd": {
    "users": [
      {
        "name": "core",
        "sshAuthorizedKeys": {{ ssh_keys }}
      }
    ]
  },
  "storage": {
    "files": [
      {
        "path": "/etc/hostname",
        "mode": 420,
        "overwrite": true,
        "contents": {
          "source": {{ hostname }}
        }
      },
      {
        "path": "/etc/provisioner.env",
        "mode": 384,
        "contents": {
          "source": {{ environment }}
        }
      }
    ]
  },
  "systemd": {
    "units": [
      {
        "name": "provisioner-first-boot.service",
        "enabled": true,
        "contents": "[Unit]\\nDescription=Tell the provisioner that this host is up\\nWants=network-online.target\\nAfter=network-online.target sshd.service\\nConditionFirstBoot=true\\n\\n[Service]\\nType=oneshot\\nEnvironmentFile=/etc/provisioner.env\\nExecStart=/usr/bin/curl -sS --retry 60 --retry-delay 5 --retry-connrefused -d type=finished \${INSTALL}/events\\nExecStart=/usr/bin/curl -sS --retry 60 --retry-delay 5 --retry-connrefused -d type=first-boot \${INSTALL}/events\\nExecStart=/usr/bin/curl -sS --retry 60 --retry-delay 5 --retry-connrefused -d system=CoreOS \${INSTALL}/localnode\\n\\n[Install]\\nWantedBy=multi-user.target\\n"
      }
    ]
  }
}
`;
