import gzip
import os
import subprocess
import tempfile
import unittest

from failure import InstallFailure
from disk_output import BLOCK, DiskOutput
from image_writer import write_image

CONTENT = os.urandom(BLOCK + 7) + bytes(5 * BLOCK) + os.urandom(3 * BLOCK) + bytes(BLOCK + 100)


class Writing(unittest.TestCase):
    def setUp(self):
        handle, self.path = tempfile.mkstemp()
        # Old data: zeros of the image have to be written over it.
        os.write(handle, b"\xff" * (16 * BLOCK))
        os.close(handle)
        self.addCleanup(os.unlink, self.path)

    def write(self, chunks, kind, size=16 * BLOCK):
        output = DiskOutput(self.path, size)
        try:
            write_image(chunks, kind, output, lambda done: None)
            output.verify()
        finally:
            output.close()
        return output.position

    def content(self):
        with open(self.path, "rb") as file:
            return file.read(len(CONTENT))

    def test_raw_in_odd_chunks(self):
        chunks = (CONTENT[at : at + 70_001] for at in range(0, len(CONTENT), 70_001))
        self.assertEqual(self.write(chunks, "raw"), len(CONTENT))
        self.assertEqual(self.content(), CONTENT)

    def test_a_disk_that_forgets_is_noticed(self):
        output = DiskOutput(self.path, 16 * BLOCK)
        self.addCleanup(output.close)
        write_image([CONTENT], "raw", output, lambda done: None)
        with open(self.path, "r+b") as file:
            file.seek(3 * BLOCK + 5)
            file.write(b"x")
        with self.assertRaises(InstallFailure) as caught:
            output.verify()
        self.assertIn("at 3 MiB", caught.exception.reason)

    def test_gzip(self):
        # Two members and padding, as some tools write it.
        packed = gzip.compress(CONTENT[:BLOCK], 1) + gzip.compress(CONTENT[BLOCK:], 1) + bytes(512)
        self.assertEqual(self.write([packed[:1000], packed[1000:]], "gzip"), len(CONTENT))
        self.assertEqual(self.content(), CONTENT)

    def zstd(self, data):
        return subprocess.run(["zstd", "-c"], input=data, stdout=subprocess.PIPE, check=True).stdout

    def test_zstd(self):
        packed = self.zstd(CONTENT[:BLOCK]) + self.zstd(CONTENT[BLOCK:])
        self.assertEqual(self.write([packed[:1000], packed[1000:]], "zstd"), len(CONTENT))
        self.assertEqual(self.content(), CONTENT)

    def test_more_than_the_disk_holds(self):
        for kind, data in (("raw", CONTENT), ("gzip", gzip.compress(CONTENT, 1))):
            with self.assertRaises(InstallFailure) as caught:
                self.write([data], kind, size=2 * BLOCK)
            self.assertIn("does not fit", caught.exception.reason)

    def test_damage_is_told(self):
        for kind, packed in (("gzip", gzip.compress(CONTENT, 1)), ("zstd", self.zstd(CONTENT))):
            damaged = bytearray(packed)
            damaged[len(damaged) // 2] ^= 0xFF
            with self.assertRaises(InstallFailure) as caught:
                self.write([bytes(damaged)], kind)
            self.assertIn("cannot be unpacked", caught.exception.reason)

    def test_an_early_end_is_told(self):
        for kind, packed in (("gzip", gzip.compress(CONTENT, 1)), ("zstd", self.zstd(CONTENT))):
            with self.assertRaises(InstallFailure) as caught:
                self.write([packed[:-100]], kind)
            self.assertIn("in the middle", caught.exception.reason)

    def test_a_failing_stream_leaves_nothing_running(self):
        def chunks():
            yield gzip.compress(CONTENT, 1)[:1000]
            raise InstallFailure("gone")

        with self.assertRaises(InstallFailure):
            self.write(chunks(), "gzip")

    def test_unknown_format(self):
        with self.assertRaises(InstallFailure):
            self.write([b""], "rar")


if __name__ == "__main__":
    unittest.main()
