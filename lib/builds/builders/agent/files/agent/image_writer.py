"""Brings an image to a disk: one thread fetches, the other unpacks and writes."""

import queue
import threading
import time

from failure import InstallFailure
from unpackers import UNPACKERS

# Chunks that may wait between the two; with 256 KiB each that is 16 MiB.
QUEUE_LENGTH = 64


class FetchAhead:
    """Iterates over another iterable that runs in a thread of its own; its errors come out here."""

    def __init__(self, chunks):
        self._chunks = chunks
        self._queue = queue.Queue(QUEUE_LENGTH)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __iter__(self):
        self._thread.start()
        try:
            while True:
                chunk, error = self._queue.get()
                if error is not None:
                    raise error
                if chunk is None:
                    return
                yield chunk
        finally:
            self._stopped.set()

    def _run(self):
        try:
            for chunk in self._chunks:
                if not self._put((chunk, None)):
                    return
            self._put((None, None))
        except BaseException as error:
            self._put((None, error))

    def _put(self, item):
        while not self._stopped.is_set():
            try:
                self._queue.put(item, timeout=0.5)
                return True
            except queue.Full:
                continue
        return False


def write_image(stream, image_format, output, on_progress):
    """
    Feeds the stream through its unpacker into the output. `on_progress` is
    called about once a second with the bytes of the stream that are done. Raises InstallFailure; the stream's checksum
    is the caller's to compare, as only a whole stream has one.
    """
    if image_format not in UNPACKERS:
        raise InstallFailure('The image format "%s" is not known.' % image_format)
    unpacker = UNPACKERS[image_format]()
    done = 0
    tick = Ticker(lambda: on_progress(done))
    for chunk in FetchAhead(stream):
        unpacker.feed(chunk, output)
        done += len(chunk)
        tick()
    unpacker.end()
    output.finish()


class Ticker:
    """Calls at most once in an interval of seconds, however often it is called itself; gives what that gave."""

    def __init__(self, call, interval=1.0):
        self._call = call
        self._interval = interval
        self._next = time.monotonic() + interval

    def __call__(self):
        now = time.monotonic()
        if now >= self._next:
            self._next = now + self._interval
            return self._call()
        return None
