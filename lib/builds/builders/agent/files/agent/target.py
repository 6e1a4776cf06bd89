"""The installed system, mounted so that it can be set up and scripts can run inside."""

import contextlib
import os
import shutil

from commands import attempt, run
from partitions import LINUX_FILESYSTEMS

ROOT = "/target"


def looks_like_root(path):
    return os.path.exists(path + "/etc/os-release") or os.path.lexists(path + "/usr/lib/os-release")


def find_root(found):
    """The partition that holds a Linux system, or None."""
    os.makedirs(ROOT, exist_ok=True)
    candidates = [partition for partition in found if partition.filesystem in LINUX_FILESYSTEMS]
    for partition in sorted(candidates, key=lambda candidate: candidate.size, reverse=True):
        if attempt(["mount", "-o", "ro,noload" if partition.filesystem.startswith("ext") else "ro",
                    partition.path, ROOT]).returncode != 0:
            continue
        good = looks_like_root(ROOT)
        run(["umount", ROOT])
        if good:
            return partition
    return None


def parse_fstab(text, by_tag):
    """(device, mount point) of the ordinary file systems below /; `by_tag` resolves UUID=… and such."""
    mounts = []
    for line in text.splitlines():
        fields = line.split("#", 1)[0].split()
        if len(fields) < 3 or not fields[1].startswith("/") or fields[1] == "/":
            continue
        if fields[2] not in ("vfat", *LINUX_FILESYSTEMS):
            continue
        device = by_tag(fields[0]) if "=" in fields[0] else fields[0]
        if device:
            mounts.append((device, fields[1]))
    return sorted(mounts, key=lambda mount: mount[1])


def device_by_tag(tag):
    result = attempt(["blkid", "--match-token", tag.replace('"', ""), "--output", "device"])
    return result.stdout.splitlines()[0] if result.stdout.strip() else None


class Target:
    """The mounted system; `close` unmounts all of it, in reverse."""

    def __init__(self):
        self.root = ROOT
        self._mounted = []

    def path(self, *parts):
        """A path inside the system, as seen from here."""
        return os.path.join(self.root, *(part.lstrip("/") for part in parts))

    def mount_root(self, partition):
        self._mount([partition.path], self.root)

    def mount_rest(self, disk_path):
        """/boot, /boot/efi and the like, as the system's own fstab says, from this disk only."""
        try:
            with open(self.path("etc/fstab"), encoding="utf-8", errors="replace") as file:
                text = file.read()
        except OSError:
            return
        for device, where in parse_fstab(text, device_by_tag):
            if device.startswith(disk_path):
                os.makedirs(self.path(where), exist_ok=True)
                self._mount([device], self.path(where))

    def mount_api(self):
        """What programs inside expect: /dev, /proc, /sys, /run and a working DNS."""
        for where in ("dev", "proc", "sys", "run", "tmp"):
            os.makedirs(self.path(where), exist_ok=True)
        self._mount(["--bind", "/dev"], self.path("dev"))
        self._mount(["--bind", "/dev/pts"], self.path("dev/pts"))
        self._mount(["-t", "proc", "proc"], self.path("proc"))
        self._mount(["-t", "sysfs", "sysfs"], self.path("sys"))
        if os.path.isdir("/sys/firmware/efi/efivars"):
            attempt(["mount", "-t", "efivarfs", "efivarfs", self.path("sys/firmware/efi/efivars")])
            self._mounted.append(self.path("sys/firmware/efi/efivars"))
        self._mount(["-t", "tmpfs", "-o", "mode=0755", "tmpfs"], self.path("run"))
        self._mount(["-t", "tmpfs", "-o", "mode=1777", "tmpfs"], self.path("tmp"))

    @contextlib.contextmanager
    def name_service(self):
        """The agent's resolv.conf inside, for as long as scripts run."""
        place = self.path("etc/resolv.conf")
        if not os.path.exists("/etc/resolv.conf"):
            yield
            return
        if os.path.islink(place) and (inner := self._inside_run(place)):
            # systemd-resolved's link: its target is on the tmpfs that vanishes anyway.
            os.makedirs(os.path.dirname(inner), exist_ok=True)
            shutil.copy("/etc/resolv.conf", inner)
            yield
            return
        kept = place + ".provisioner"
        had = os.path.lexists(place)
        if had:
            os.rename(place, kept)
        shutil.copy("/etc/resolv.conf", place)
        ours = os.stat(place)
        try:
            yield
        finally:
            # A script that put its own file there has meant it.
            with contextlib.suppress(OSError):
                now = os.stat(place)
                if (now.st_ino, now.st_mtime_ns) == (ours.st_ino, ours.st_mtime_ns):
                    os.unlink(place)
                    if had:
                        os.rename(kept, place)
                elif had:
                    os.unlink(kept)

    def _inside_run(self, link):
        to = os.path.normpath(os.path.join("/etc", os.readlink(link)))
        return self.path(to) if to.startswith("/run/") else None

    def close(self):
        run(["sync"])
        while self._mounted:
            where = self._mounted.pop()
            if attempt(["umount", where]).returncode != 0:
                # A daemon that a script left behind; its files are written all the same.
                attempt(["umount", "-l", where])
        run(["sync"])

    def _mount(self, what, where):
        run(["mount", *what, where])
        self._mounted.append(where)


def chroot(root, argv, timeout=300):
    """Runs a program inside; gives its result, whatever it is."""
    return attempt(["chroot", root, *argv], timeout=timeout)
