"""The one-shot unit of the installed system that tells the server of its first boot."""

import os
import shlex

from identity import write_file

UNIT = "provisioner-first-boot.service"
FOLDER = "usr/local/lib/provisioner"

UNIT_TEXT = """\
# Written by the provisioner when this host was installed; goes away by itself.
[Unit]
Description=Tell the provisioner that this host is up
After=ssh.service sshd.service
Wants=network.target

[Service]
Type=exec
ExecStart=/bin/bash /usr/local/lib/provisioner/first-boot
TimeoutStartSec=infinity
Restart=on-failure
RestartSec=30

[Install]
WantedBy=multi-user.target
"""


def split_url(url):
    """(scheme, host, port, path) of an http or https URL, as the script's /dev/tcp needs them."""
    scheme, _, rest = url.partition("://")
    authority, _, path = rest.partition("/")
    if authority.startswith("["):
        host, _, port = authority[1:].partition("]")
        port = port.lstrip(":")
    else:
        host, _, port = authority.partition(":")
    return scheme, host, int(port or (443 if scheme == "https" else 80)), "/" + path


def script_text(base):
    """The bash script, with the server's address filled in."""
    scheme, host, port, path = split_url(base + "/events")
    with open(os.path.join(os.path.dirname(__file__), "first-boot.sh"), encoding="utf-8") as file:
        template = file.read()
    authority = "[%s]:%d" % (host, port) if ":" in host else "%s:%d" % (host, port)
    values = {"URL": base + "/events", "SCHEME": scheme, "SERVER": host, "PORT": str(port),
              "ROUTE": path, "AUTHORITY": authority}
    settings = "".join("%s=%s\n" % (key, shlex.quote(value)) for key, value in values.items())
    return template.replace("# SETTINGS\n", settings)


def install(target, base):
    """Writes and enables the unit; False where the system has no systemd or bash."""
    systemd = os.path.exists(target.path("usr/lib/systemd/systemd")) or os.path.exists(
        target.path("lib/systemd/systemd")
    )
    if not systemd or not os.path.exists(target.path("bin/bash")):
        return False
    write_file(target.path(FOLDER, "first-boot"), script_text(base), 0o700)
    write_file(target.path("etc/systemd/system", UNIT), UNIT_TEXT)
    wants = target.path("etc/systemd/system/multi-user.target.wants")
    os.makedirs(wants, exist_ok=True)
    link = os.path.join(wants, UNIT)
    if not os.path.lexists(link):
        os.symlink("/etc/systemd/system/" + UNIT, link)
    return True
