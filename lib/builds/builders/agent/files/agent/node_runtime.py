"""node for scripts that want it where it is not: the server's own, kept in memory."""

import contextlib
import hashlib
import os
import re
import shutil
import struct
import zlib

from commands import attempt
from failure import InstallFailure
from http_client import Refusal, Unreachable

NAMES = ("node", "nodejs")
# Inside and outside of the installed system, in each on a tmpfs.
FOLDER = "/run/provisioner-node"
# What the agent's own Linux keeps for it: see contents.ts.
LIBRARY_FOLDERS = ("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib")
LOADER = "ld-linux-x86-64.so.2"
LIBRARIES = (
    LOADER, "libc.so.6", "libdl.so.2", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0", "libstdc++.so.6",
)
PATIENCE = 900
PIECE = 256 * 1024
# Bytes; the program has some 120 MB. More than this is no node.
LIMIT = 512 << 20
# e_machine of the ELF header, by the kernel's name of the machine.
MACHINES = {62: "x86_64", 183: "aarch64"}


class NodeRuntime:
    """Fetched once, when the first script asks for it; `leave` takes it out of the installed system again."""

    def __init__(self, http, base, screen):
        self._http = http
        self._url = base + "/node"
        self._screen = screen
        self._there = False
        self._entered = []

    def words(self, root):
        """The beginning of a command line that runs node, as seen inside `root`. Raises InstallFailure."""
        if not self._there:
            self._fetch()
            self._there = True
        program = FOLDER + "/node"
        if not root:
            return [program]
        self._enter(root)
        # By our own loader and libraries: the system inside may have others, or none.
        return [FOLDER + "/lib/" + LOADER, "--library-path", FOLDER + "/lib", program]

    def leave(self):
        while self._entered:
            where = self._entered.pop()
            if attempt(["umount", where]).returncode != 0:
                attempt(["umount", "-l", where])
            with contextlib.suppress(OSError):
                os.rmdir(where)

    def _fetch(self):
        self._screen.say("A script wants node, which is not here: fetching the server's.")
        os.makedirs(FOLDER, exist_ok=True)
        program = FOLDER + "/node"
        try:
            size, header = self._http.retry(lambda: download(self._http, self._url, program), PATIENCE, self._url)
        except Refusal as refusal:
            raise InstallFailure("The server gives no node: %s." % refusal.reason.rstrip(".")) from refusal
        except Unreachable as error:
            raise InstallFailure("The server's node cannot be fetched: %s." % error) from error
        machine = machine_of(header)
        if machine != os.uname().machine:
            raise InstallFailure(
                "The server's node is for %s, and this machine is %s: scripts for node cannot run here. "
                "Write them for another interpreter." % (machine, os.uname().machine)
            )
        os.chmod(program, 0o700)
        try:
            version = attempt([program, "--version"], timeout=120)
        except OSError as error:
            raise InstallFailure("The server's node does not run here: %s." % error.strerror) from error
        if version.returncode != 0:
            raise InstallFailure("The server's node does not run here.", version.stdout + version.stderr)
        self._screen.say("Got node %s (%d MiB)." % (version.stdout.strip(), size >> 20))

    def _enter(self, root):
        where = root + FOLDER
        if where in self._entered:
            return
        os.makedirs(FOLDER + "/lib", exist_ok=True)
        for name in LIBRARIES:
            if not os.path.exists(FOLDER + "/lib/" + name):
                shutil.copy(find_library(name), FOLDER + "/lib/" + name)
        os.makedirs(where, exist_ok=True)
        bound = attempt(["mount", "--bind", FOLDER, where])
        if bound.returncode != 0:
            raise InstallFailure("node cannot be shown to the installed system.", bound.stderr)
        self._entered.append(where)


def download(http, url, path):
    """Writes what the URL gives, unpacked; gives (bytes, the first 20 of them). Raises as HttpClient.open does."""
    digest, packed_digest = hashlib.sha256(), hashlib.sha256()
    size, header = 0, b""
    with http.open(url, headers={"Accept-Encoding": "gzip"}) as answer, keep_room(path) as file:
        packed = answer.headers["Content-Encoding"] == "gzip"
        # 16: zlib's way of saying gzip (zlib.h, inflateInit2).
        unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if packed else None
        received = 0
        while piece := answer.read(PIECE):
            received += len(piece)
            packed_digest.update(piece)
            data = unzip(unpack, piece) if unpack else piece
            header = (header + data)[:20]
            size += len(data)
            digest.update(data)
            write_all(file, data)
            if size > LIMIT:
                raise InstallFailure("What the server gives as node is larger than %d MiB." % (LIMIT >> 20))
        expected = answer.headers["Content-Length"]
        if (expected is not None and received < int(expected)) or (unpack and not unpack.eof):
            raise OSError("the answer ended early")
        # An entity tag of ours is the checksum of the file that was served, packed or not.
        promised = re.fullmatch(r'(?:W/)?"([0-9a-f]{64})"', answer.headers["ETag"] or "")
        if promised and promised.group(1) not in (digest.hexdigest(), packed_digest.hexdigest()):
            raise OSError("what came has another checksum than was promised")
    return size, header


def unzip(unpack, piece):
    try:
        return unpack.decompress(piece)
    except zlib.error as error:
        raise OSError("the answer is damaged (%s)" % error) from error


@contextlib.contextmanager
def keep_room(path):
    """A file that is taken away again when it did not come whole: it lies in memory."""
    try:
        with open(path, "wb") as file:
            yield file
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(path)
        raise


def write_all(file, data):
    try:
        file.write(data)
        # Now, and not when it is closed, where it would look like a trouble of the network.
        file.flush()
    except OSError as error:
        raise InstallFailure("node does not fit into this machine's memory (%s)." % error.strerror) from error


def machine_of(header):
    """The machine that a program is for, such as x86_64, from its first 20 bytes."""
    if header[:4] != b"\x7fELF" or len(header) < 20:
        raise InstallFailure("What the server gives as node is no program for Linux.")
    (number,) = struct.unpack_from("<H", header, 18)
    return MACHINES.get(number, "machine type %d" % number)


def find_library(name):
    for folder in LIBRARY_FOLDERS:
        if os.path.exists(folder + "/" + name):
            return folder + "/" + name
    raise InstallFailure("The agent has no %s, which node needs." % name)
