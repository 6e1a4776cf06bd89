"""node that is fetched for a script, from a real server on loopback. The mount inside is for a virtual machine to test."""

import gzip
import hashlib
import os
import shutil
import struct
import sys
import tempfile
import unittest

import node_runtime
import scripts
from failure import InstallFailure
from node_runtime import NodeRuntime, machine_of
from test_http import WithServer
from test_scripts import Recorder

# A program for this machine that says its version, as node does.
with open(shutil.which("true"), "rb") as file:
    PROGRAM = file.read()


def elf(machine):
    return b"\x7fELF" + bytes(14) + struct.pack("<H", machine)


class Fetch(WithServer):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        before, node_runtime.FOLDER = node_runtime.FOLDER, folder.name + "/node"
        self.addCleanup(setattr, node_runtime, "FOLDER", before)
        self.node = NodeRuntime(self.http, self.base, Recorder())

    def serve(self, body, **headers):
        named = [(key.replace("_", "-"), value) for key, value in headers.items()]
        self.server.behave = lambda handler: handler.answer(200, body, named)

    def test_it_is_fetched_once_and_runs(self):
        self.serve(PROGRAM, ETag='"%s"' % hashlib.sha256(PROGRAM).hexdigest())
        words = self.node.words("")
        self.assertEqual(words, [node_runtime.FOLDER + "/node"])
        self.assertEqual(self.node.words(""), words)
        self.assertEqual([path for path, _ in self.server.requests], ["/node"])
        with open(words[0], "rb") as file:
            self.assertEqual(file.read(), PROGRAM)

    def test_gzip_is_unpacked(self):
        self.serve(gzip.compress(PROGRAM), Content_Encoding="gzip")
        with open(self.node.words("")[0], "rb") as file:
            self.assertEqual(file.read(), PROGRAM)

    def test_half_an_answer_is_fetched_again(self):
        packed = gzip.compress(PROGRAM)
        bodies = [packed[:1000], packed]
        self.server.behave = lambda handler: handler.answer(200, bodies.pop(0), [("Content-Encoding", "gzip")])
        self.node.words("")
        self.assertEqual(len(self.server.requests), 2)

    def test_another_content_than_its_tag_says_is_not_run(self):
        self.serve(PROGRAM, ETag='"%s"' % ("0" * 64))
        node_runtime.PATIENCE, before = 0, node_runtime.PATIENCE
        self.addCleanup(setattr, node_runtime, "PATIENCE", before)
        with self.assertRaises(InstallFailure) as caught:
            self.node.words("")
        self.assertIn("checksum", caught.exception.reason)
        self.assertFalse(os.path.exists(node_runtime.FOLDER + "/node"))

    def test_a_server_without_node_is_told(self):
        self.server.behave = lambda handler: handler.answer(404, b"This server has no node for machines.")
        with self.assertRaises(InstallFailure) as caught:
            self.node.words("")
        self.assertEqual(caught.exception.reason, "The server gives no node: This server has no node for machines.")

    def test_a_program_for_another_machine_is_told(self):
        self.serve(elf(183 if os.uname().machine == "x86_64" else 62) + bytes(100))
        with self.assertRaises(InstallFailure) as caught:
            self.node.words("")
        self.assertRegex(caught.exception.reason, r"is for \w+, and this machine is %s" % os.uname().machine)

    def test_what_does_not_run_is_told(self):
        self.serve(PROGRAM[:64] + bytes(100))
        with self.assertRaises(InstallFailure) as caught:
            self.node.words("")
        self.assertIn("does not run here", caught.exception.reason)


class Header(unittest.TestCase):
    def test_machines(self):
        self.assertEqual(machine_of(elf(62)), "x86_64")
        self.assertEqual(machine_of(elf(183)), "aarch64")
        self.assertEqual(machine_of(elf(8)), "machine type 8")
        for text in (b"", b"#!/bin/sh\n" + bytes(20), b"\x7fELF"):
            with self.assertRaises(InstallFailure):
                machine_of(text)


class Command(unittest.TestCase):
    class Node:
        def words(self, root):
            return ["/loader", "/node"]

    def test_node_is_brought_only_where_it_is_missing(self):
        with tempfile.TemporaryDirectory() as root:
            command, _ = scripts.command_of("The script", ["node", "--flag"], root, self.Node())
            self.assertEqual(command, ["/loader", "/node", "--flag"])
            os.makedirs(root + "/usr/bin")
            shutil.copy(shutil.which("true"), root + "/usr/bin/node")
            command, program = scripts.command_of("The script", ["/opt/node"], root, self.Node())
            self.assertEqual((command, program), (["/usr/bin/node"], "/usr/bin/node"))

    def test_any_other_that_is_missing_is_named_with_what_is_there(self):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(root + "/bin")
            shutil.copy(shutil.which("true"), root + "/bin/sh")
            with self.assertRaises(InstallFailure) as caught:
                scripts.command_of("The script", ["/usr/bin/ruby"], root, self.Node())
        self.assertEqual(
            caught.exception.reason, "The script wants /usr/bin/ruby, which is not in the installed system. It has sh."
        )

    def test_a_node_that_cannot_be_had_names_the_script(self):
        class Missing:
            def words(self, root):
                raise InstallFailure("The server gives no node: gone.", "output")

        with self.assertRaises(InstallFailure) as caught:
            scripts.command_of('The post-install script "x"', ["node"], "/nowhere", Missing())
        self.assertEqual(
            caught.exception.reason, 'The post-install script "x" wants node. The server gives no node: gone.'
        )
        self.assertEqual(caught.exception.output, "output")


if __name__ == "__main__":
    sys.exit(unittest.main())
