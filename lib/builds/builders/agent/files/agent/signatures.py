"""What is on a disk: partition tables, file systems, RAID and LVM marks."""

import glob
import json
import os

from commands import attempt

PEEK = 1 << 20


def contents(path):
    """
    What a disk holds, in words; an empty list for a blank one. A disk that
    cannot be read counts as holding something: nobody can know.
    """
    result = attempt(["wipefs", "--no-act", "--json", "--output", "TYPE,LABEL", path], timeout=60)
    if result.returncode != 0:
        return ["something that cannot be read"]
    found = describe(parse_wipefs(result.stdout))
    for partition in partitions(path):
        inner = attempt(["wipefs", "--no-act", "--json", "--output", "TYPE,LABEL", partition], timeout=60)
        found += describe(parse_wipefs(inner.stdout)) if inner.returncode == 0 else []
    if not found and not is_blank(path):
        found = ["unknown data at its start"]
    return list(dict.fromkeys(found))


def parse_wipefs(text):
    """(type, label) pairs of wipefs' JSON; it prints nothing for a blank disk."""
    if not text.strip():
        return []
    entries = json.loads(text).get("signatures", [])
    return [(entry.get("type"), entry.get("label")) for entry in entries]


TABLES = ("gpt", "dos", "PMBR", "atari", "bsd", "mac", "sgi", "sun")


def describe(pairs):
    words = []
    for kind, label in pairs:
        # The protective MBR of a GPT is the same table told twice.
        if kind == "PMBR" and any(other == "gpt" for other, _ in pairs):
            continue
        if kind in TABLES:
            words.append("%s partition table" % kind)
        else:
            words.append('%s "%s"' % (kind, label) if label else str(kind))
    return words


def partitions(path):
    """Device paths of the partitions that the kernel sees on a disk."""
    name = os.path.basename(path)
    found = glob.glob("/sys/block/%s/%s*/partition" % (name, name))
    return sorted("/dev/" + os.path.basename(os.path.dirname(entry)) for entry in found)


def is_blank(path):
    """True when the first MiB is all zero: no known mark, and nothing unknown either."""
    try:
        with open(path, "rb", buffering=0) as device:
            start = device.read(PEEK)
    except OSError:
        return False
    return start.count(0) == len(start)
