"""The partitions of a written disk: found, grown, and which of them is what."""

import json
import os
import time
from dataclasses import dataclass

from commands import attempt, run
from failure import InstallFailure

# UEFI Specification, table 5.7; and EF in an MBR (5.2.2).
ESP_TYPES = ("C12A7328-F81F-11D2-BA4B-00A0C93EC93B", "EF")
GROWABLE = ("ext2", "ext3", "ext4", "xfs", "btrfs")
LINUX_FILESYSTEMS = GROWABLE
EXTENDED_TYPES = ("5", "F", "85")


@dataclass
class Partition:
    path: str
    number: int
    start: int
    size: int
    kind: str
    filesystem: str = None

    @property
    def is_esp(self):
        return self.kind.upper() in ESP_TYPES


def parse_table(text, number_of):
    """(label, partitions) from `sfdisk --json`; sizes in sectors. `number_of` maps a node to its number."""
    table = json.loads(text)["partitiontable"]
    found = [
        Partition(
            path=entry["node"],
            number=number_of(entry["node"]),
            start=entry["start"],
            size=entry["size"],
            kind=entry["type"],
        )
        for entry in table.get("partitions", [])
    ]
    return table["label"], found


def partition_number(disk_path):
    """A function from a partition's path to its number: 3 of /dev/sda3 and of /dev/nvme0n1p3."""
    return lambda node: int(node[len(disk_path):].lstrip("p"))


def reread(disk_path):
    """Makes the kernel look at the partition table again, and waits for the device files."""
    for _ in range(20):
        result = attempt(["blockdev", "--rereadpt", disk_path])
        if result.returncode == 0:
            break
        time.sleep(0.25)
    else:
        raise InstallFailure("The kernel does not take the new partition table of %s." % disk_path, result.stderr)


def load(disk_path):
    """(label, partitions with their file systems); (None, []) for a disk without a table."""
    result = attempt(["sfdisk", "--json", disk_path])
    if result.returncode != 0:
        return None, []
    label, found = parse_table(result.stdout, partition_number(disk_path))
    for partition in found:
        wait_for(partition.path)
        partition.filesystem = filesystem_of(partition.path)
    return label, found


def wait_for(path, patience=5.0):
    while not os.path.exists(path) and patience > 0:
        time.sleep(0.1)
        patience -= 0.1


def filesystem_of(path):
    """The type of the file system on a device, None where there is none."""
    result = attempt(["blkid", "--probe", "--match-tag", "TYPE", "--output", "value", path])
    return result.stdout.strip() or None


def last_growable(label, found):
    """The partition that ends last, when it may be grown: not an extended one, and not the ESP."""
    real = [partition for partition in found if partition.kind.upper() not in EXTENDED_TYPES]
    if not real:
        return None
    last = max(real, key=lambda partition: partition.start)
    if last.is_esp or last.filesystem not in GROWABLE:
        return None
    # A logical partition would need its extended one grown first.
    if label == "dos" and last.number > 4:
        return None
    return last


def grow_last(disk_path):
    """
    Stretches the last partition to the end of the disk, which also puts the
    backup GPT where it belongs. Gives (label, partitions, the grown one or
    None); the grown one's size is what it was, as nobody asks for it.
    """
    label, found = load(disk_path)
    last = last_growable(label, found)
    if last is None:
        if label == "gpt":
            # Even where nothing grows the backup header has to be at the end (UEFI 5.3.2).
            attempt(["sfdisk", "--no-reread", "--force", "--relocate", "gpt-bak-std", disk_path])
        return label, found, None
    run(
        ["sfdisk", "--no-reread", "--no-tell-kernel", "--force", "-N", str(last.number), disk_path],
        stdin=", +\n",
    )
    reread(disk_path)
    wait_for(last.path)
    return label, found, last


def grow_filesystem(partition, mounted_at):
    """Grows a mounted file system to its partition's size."""
    if partition.filesystem in ("ext2", "ext3", "ext4"):
        run(["resize2fs", partition.path])
    elif partition.filesystem == "xfs":
        run(["xfs_growfs", mounted_at])
    elif partition.filesystem == "btrfs":
        run(["btrfs", "filesystem", "resize", "max", mounted_at])
