"""
Unpacks an image on its way to the disk, inside this process: through pipes
to another program it takes several times as long on an emulated machine.
Each unpacker takes chunks and fills the output's own buffer.
"""

import ctypes
import zlib

from failure import InstallFailure


class RawCopier:
    """The image is not packed."""

    def feed(self, chunk, output):
        view = memoryview(chunk)
        while view:
            space = output.space()
            size = min(len(space), len(view))
            space[:size] = view[:size]
            output.filled(size)
            view = view[size:]

    def end(self):
        return


class GzipUnpacker:
    """gzip (RFC 1952), of one or more members."""

    def __init__(self):
        self._stream = None

    def feed(self, chunk, output):
        while chunk:
            if self._stream is None:
                # 16 + 15: a gzip header, and the largest window.
                self._stream = zlib.decompressobj(31)
            space = output.space()
            try:
                data = self._stream.decompress(chunk, len(space))
            except zlib.error as error:
                raise InstallFailure("The image cannot be unpacked: %s." % error) from error
            space[: len(data)] = data
            output.filled(len(data))
            if self._stream.eof:
                # Zeros may follow the last member, as padding.
                chunk = self._stream.unused_data.lstrip(b"\0")
                self._stream = None
            else:
                chunk = self._stream.unconsumed_tail
                if not chunk and len(data) == len(space):
                    self._rest(output)

    def _rest(self, output):
        """What is still inside when the output was full just as the input ended."""
        while self._stream is not None:
            space = output.space()
            data = self._stream.decompress(b"", len(space))
            space[: len(data)] = data
            output.filled(len(data))
            if self._stream.eof:
                self._stream = None
            elif len(data) < len(space):
                return

    def end(self):
        if self._stream is not None:
            raise InstallFailure("The image cannot be unpacked: it ends in the middle of a gzip member.")


class InBuffer(ctypes.Structure):
    _fields_ = [("source", ctypes.c_void_p), ("size", ctypes.c_size_t), ("position", ctypes.c_size_t)]


class OutBuffer(ctypes.Structure):
    _fields_ = [("target", ctypes.c_void_p), ("size", ctypes.c_size_t), ("position", ctypes.c_size_t)]


# zstd.h: ZSTD_d_windowLogMax. 31 is what "zstd --long=31" makes.
WINDOW_LOG_MAX = 100
LARGEST_WINDOW = 31


def load_zstd():
    library = ctypes.CDLL("libzstd.so.1")
    library.ZSTD_createDCtx.restype = ctypes.c_void_p
    library.ZSTD_freeDCtx.argtypes = [ctypes.c_void_p]
    library.ZSTD_DCtx_setParameter.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
    library.ZSTD_decompressStream.argtypes = [
        ctypes.c_void_p, ctypes.POINTER(OutBuffer), ctypes.POINTER(InBuffer),
    ]
    library.ZSTD_decompressStream.restype = ctypes.c_size_t
    library.ZSTD_isError.argtypes = [ctypes.c_size_t]
    library.ZSTD_getErrorName.argtypes = [ctypes.c_size_t]
    library.ZSTD_getErrorName.restype = ctypes.c_char_p
    return library


class ZstdUnpacker:
    """Zstandard (RFC 8878), of one or more frames; its own checksums are checked on the way."""

    def __init__(self):
        self._library = load_zstd()
        self._context = self._library.ZSTD_createDCtx()
        self._library.ZSTD_DCtx_setParameter(self._context, WINDOW_LOG_MAX, LARGEST_WINDOW)
        self._inside_frame = False

    def feed(self, chunk, output):
        data = bytes(chunk)
        source = InBuffer(ctypes.cast(data, ctypes.c_void_p), len(data), 0)
        full = False
        # A full output may hide more that is inside of the decoder still.
        while source.position < source.size or full:
            size = len(output.space())
            target = OutBuffer(output.address(), size, 0)
            left = self._library.ZSTD_decompressStream(self._context, target, source)
            if self._library.ZSTD_isError(left):
                name = self._library.ZSTD_getErrorName(left).decode()
                raise InstallFailure("The image cannot be unpacked: %s." % name)
            output.filled(target.position)
            self._inside_frame = left != 0
            full = self._inside_frame and target.position == size

    def end(self):
        self._library.ZSTD_freeDCtx(self._context)
        if self._inside_frame:
            raise InstallFailure("The image cannot be unpacked: it ends in the middle of a zstd frame.")


UNPACKERS = {"raw": RawCopier, "gzip": GzipUnpacker, "zstd": ZstdUnpacker}
