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
