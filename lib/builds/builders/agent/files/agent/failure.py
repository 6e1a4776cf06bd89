"""The one way in which an installation ends early."""


class InstallFailure(Exception):
    """A reason in plain words, and the output that explains it."""

    def __init__(self, reason, output=""):
        super().__init__(reason)
        self.reason = reason
        self.output = output
