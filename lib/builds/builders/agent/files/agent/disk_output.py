"""A disk that is written from its start, and read back: past the page cache where possible."""

import ctypes
import errno
import fcntl
import mmap
import os
import struct
import zlib

from failure import InstallFailure

BLOCK = 1 << 20
ZEROS = bytes(BLOCK)
# linux/fs.h: _IO(0x12,127), takes two u64: offset and length.
BLKZEROOUT = 0x127F


def open_direct(path, flags):
    """Opened with O_DIRECT where the file can do that: copying through the cache costs, and hides errors."""
    try:
        return os.open(path, flags | os.O_DIRECT | os.O_CLOEXEC)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        return os.open(path, flags | os.O_CLOEXEC)


def cached(fd):
    """Without O_DIRECT from here on, for a last block that is not whole."""
    fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) & ~os.O_DIRECT)


class DiskOutput:
    """
    Takes bytes in a buffer of its own: `space` is where to put them, `filled`
    tells how many there are. Runs of zeros are left to the disk. A checksum
    of each block is kept, for `verify`.
    """

    def __init__(self, path, size):
        self._path = path
        self._size = size
        self._fd = open_direct(path, os.O_RDWR | os.O_EXCL)
        # Pages of their own are aligned as O_DIRECT wants it.
        self._buffer = mmap.mmap(-1, BLOCK)
        self._view = memoryview(self._buffer)
        self._address = ctypes.addressof(ctypes.c_char.from_buffer(self._buffer))
        self._used = 0
        self._zero_from = None
        self._checksums = []
        self.position = 0

    def space(self):
        """What is free of the buffer; never empty."""
        return self._view[self._used:]

    def address(self):
        """Where `space` begins in memory, for foreign functions."""
        return self._address + self._used

    def filled(self, size):
        self._used += size
        if self._used == BLOCK:
            self._flush()

    def finish(self):
        """Everything on the disk, or an error."""
        if self._used:
            cached(self._fd)
            self._flush()
        self._write_zeros()
        os.fsync(self._fd)

    def close(self):
        os.close(self._fd)

    def _flush(self):
        data = self._view[: self._used]
        end = self.position + self._used
        if end > self._size:
            raise InstallFailure(
                "The image does not fit: %s has %d bytes, and there is more." % (self._path, self._size)
            )
        self._checksums.append(zlib.crc32(data))
        if self._used == BLOCK and data == ZEROS:
            self._zero_from = self.position if self._zero_from is None else self._zero_from
        else:
            self._write_zeros()
            write_whole(self._fd, data, self.position)
        self.position = end
        self._used = 0

    def _write_zeros(self):
        if self._zero_from is None:
            return
        start, self._zero_from = self._zero_from, None
        try:
            fcntl.ioctl(self._fd, BLKZEROOUT, struct.pack("QQ", start, self.position - start))
        except OSError:
            zeros = mmap.mmap(-1, BLOCK)
            for offset in range(start, self.position, BLOCK):
                write_whole(self._fd, memoryview(zeros), offset)

    def verify(self, progress=lambda done: None):
        """
        Reads the disk back and compares each block with what was unpacked;
        raises InstallFailure where it differs. The stream's own SHA-256 told
        that the image is the right one; this tells that the disk holds it,
        for which a short checksum a block is enough.
        """
        fd = open_direct(self._path, os.O_RDONLY)
        try:
            # Where there is no O_DIRECT, at least nothing of the cache is left.
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
            for number, expected in enumerate(self._checksums):
                offset = number * BLOCK
                size = min(BLOCK, self.position - offset)
                if size < BLOCK:
                    cached(fd)
                done = os.preadv(fd, [self._view[:size]], offset)
                if done != size or zlib.crc32(self._view[:size]) != expected:
                    raise InstallFailure(
                        "%s does not hold what was written to it (at %d MiB): the disk may be broken."
                        % (self._path, number)
                    )
                progress(offset + size)
        finally:
            os.close(fd)


def write_whole(fd, data, offset):
    while data:
        written = os.pwrite(fd, data, offset)
        offset += written
        data = data[written:]
