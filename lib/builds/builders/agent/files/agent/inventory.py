"""What this machine is, read from /proc and /sys."""

import glob
import os
import platform

import kernel_line

# Written by the DHCP client's script.
NETWORK_FILE = "/run/provisioner/network"


def read(path, default=""):
    """A small file of /sys or /proc as text; the default where it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read().strip().strip("\0").strip()
    except OSError:
        return default


def read_number(path, default=None):
    try:
        return int(read(path), 0)
    except ValueError:
        return default


# What boards say when nobody filled the field in.
PLACEHOLDERS = ("", "none", "not specified", "to be filled by o.e.m.", "default string", "system serial number", "0")


def dmi(name):
    """A field of SMBIOS; None where it is empty or a placeholder."""
    value = read("/sys/class/dmi/id/" + name)
    return None if value.lower() in PLACEHOLDERS else value


def firmware():
    return "uefi" if os.path.isdir("/sys/firmware/efi") else "bios"


def parse_cpu(cpuinfo):
    """Model, cores and threads from the text of /proc/cpuinfo."""
    model, threads, cores = None, 0, set()
    for block in cpuinfo.split("\n\n"):
        fields = dict(
            (key.strip(), value.strip())
            for key, separator, value in (line.partition(":") for line in block.splitlines())
            if separator
        )
        if "processor" not in fields:
            continue
        threads += 1
        model = model or fields.get("model name")
        # Virtual machines may leave these out: then each thread is a core.
        package = fields.get("physical id", "0")
        cores.add((package, fields.get("core id", fields["processor"])))
    return {"model": model or "unknown", "cores": len(cores), "threads": threads}


def own_address():
    """The address that DHCP gave to the agent; None without one."""
    return kernel_line.parse(read(NETWORK_FILE)).get("address")


def memory_bytes():
    """Installed memory where the firmware lists its blocks, else what the kernel manages."""
    size = read("/sys/devices/system/memory/block_size_bytes")
    blocks = len(glob.glob("/sys/devices/system/memory/memory[0-9]*"))
    if size and blocks:
        return int(size, 16) * blocks
    for line in read("/proc/meminfo").splitlines():
        if line.startswith("MemTotal:"):
            return int(line.split()[1]) * 1024
    return 0


def card(path):
    """One network card below /sys/class/net."""
    speed = read_number(path + "/speed", -1)
    driver = os.path.realpath(path + "/device/driver")
    return {
        "name": os.path.basename(path),
        "mac": read(path + "/address"),
        "driver": os.path.basename(driver) if os.path.exists(driver) else None,
        "linkUp": read(path + "/carrier") == "1",
        # The kernel says -1 where the speed is not known, as on virtio.
        "speedMbps": speed if speed > 0 else None,
    }


def cards():
    paths = sorted(glob.glob("/sys/class/net/*"))
    return [card(path) for path in paths if os.path.exists(path + "/device")]


def take(disks):
    """The whole inventory; disks are given, as their list is needed elsewhere too."""
    return {
        "cpu": parse_cpu(read("/proc/cpuinfo")),
        "memoryBytes": memory_bytes(),
        "disks": [disk.described() for disk in disks],
        "cards": cards(),
        "firmware": firmware(),
        "vendor": dmi("sys_vendor"),
        "product": dmi("product_name"),
        "serial": dmi("product_serial"),
        "uuid": (dmi("product_uuid") or "").lower() or None,
        "biosVersion": dmi("bios_version"),
        "arch": platform.machine(),
    }
