"""Words for people, on the screen and on the serial line."""

import os
import time

SCREENS = ("/dev/tty0", "/dev/ttyS0")


class Screen:
    """Writes each line to every screen that takes it, and never fails."""

    def __init__(self, paths=SCREENS):
        self._outputs = []
        for path in paths:
            try:
                self._outputs.append(os.open(path, os.O_WRONLY | os.O_NOCTTY))
            except OSError:
                continue

    def say(self, text):
        """One sentence of the agent itself, with the seconds since the machine started."""
        self._write("[provisioner %5.1f] %s" % (time.monotonic(), text))

    def show(self, text):
        """One line of a script's output."""
        self._write("  | " + text)

    def _write(self, text):
        printable = "".join(c if c.isprintable() or c == "\t" else "?" for c in text)
        data = (printable + "\r\n").encode("utf-8", "replace")
        for output in self._outputs:
            try:
                os.write(output, data)
            except OSError:
                # A port that is listed but not there; the others still tell.
                continue
