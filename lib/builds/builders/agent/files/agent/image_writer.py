"""Writes an image to a disk: unpacks on the way, skips through zeros, reads back."""

import fcntl
import hashlib
import os
import struct
import subprocess
import threading
import time

from failure import InstallFailure

BLOCK = 1 << 20
ZEROS = bytes(BLOCK)
# Bytes after which the kernel is told to start writing, so that the end does not take minutes.
FLUSH_EVERY = 64 << 20
# linux/fs.h: _IO(0x12,127), takes two u64: offset and length.
BLKZEROOUT = 0x127F
BLKFLSBUF = 0x1261
UNPACKERS = {"gzip": ["gzip", "-dc"], "zstd": ["zstd", "-dcq", "--long=31"]}


class DiskOutput:
    """A disk written from its start; runs of zeros are left to the disk where it can."""

    def __init__(self, path, size):
        self._fd = os.open(path, os.O_RDWR | os.O_EXCL | os.O_CLOEXEC)
        self._path = path
        self._size = size
        self._zero_from = None
        self._unflushed = 0
        self.position = 0

    def write(self, data):
        if self.position + len(data) > self._size:
            raise InstallFailure(
                "The image does not fit: %s has %d bytes, and there is more." % (self._path, self._size)
            )
        if len(data) == BLOCK and data == ZEROS:
            if self._zero_from is None:
                self._zero_from = self.position
            self.position += len(data)
            return
        self._write_zeros()
        view = memoryview(data)
        while view:
            written = os.pwrite(self._fd, view, self.position)
            self.position += written
            view = view[written:]
        self._unflushed += len(data)
        if self._unflushed >= FLUSH_EVERY:
            os.fdatasync(self._fd)
            self._unflushed = 0

    def _write_zeros(self):
        if self._zero_from is None:
            return
        start, self._zero_from = self._zero_from, None
        os.fdatasync(self._fd)
        try:
            fcntl.ioctl(self._fd, BLKZEROOUT, struct.pack("QQ", start, self.position - start))
        except OSError:
            for offset in range(start, self.position, BLOCK):
                os.pwrite(self._fd, ZEROS[: self.position - offset], offset)

    def finish(self):
        """Everything on the disk, or an error."""
        self._write_zeros()
        os.fsync(self._fd)

    def close(self):
        os.close(self._fd)


def read_back(path, size, progress=lambda done: None):
    """The sha256 of the first `size` bytes of a disk, from the disk and not from memory."""
    digest = hashlib.sha256()
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        try:
            fcntl.ioctl(fd, BLKFLSBUF, 0)
        except OSError:
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
        os.posix_fadvise(fd, 0, size, os.POSIX_FADV_SEQUENTIAL)
        done = 0
        while done < size:
            data = os.read(fd, min(4 * BLOCK, size - done))
            if not data:
                raise InstallFailure("%s ended at %d bytes while it was read back." % (path, done))
            digest.update(data)
            done += len(data)
            progress(done)
    finally:
        os.close(fd)
    return digest.hexdigest()


def read_blocks(source):
    """Whole blocks of a pipe, the last one as long as it is."""
    while True:
        data = source.read(BLOCK)
        if not data:
            return
        yield data


def write_image(stream, image_format, output, on_progress):
    """
    Feeds the stream through the unpacker into the output. `on_progress` is
    called about once a second. Raises InstallFailure; the stream's checksum
    is the caller's to compare, as only a whole stream has one.
    """
    if image_format == "raw":
        _write_raw(stream, output, on_progress)
    elif image_format in UNPACKERS:
        _write_unpacked(stream, UNPACKERS[image_format], output, on_progress)
    else:
        raise InstallFailure('The image format "%s" is not known.' % image_format)
    output.finish()


def _write_raw(stream, output, on_progress):
    pending = bytearray()
    tick = Ticker(on_progress)
    for chunk in stream:
        pending += chunk
        while len(pending) >= BLOCK:
            output.write(bytes(pending[:BLOCK]))
            del pending[:BLOCK]
        tick()
    output.write(bytes(pending))


def _write_unpacked(stream, command, output, on_progress):
    unpacker = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    problems = []

    def write_out():
        try:
            for block in read_blocks(unpacker.stdout):
                output.write(block)
        except (OSError, InstallFailure) as error:
            problems.append(error)
            # Without a reader the unpacker would wait for ever, and we for it.
            unpacker.kill()

    writer = threading.Thread(target=write_out, daemon=True)
    complaints = []
    listener = threading.Thread(target=lambda: complaints.append(unpacker.stderr.read()), daemon=True)
    writer.start()
    listener.start()
    tick = Ticker(on_progress)
    try:
        for chunk in stream:
            unpacker.stdin.write(chunk)
            tick()
        unpacker.stdin.close()
    except BrokenPipeError:
        # It ended before its input did; the reason is told below.
        pass
    except BaseException:
        unpacker.kill()
        raise
    while writer.is_alive():
        writer.join(0.5)
        tick()
    code = unpacker.wait()
    listener.join(5)
    if problems:
        error = problems[0]
        if isinstance(error, InstallFailure):
            raise error
        raise InstallFailure("Writing to the disk failed: %s." % (error.strerror or error)) from error
    if code != 0:
        words = b"".join(complaints).decode("utf-8", "replace").strip()
        raise InstallFailure("The image cannot be unpacked by %s: %s" % (command[0], words or code), words)


class Ticker:
    """Calls at most once a second, however often it is called itself."""

    def __init__(self, call, interval=1.0):
        self._call = call
        self._interval = interval
        self._next = time.monotonic() + interval

    def __call__(self):
        now = time.monotonic()
        if now >= self._next:
            self._next = now + self._interval
            self._call()
