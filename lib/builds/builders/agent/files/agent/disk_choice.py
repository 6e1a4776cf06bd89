"""Which disk is written: a pure rule over the disks, never a guess."""

GIB = 1 << 30


class NoDisk(Exception):
    """No disk may be written; the message says why, disk by disk."""


def never(disk, explicit):
    """Why a disk is never chosen, or None. `explicit`: a person named this very disk."""
    if disk.read_only:
        return "is read-only"
    if disk.removable:
        return "is removable"
    if disk.transport == "usb":
        # The medium that we were booted from, if any, is one of these.
        if any(word.startswith("iso9660") for word in disk.contents):
            return "is a boot medium"
        if not explicit:
            return "is on USB, and only a rule that names it chooses such a disk"
    return None


def matches(disk, rule, value):
    if rule == "serial":
        return bool(value) and (disk.serial or "").lower() == value.strip().lower()
    if rule == "path":
        return value in (disk.path, disk.path.replace("/dev/", "", 1), *disk.aliases)
    return True


def choose(disks, rule, value=None, overwrite=False, needed=None):
    """
    The one disk to write. Rules: `smallest` and `largest` (of those that are
    large enough; among equals the first by path), `serial`, `path`. `needed`
    is the least size in bytes, None when it is not known. A disk that holds
    data is chosen only with `overwrite`: without it, `smallest` and `largest`
    choose among the blank disks. Raises NoDisk with the reasons.
    """
    if rule not in ("smallest", "largest", "serial", "path"):
        raise NoDisk('The disk rule "%s" is not known.' % rule)
    explicit = rule in ("serial", "path")
    named = [disk for disk in disks if matches(disk, rule, value)]
    if not disks:
        raise NoDisk("This machine has no disk, or none whose driver the agent has.")
    if not named:
        listed = "; ".join("%s (serial %s)" % (disk.path, disk.serial or "none") for disk in disks)
        raise NoDisk('No disk has the %s "%s". There are: %s.' % (rule, value, listed))
    good, reasons = [], []
    for disk in named:
        reason = never(disk, explicit) or too_small(disk, needed) or guarded(disk, overwrite)
        if reason:
            reasons.append("%s (%s) %s" % (disk.path, size_in_words(disk.size), reason))
        else:
            good.append(disk)
    if not good:
        raise NoDisk("No disk can be written: %s." % "; ".join(reasons))
    ordered = sorted(good, key=lambda disk: (disk.size, natural(disk.path)))
    if rule != "largest":
        return ordered[0]
    largest = ordered[-1].size
    return next(disk for disk in ordered if disk.size == largest)


def natural(path):
    """Sorts sda before sdaa, and nvme2n1 before nvme10n1."""
    return (len(path), path)


def too_small(disk, needed):
    if needed is not None and disk.size < needed:
        return "is too small, the image needs %s" % size_in_words(needed)
    return None


def guarded(disk, overwrite):
    if disk.contents and not overwrite:
        return "holds data (%s), and this install may not overwrite data" % disk.what
    return None


def size_in_words(size):
    if size >= GIB:
        return "%.1f GiB" % (size / GIB)
    return "%.0f MiB" % (size / (1 << 20))
