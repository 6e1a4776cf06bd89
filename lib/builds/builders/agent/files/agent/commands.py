"""Runs other programs; what they say is part of the failure."""

import subprocess

from failure import InstallFailure


def run(argv, stdin=None, timeout=600):
    """Runs a program to its end and gives its stdout as text. Failing is an InstallFailure."""
    result = attempt(argv, stdin=stdin, timeout=timeout)
    if result.returncode != 0:
        output = (result.stdout + result.stderr).strip()
        last = output.splitlines()[-1] if output else "it said nothing"
        raise InstallFailure(
            "%s ended with %d: %s" % (argv[0], result.returncode, last), output
        )
    return result.stdout


def attempt(argv, stdin=None, timeout=600):
    """Runs a program and gives its result, whatever it is."""
    try:
        return subprocess.run(
            argv,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            timeout=timeout,
        )
    except FileNotFoundError:
        return subprocess.CompletedProcess(argv, 127, "", "%s is not there" % argv[0])
    except subprocess.TimeoutExpired:
        text = "%s did not end within %d s" % (argv[0], timeout)
        return subprocess.CompletedProcess(argv, 124, "", text)
