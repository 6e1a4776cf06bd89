"""The image's bytes as they come over the wire, resumed where a connection ended."""

import hashlib
import time

from failure import InstallFailure
from http_client import FIRST_PAUSE, LONGEST_PAUSE, TRANSIENT_ERRORS, Refusal, plain

CHUNK = 256 << 10
# Seconds without any progress after which a download is given up.
PATIENCE = 900


class ImageStream:
    """Iterates over chunks of a file of known size; `offset` and `sha256` tell where it is."""

    def __init__(self, http, url, size, tell, sleep=time.sleep, clock=time.monotonic):
        self._http = http
        self._url = url
        self._size = size
        self._tell = tell
        self._sleep = sleep
        self._clock = clock
        self._digest = hashlib.sha256()
        self._etag = None
        # Where it stood when we last said that it stopped: once is enough for each place.
        self._told_at = None
        self.offset = 0

    @property
    def sha256(self):
        return self._digest.hexdigest()

    def __iter__(self):
        pause = FIRST_PAUSE
        last_progress = self._clock()
        while self.offset < self._size:
            before = self.offset
            try:
                yield from self._one_connection()
                if self.offset < self._size:
                    raise OSError("the connection ended early")
            except TRANSIENT_ERRORS as error:
                if self.offset > before:
                    pause, last_progress = FIRST_PAUSE, self._clock()
                if self._clock() - last_progress > PATIENCE:
                    raise InstallFailure(
                        "The image stopped at %d of %d bytes and did not go on for %d minutes: %s."
                        % (self.offset, self._size, PATIENCE // 60, plain(error))
                    ) from error
                if self.offset != self._told_at:
                    self._told_at = self.offset
                    self._tell(
                        "The image stopped at %d of %d bytes (%s); going on from there when the server answers."
                        % (self.offset, self._size, plain(error))
                    )
                self._sleep(pause)
                pause = min(pause * 1.7, LONGEST_PAUSE)
            except Refusal as refusal:
                raise InstallFailure("The image cannot be fetched: %s." % refusal) from refusal

    def _one_connection(self):
        headers = {"Range": "bytes=%d-" % self.offset} if self.offset else {}
        with self._http.open(self._url, headers=headers) as answer:
            self._check_same(answer)
            skip = self.offset if answer.status != 206 else 0
            while self.offset < self._size:
                chunk = answer.read(CHUNK)
                if not chunk:
                    return
                if skip:
                    # A server that knows no ranges begins again: pass over what we have.
                    skip, chunk = max(0, skip - len(chunk)), chunk[skip:]
                    if not chunk:
                        continue
                chunk = chunk[: self._size - self.offset]
                self._digest.update(chunk)
                self.offset += len(chunk)
                yield chunk

    def _check_same(self, answer):
        """The file must not change under us between two connections."""
        etag = answer.headers["ETag"]
        if self._etag and etag and etag != self._etag:
            raise InstallFailure("The image was exchanged on the server while it was written.")
        self._etag = self._etag or etag
        ranged = answer.headers["Content-Range"]
        if answer.status == 206 and ranged and not ranged.startswith("bytes %d-" % self.offset):
            raise InstallFailure("The server answered with another range than asked: %s." % ranged)
