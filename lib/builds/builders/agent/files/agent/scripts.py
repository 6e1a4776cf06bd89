"""Runs pre-install and post-install scripts: found interpreter, time limit, kept output."""

import hashlib
import os
import re
import signal
import subprocess
import threading
import time

from failure import InstallFailure
from node_runtime import NAMES as NODE_NAMES

# Seconds a script may take, when the plan does not say otherwise.
TIME_LIMIT = 15 * 60
# Bytes of output that are reported; the end says most.
KEPT_OUTPUT = 64 * 1024
SCRIPT_PATIENCE = 300
# Where a script lies while it runs, inside and outside of the installed system: a tmpfs.
SCRIPT_FOLDER = "/run"
# Named where the one that a script wants is missing.
INTERPRETERS = ("sh", "bash", "dash", "zsh", "python3", "perl", "ruby", "node", "lua", "tclsh", "awk")
SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def interpreter_of(first_line):
    """
    The words of a script's #! line, such as ["/bin/bash", "-e"]. `env` is
    looked through. A script without #! is for sh.
    """
    if not first_line.startswith("#!"):
        return ["/bin/sh"]
    words = first_line[2:].split()
    if not words:
        return ["/bin/sh"]
    if os.path.basename(words[0]) == "env":
        words = words[1:]
        while words and (words[0].startswith("-") or "=" in words[0]):
            words = words[1:]
    return words or ["/bin/sh"]


def find_program(name, root=""):
    """Where a program is, as seen inside `root`: at its path, or by its name; None when it is not there."""
    candidates = [name] if name.startswith("/") else []
    candidates += [folder + "/" + os.path.basename(name) for folder in SEARCH_PATH.split(":")]
    for candidate in candidates:
        if executable_inside(root, candidate):
            return candidate
    return None


def executable_inside(root, path, depth=0):
    """True for an executable file; absolute links are followed inside the root."""
    real = root + path
    if depth < 8 and os.path.islink(real):
        to = os.readlink(real)
        path = to if to.startswith("/") else os.path.normpath(os.path.join(os.path.dirname(path), to))
        return executable_inside(root, path, depth + 1)
    return os.path.isfile(real) and os.access(real, os.X_OK)


def environment(host, base, disk=None, root=None, own_address=None):
    """The variables that a script sees; `own_address` is the agent's, for a host that has none of its own."""
    values = {
        "PATH": SEARCH_PATH,
        "HOME": "/root",
        "LANG": "C.UTF-8",
        "TERM": "linux",
        "PROVISIONER_HOST_NAME": host.get("name") or "",
        "PROVISIONER_HOST_MAC": host.get("mac") or "",
        "PROVISIONER_HOST_ADDRESS": host.get("address") or own_address or "",
        "PROVISIONER_INSTALL_URL": base,
        "PROVISIONER_DISK": disk or "",
        "PROVISIONER_ROOT": root or "",
    }
    for name, value in (host.get("parameters") or {}).items():
        key = re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_")
        values["PROVISIONER_PARAM_" + key] = value if isinstance(value, str) else str(value)
    return values


class Tail:
    """Keeps the last bytes that were added."""

    def __init__(self, limit=KEPT_OUTPUT):
        self._limit = limit
        self._data = bytearray()

    def add(self, data):
        self._data += data
        if len(self._data) > 2 * self._limit:
            del self._data[: -self._limit]

    def text(self):
        return bytes(self._data[-self._limit:]).decode("utf-8", "replace")


def execute(argv, variables, show, time_limit=TIME_LIMIT, cwd="/"):
    """
    Runs a program; gives (exit code, output). Each line goes to `show` as it
    comes. After the time limit the program and its children are ended, the
    exit code is 124, and the output says so.
    """
    tail = Tail()
    process = subprocess.Popen(
        argv,
        env=variables,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )

    def follow():
        for line in iter(lambda: process.stdout.readline(8192), b""):
            tail.add(line)
            show(line.decode("utf-8", "replace").rstrip("\r\n"))

    reader = threading.Thread(target=follow, daemon=True)
    reader.start()
    try:
        code = process.wait(time_limit)
    except subprocess.TimeoutExpired:
        end_group(process)
        code = 124
    # A child in the background may hold the pipe open for ever; it is not waited for.
    reader.join(2)
    if code == 124:
        tail.add(b"\nended after the time limit of %d s\n" % time_limit)
    return code if code >= 0 else 128 - code, tail.text()


def end_group(process):
    for sign, pause in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        try:
            os.killpg(process.pid, sign)
            process.wait(pause)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def fetch(http, script):
    """The text of a script as bytes, checked against the checksum that the plan pinned."""
    body = http.fetch(script["url"], SCRIPT_PATIENCE, limit=4 << 20)
    if script.get("sha256") and hashlib.sha256(body).hexdigest() != script["sha256"].lower():
        raise InstallFailure('The script "%s" is not the one that was promised (checksum).' % script["title"])
    return body


def run_all(phase, scripts, http, reporter, screen, variables, root="", node=None):
    """Runs scripts in order; the first that fails ends the installation. `node`: a NodeRuntime."""
    try:
        for number, script in enumerate(scripts):
            run_one(phase, number, script, http, reporter, screen, variables, root, node)
    finally:
        if node:
            node.leave()


def command_of(who, words, root, node):
    """
    The command line that runs the interpreter of `words` inside `root`, and
    where it is from. node is brought where it is missing; for any other one
    that is missing `who`, which is the script, cannot run.
    """
    program = find_program(words[0], root)
    if program is not None:
        return [program, *words[1:]], program
    if node and os.path.basename(words[0]) in NODE_NAMES:
        try:
            return [*node.words(root), *words[1:]], "the server's node"
        except InstallFailure as failure:
            raise InstallFailure("%s wants node. %s" % (who, failure.reason), failure.output) from failure
    place = "the installed system" if root else "the agent"
    there = ", ".join(other for other in INTERPRETERS if find_program(other, root))
    raise InstallFailure(
        "%s wants %s, which is not in %s. It has %s." % (who, words[0], place, there or "no other that we know")
    )


def run_one(phase, number, script, http, reporter, screen, variables, root, node):
    title = script.get("title") or script["id"]
    body = fetch(http, script)
    words = interpreter_of(body.split(b"\n", 1)[0].decode("utf-8", "replace").strip())
    command, program = command_of('The %s-install script "%s"' % (phase, title), words, root, node)
    inside = "%s/provisioner-%s-%d" % (SCRIPT_FOLDER, phase, number)
    with open(root + inside, "wb") as file:
        file.write(body)
    os.chmod(root + inside, 0o700)
    screen.say('Running the %s-install script "%s" with %s.' % (phase, title, program))
    interpreter = os.path.basename(words[0])
    reporter.report("script-started", phase=phase, id=script["id"], title=title, interpreter=interpreter)
    argv = [*command, inside]
    if root:
        argv = ["chroot", root, *argv]
    started = time.monotonic()
    code, output = execute(argv, variables, screen.show, script.get("timeLimit") or TIME_LIMIT)
    duration = int((time.monotonic() - started) * 1000)
    os.unlink(root + inside)
    reporter.report(
        "script-finished", phase=phase, id=script["id"], title=title,
        exitCode=code, durationMs=duration, output=output,
    )
    if code != 0:
        raise InstallFailure(
            'The %s-install script "%s" ended with exit code %d.' % (phase, title, code), output
        )
    screen.say('"%s" ended well after %.1f s.' % (title, duration / 1000))
