"""One installation, step by step, in the order that keeps the disk safe."""

import os
import socket
import time

import boot_loader
import disk_choice
import disks
import first_boot
import identity
import inventory
import network_setup
import partitions
import scripts
from commands import attempt
from disk_output import ZEROS, DiskOutput
from failure import InstallFailure
from http_client import Refusal, Unreachable
from image_stream import ImageStream
from image_writer import Ticker, write_image
from node_runtime import NodeRuntime
from target import Target, find_root

MIB = 1 << 20


class Install:
    def __init__(self, plan, base, http, screen, reporter):
        self._plan = plan
        self._base = base
        self._http = http
        self._screen = screen
        self._reporter = reporter
        self._target = Target()
        self._node = NodeRuntime(http, base, screen)

    def run(self, found):
        """Installs; raises InstallFailure with the reason, after unmounting everything."""
        try:
            self._run_scripts("pre", disk=self._tentative(found))
            # A script may have wiped, made or joined disks.
            found = disks.scan(quiet_time=0.25) if self._plan.get("preScripts") else found
            disk = self._choose(found)
            self._claim(disk)
            self._write(disk)
            self._set_up(disk)
        finally:
            self._target.close()
        self._reporter.report("finished")
        self._screen.say("All done: %s is installed." % self._plan["host"]["name"])

    def _step(self, name, message):
        self._screen.say(message)
        self._reporter.report("step", name=name, message=message)

    def _run_scripts(self, phase, disk, root=""):
        variables = scripts.environment(
            self._plan["host"], self._base, disk, "/" if root else None, inventory.own_address()
        )
        try:
            scripts.run_all(
                phase, self._plan.get(phase + "Scripts") or [], self._http, self._reporter,
                self._screen, variables, root, self._node,
            )
        except (Refusal, Unreachable) as error:
            raise InstallFailure("A %s-install script cannot be fetched: %s." % (phase, error)) from error

    def _needed(self):
        image = self._plan["image"]
        return image.get("rawSize") or (image["size"] if image["format"] == "raw" else None)

    def _pick(self, found):
        rule = self._plan["disk"]
        return disk_choice.choose(
            found, rule["rule"], rule.get("value"), bool(rule.get("overwrite")), self._needed()
        )

    def _tentative(self, found):
        """The disk that would be written now; scripts may look at it, or make a better one."""
        try:
            return self._pick(found).path
        except disk_choice.NoDisk:
            return None

    def _choose(self, found):
        try:
            return self._pick(found)
        except disk_choice.NoDisk as reason:
            raise InstallFailure(str(reason)) from reason

    def _claim(self, disk):
        """Nothing is written to a disk before the server has said yes to exactly that."""
        described = disk.described()
        claim = {key: described[key] for key in ("path", "size", "serial", "model", "hasData", "what")}
        self._screen.say("Asking for leave to write %s (%s)." % (disk.path, disk_choice.size_in_words(disk.size)))
        ok, reason = self._reporter.ask("claim", disk=claim)
        if not ok:
            raise InstallFailure("The server does not allow this disk to be written: %s." % reason)

    def _write(self, disk):
        image = self._plan["image"]
        self._screen.say("Writing the image to %s." % disk.path)
        started = time.monotonic()
        stream = ImageStream(self._http, image["url"], image["size"], self._screen.say)
        due = Ticker(lambda: True, 5)

        def progress(done):
            self._reporter.report("image-progress", **progress_of(done, image["size"], started))
            if due():
                self._screen.say(progress_line(done, image["size"], started))

        attempt(["wipefs", "--all", "--force", disk.path])
        try:
            output = DiskOutput(disk.path, disk.size)
        except OSError as error:
            raise InstallFailure("%s cannot be opened for writing: %s." % (disk.path, error.strerror)) from error
        try:
            write_image(stream, image["format"], output, progress)
            self._check(stream, image, output)
            self._reporter.report("image-progress", **progress_of(stream.offset, image["size"], started))
            self._step("verify", "Reading the disk back.")
            output.verify()
        except OSError as error:
            spoil(disk.path)
            raise InstallFailure("Writing to %s failed: %s." % (disk.path, error.strerror or error)) from error
        except InstallFailure:
            # Half an image must not look like a system to the next boot.
            spoil(disk.path)
            raise
        finally:
            output.close()
        duration = int((time.monotonic() - started) * 1000)
        self._reporter.report(
            "image-written", bytes=output.position, durationMs=duration, sha256=stream.sha256, verified=True
        )
        self._screen.say(
            "Wrote %d MiB in %.1f s; the checksum is good, and the disk was read back."
            % (output.position // MIB, duration / 1000)
        )

    def _check(self, stream, image, output):
        if stream.sha256 != image["sha256"].lower():
            raise InstallFailure(
                "The image has the wrong checksum: %s was promised, %s came." % (image["sha256"], stream.sha256)
            )
        if image.get("rawSize") and output.position != image["rawSize"]:
            raise InstallFailure(
                "The image has the wrong size: %d bytes were promised, %d came." % (image["rawSize"], output.position)
            )

    def _set_up(self, disk):
        partitions.reread(disk.path)
        label, found, grown = partitions.grow_last(disk.path)
        if grown:
            self._step("partition", "The last partition (%s) now reaches the end of the disk." % grown.path)
        root = find_root(found)
        sentence, _ = boot_loader.prepare(found)
        self._step("boot-loader", sentence)
        if root is None:
            self._without_linux(label)
            return
        self._target.mount_root(root)
        if grown and grown.number == root.number:
            partitions.grow_filesystem(grown, self._target.root)
            self._step("file-system", "The root file system fills its partition.")
        self._target.mount_rest(disk.path)
        self._target.mount_api()
        # Scripts inside ask for their host's name, and shall not hear ours.
        socket.sethostname(self._plan["host"]["name"])
        self._personalise()
        if self._plan.get("postScripts"):
            with self._target.name_service():
                self._run_scripts("post", disk.path, self._target.root)

    def _without_linux(self, label):
        if self._plan.get("postScripts"):
            raise InstallFailure(
                "No Linux root file system was found in the image (%s), so the post-install scripts "
                "cannot run." % ("partition table %s" % label if label else "no partition table")
            )
        self._step("identity", "No Linux root file system was found; name, keys and network stay as the image has them.")

    def _personalise(self):
        host = self._plan["host"]
        keys = self._plan.get("sshKeys") or []
        identity.set_name(self._target, host["name"], host.get("domain"))
        identity.set_machine_id(self._target)
        identity.authorize(self._target, keys)
        trouble = identity.make_host_keys(self._target)
        self._step(
            "identity",
            "Set the name %s, %d SSH key(s), a new machine id and new host keys." % (host["name"], len(keys))
            if trouble is None
            else "Set the name %s and %d SSH key(s); new host keys failed: %s." % (host["name"], len(keys), trouble),
        )
        way = network_setup.set_up(self._target, host)
        how = host["address"] if host.get("address") else "DHCP"
        self._step(
            "network",
            "The network is set up for %s (%s)." % (way, how) if way else "No network configuration program is known in this image.",
        )
        if not first_boot.install(self._target, self._base):
            self._step("first-boot", "The image has no systemd or bash: its first boot will not be reported.")


def spoil(path):
    """Makes a disk that was written in part unbootable."""
    try:
        fd = os.open(path, os.O_WRONLY)
        try:
            os.pwrite(fd, ZEROS, 0)
            os.fsync(fd)
        finally:
            os.close(fd)
    except OSError:
        return


def progress_of(done, total, started):
    seconds = max(time.monotonic() - started, 0.001)
    rate = done / seconds
    left = (total - done) / rate if rate > 0 else None
    return {
        "bytes": done,
        "total": total,
        "bytesPerSecond": int(rate),
        "secondsLeft": None if left is None else int(left + 0.5),
    }


def progress_line(done, total, started):
    values = progress_of(done, total, started)
    return "%d %% of the image, %.1f MiB/s, %s s left." % (
        100 * done // max(total, 1), values["bytesPerSecond"] / MIB, values["secondsLeft"],
    )
