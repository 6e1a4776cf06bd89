import os
import sys
import tempfile
import time
import unittest

import scripts
from failure import InstallFailure
from scripts import environment, execute, find_program, interpreter_of


class Interpreter(unittest.TestCase):
    def test_shebangs(self):
        self.assertEqual(interpreter_of("#!/bin/bash -e"), ["/bin/bash", "-e"])
        self.assertEqual(interpreter_of("#! /usr/bin/env python3"), ["python3"])
        self.assertEqual(interpreter_of("#!/usr/bin/env -S A=b node --flag"), ["node", "--flag"])
        self.assertEqual(interpreter_of("echo hello"), ["/bin/sh"])
        self.assertEqual(interpreter_of("#!"), ["/bin/sh"])

    def test_found_by_name_where_the_path_is_another(self):
        self.assertEqual(os.path.basename(find_program("/opt/strange/sh")), "sh")
        self.assertIsNone(find_program("/usr/bin/no-such-interpreter"))

    def test_links_are_followed_inside_the_root(self):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(root + "/usr/bin")
            with open(root + "/usr/bin/dash", "w", encoding="utf-8") as file:
                file.write("x")
            os.chmod(root + "/usr/bin/dash", 0o755)
            os.symlink("/usr/bin/dash", root + "/usr/bin/sh")
            self.assertEqual(find_program("/bin/sh", root), "/usr/bin/sh")
            self.assertIsNone(find_program("/bin/bash", root))


class Environment(unittest.TestCase):
    def test_names(self):
        host = {"name": "n", "mac": "m", "address": None, "parameters": {"role.name": "worker", "Count": 3}}
        found = environment(host, "http://x", disk="/dev/sda", root="/")
        self.assertEqual(found["PROVISIONER_PARAM_ROLE_NAME"], "worker")
        self.assertEqual(found["PROVISIONER_PARAM_COUNT"], "3")
        self.assertEqual(found["PROVISIONER_HOST_ADDRESS"], "")
        found = environment(host, "http://x", disk="/dev/sda", own_address="10.0.0.9")
        self.assertEqual(found["PROVISIONER_HOST_ADDRESS"], "10.0.0.9")
        self.assertEqual(found["PROVISIONER_DISK"], "/dev/sda")


class Execute(unittest.TestCase):
    def run_shell(self, text, **more):
        shown = []
        code, output = execute(["/bin/sh", "-c", text], {"PATH": os.environ["PATH"]}, shown.append, **more)
        return code, output, shown

    def test_code_and_both_outputs(self):
        self.assertEqual(self.run_shell("echo out; echo err >&2; exit 7"), (7, "out\nerr\n", ["out", "err"]))

    def test_only_the_end_of_long_output_is_kept(self):
        code, output, _ = self.run_shell("seq 1 100000; echo the end")
        self.assertEqual(code, 0)
        self.assertEqual(len(output), scripts.KEPT_OUTPUT)
        self.assertTrue(output.endswith("the end\n"))

    def test_time_limit_ends_children_too(self):
        started = time.monotonic()
        code, output, _ = self.run_shell("echo begun; sleep 60 & sleep 60", time_limit=0.5)
        self.assertEqual(code, 124)
        self.assertIn("time limit", output)
        self.assertLess(time.monotonic() - started, 15)

    def test_a_background_child_is_not_waited_for(self):
        started = time.monotonic()
        self.assertEqual(self.run_shell("sleep 20 & echo done")[0], 0)
        self.assertLess(time.monotonic() - started, 10)

    def test_a_signal_is_a_code(self):
        self.assertEqual(self.run_shell("kill -9 $$")[0], 137)


class Recorder:
    def __init__(self):
        self.events = []

    def report(self, kind, **fields):
        self.events.append((kind, fields))

    def say(self, text):
        return

    show = say


class RunAll(unittest.TestCase):
    def go(self, *texts):
        recorder = Recorder()
        bodies = {str(n): text.encode() for n, text in enumerate(texts)}

        class Http:
            def fetch(self, url, patience, limit):
                return bodies[url]

        plan = [{"id": key, "title": "script " + key, "url": key} for key in bodies]
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        before, scripts.SCRIPT_FOLDER = scripts.SCRIPT_FOLDER, folder.name
        self.addCleanup(setattr, scripts, "SCRIPT_FOLDER", before)
        try:
            scripts.run_all("pre", plan, Http(), recorder, recorder, {"PATH": os.environ["PATH"]})
            return recorder.events, None
        except InstallFailure as failure:
            return recorder.events, failure

    def test_the_first_failure_stops(self):
        events, failure = self.go("#!/bin/sh\nexit 0\n", "#!/bin/sh\necho why\nexit 3\n", "#!/bin/sh\n")
        self.assertEqual([kind for kind, _ in events], ["script-started", "script-finished"] * 2)
        self.assertEqual(events[-1][1]["exitCode"], 3)
        self.assertIn('"script 1" ended with exit code 3', failure.reason)
        self.assertEqual(failure.output, "why\n")

    def test_an_unknown_interpreter_is_named(self):
        events, failure = self.go("#!/usr/bin/env no-such-thing\n")
        self.assertEqual(events, [])
        self.assertIn("no-such-thing, which is not in the agent", failure.reason)


if __name__ == "__main__":
    sys.exit(unittest.main())
