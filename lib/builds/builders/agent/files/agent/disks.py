"""The disks of this machine, as the kernel lists them."""

import glob
import os
import re
import time
from dataclasses import dataclass, field

import signatures
from inventory import read, read_number

# Not disks that a system is installed on: loops, RAM, CD drives, floppies,
# network and mapped devices, and the boot areas of eMMC.
OTHER_DEVICES = re.compile(r"^(loop|ram|zram|sr|fd|nbd|dm-|md|mtdblock|rbd|drbd)|^mmcblk\d+(boot\d+|rpmb)$")
SECTOR = 512
# Seconds without a change after which the list of disks counts as whole.
QUIET = 1.0


@dataclass
class Disk:
    path: str
    size: int
    name: str = ""
    model: str = None
    serial: str = None
    rotational: bool = False
    transport: str = "unknown"
    removable: bool = False
    read_only: bool = False
    # What is on it, such as "gpt partition table"; empty for a blank disk.
    contents: list = field(default_factory=list)
    # Other paths of the same disk, such as /dev/disk/by-path/….
    aliases: list = field(default_factory=list)

    @property
    def what(self):
        return ", ".join(self.contents) or None

    def described(self):
        """As the inventory reports it."""
        return {
            "path": self.path,
            "name": self.name,
            "size": self.size,
            "model": self.model,
            "serial": self.serial,
            "rotational": self.rotational,
            "transport": self.transport,
            "removable": self.removable,
            "readOnly": self.read_only,
            "hasData": bool(self.contents),
            "what": self.what,
        }


def transport(device):
    """The bus of a disk, from the path of its device in /sys."""
    for mark, name in (
        ("/usb", "usb"),
        ("/nvme", "nvme"),
        ("/virtio", "virtio"),
        ("/mmc", "mmc"),
        ("/ata", "sata"),
        ("/vmbus", "hyperv"),
        ("/vbd-", "xen"),
        ("/end_device-", "sas"),
        ("/rport-", "fc"),
        ("/session", "iscsi"),
        ("/host", "scsi"),
    ):
        if mark in device:
            return name
    return "unknown"


def serial_of(base):
    """A disk's serial number; SCSI disks keep theirs in VPD page 0x80 (SPC-4, 7.8.14)."""
    for name in ("/device/serial", "/serial"):
        value = read(base + name)
        if value:
            return value
    try:
        with open(base + "/device/vpd_pg80", "rb") as file:
            page = file.read()
    except OSError:
        return None
    return page[4:].decode("ascii", "replace").strip("\0 ") or None


def inspect(name):
    base = "/sys/block/" + name
    path = "/dev/" + name.replace("!", "/")
    device = os.path.realpath(base)
    return Disk(
        path=path,
        name=name,
        size=(read_number(base + "/size", 0) or 0) * SECTOR,
        model=" ".join(
            part for part in (read(base + "/device/vendor"), read(base + "/device/model"))
            # virtio's "vendor" is a PCI number, ATA's is the word ATA.
            if part and not part.startswith("0x") and part != "ATA"
        ) or None,
        serial=serial_of(base),
        rotational=read(base + "/queue/rotational") == "1",
        transport=transport(device),
        removable=read(base + "/removable") == "1",
        read_only=read(base + "/ro") == "1",
        contents=signatures.contents(path),
    )


def names():
    """Kernel names of everything that could be a disk, hidden paths of NVMe left out."""
    found = (os.path.basename(path) for path in glob.glob("/sys/block/*"))
    return sorted(
        name
        for name in found
        if not OTHER_DEVICES.match(name) and (read_number("/sys/block/%s/size" % name, 0) or 0) > 0
    )


def settle(patience, quiet_time=QUIET, sleep=time.sleep, list_names=names):
    """Waits until the list of disks has been quiet for a while; controllers take their time."""
    waited, quiet, before = 0.0, 0.0, None
    while waited < patience and (quiet < quiet_time or not before):
        now = list_names()
        quiet = quiet + 0.25 if now == before else 0.0
        before = now
        sleep(0.25)
        waited += 0.25
    return before or []


def scan(patience=20, quiet_time=QUIET):
    """All disks, after they have settled. Waits up to `patience` seconds for the first."""
    return [inspect(name) for name in settle(patience, quiet_time)]
