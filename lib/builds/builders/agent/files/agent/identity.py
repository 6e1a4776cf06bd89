"""What makes the written image this host: name, keys, machine id."""

import glob
import os
import re
import shutil
import uuid

from target import chroot


def write_file(path, text, mode=0o644):
    """Writes a file whole, replacing what was there, links included."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    half = path + ".new"
    with open(half, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(half, mode)
    os.rename(half, path)


def hosts_text(name, domain, old=""):
    """/etc/hosts with the name on 127.0.1.1, as Debian does it; other lines stay."""
    names = "%s.%s %s" % (name, domain, name) if domain else name
    kept = [
        line
        for line in old.splitlines()
        if not re.match(r"\s*(127\.0\.1\.1|127\.0\.0\.1|::1)\s", line)
    ]
    lines = ["127.0.0.1 localhost", "127.0.1.1 " + names, "::1 localhost ip6-localhost ip6-loopback"]
    return "\n".join(lines + kept) + "\n"


def set_name(target, name, domain):
    write_file(target.path("etc/hostname"), name + "\n")
    old = ""
    if os.path.exists(target.path("etc/hosts")):
        with open(target.path("etc/hosts"), encoding="utf-8", errors="replace") as file:
            old = file.read()
    write_file(target.path("etc/hosts"), hosts_text(name, domain, old))


def authorize(target, keys):
    """Lets these public keys log in as root; keys that the image brought are replaced."""
    folder = target.path("root/.ssh")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    os.chmod(folder, 0o700)
    write_file(folder + "/authorized_keys", "".join(key.strip() + "\n" for key in keys), 0o600)


def set_machine_id(target):
    """A machine id of this host's own (machine-id(5)), also where D-Bus keeps a copy."""
    write_file(target.path("etc/machine-id"), uuid.uuid4().hex + "\n", 0o444)
    copy = target.path("var/lib/dbus/machine-id")
    if os.path.isfile(copy) and not os.path.islink(copy):
        shutil.copy(target.path("etc/machine-id"), copy)
    for seed in ("var/lib/systemd/random-seed", "var/lib/systemd/credential.secret"):
        if os.path.exists(target.path(seed)):
            os.unlink(target.path(seed))


def make_host_keys(target):
    """New SSH host keys; gives why not, or None. Without OpenSSH there is nothing to do."""
    if not os.path.exists(target.path("usr/bin/ssh-keygen")):
        return None
    old = glob.glob(target.path("etc/ssh/ssh_host_*"))
    kinds = ["ed25519", "ecdsa"]
    # RSA takes seconds to make on a slow machine: only where the image had one.
    if any("ssh_host_rsa_key" in path for path in old):
        kinds.append("rsa")
    for path in old:
        os.unlink(path)
    for kind in kinds:
        argv = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "", "-f", "/etc/ssh/ssh_host_%s_key" % kind]
        result = chroot(target.root, argv)
        if result.returncode != 0:
            return (result.stderr or result.stdout).strip()
    return None
