"""Makes sure that any UEFI finds a boot loader: the fallback path of the ESP."""

import glob
import os
import shutil

from commands import attempt

MOUNT_POINT = "/run/provisioner/esp"
# UEFI Specification 3.5.1.1: removable media boot behaviour, x64.
FALLBACK = "EFI/BOOT/BOOTX64.EFI"


def child(folder, name):
    """An entry of a FAT folder, whatever case it was written in; None where there is none."""
    try:
        return next((entry for entry in os.listdir(folder) if entry.lower() == name.lower()), None)
    except OSError:
        return None


def resolve(base, path):
    """The real path of base/path on FAT; None where it does not exist."""
    for part in path.split("/"):
        entry = child(base, part)
        if entry is None:
            return None
        base = os.path.join(base, entry)
    return base


def fallback_source(base):
    """The distribution's own loader that may stand in as the fallback: shim first, as Secure Boot wants it."""
    efi = resolve(base, "EFI")
    if not efi:
        return None
    for name in ("shimx64.efi", "grubx64.efi", "systemd-bootx64.efi"):
        for folder in sorted(glob.glob(efi + "/*")):
            found = resolve(folder, name)
            if found and os.path.basename(folder).lower() != "boot":
                return found
    return None


def ensure_fallback(esp):
    """
    Puts a loader at the fallback path of a mounted ESP when none is there.
    Gives a sentence of what was found or done, and whether UEFI can boot it.
    """
    if resolve(esp, FALLBACK):
        return "UEFI finds the boot loader at its fallback path.", True
    source = fallback_source(esp)
    if not source:
        return "The EFI system partition holds no boot loader.", False
    folder = os.path.join(esp, "EFI", child(esp + "/EFI", "BOOT") or "BOOT")
    os.makedirs(folder, exist_ok=True)
    shutil.copyfile(source, os.path.join(folder, "BOOTX64.EFI"))
    # shim loads grubx64.efi from beside itself, with MokManager for its errors.
    for beside in ("grubx64.efi", "mmx64.efi"):
        other = resolve(os.path.dirname(source), beside)
        if other and os.path.basename(source).lower() == "shimx64.efi":
            shutil.copyfile(other, os.path.join(folder, beside))
    return "The boot loader was copied to UEFI's fallback path.", True


def prepare(found):
    """Checks the ESP among the partitions; gives (sentence, whether UEFI can boot the disk)."""
    esp = next((partition for partition in found if partition.is_esp), None)
    if esp is None:
        return "The image has no EFI system partition: it boots by BIOS only.", False
    os.makedirs(MOUNT_POINT, exist_ok=True)
    result = attempt(["mount", "-t", "vfat", esp.path, MOUNT_POINT])
    if result.returncode != 0:
        return "The EFI system partition cannot be mounted: %s" % result.stderr.strip(), False
    try:
        return ensure_fallback(MOUNT_POINT)
    finally:
        attempt(["umount", MOUNT_POINT])
