import gzip
import hashlib
import os
import subprocess
import tempfile
import unittest

from failure import InstallFailure
from image_writer import BLOCK, DiskOutput, read_back, write_image

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
            write_image(chunks, kind, output, lambda: None)
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
        self.assertEqual(read_back(self.path, len(CONTENT)), hashlib.sha256(CONTENT).hexdigest())

    def test_gzip(self):
        packed = gzip.compress(CONTENT, 1)
        self.assertEqual(self.write([packed[:1000], packed[1000:]], "gzip"), len(CONTENT))
        self.assertEqual(self.content(), CONTENT)

    def test_zstd(self):
        packed = subprocess.run(["zstd", "-c"], input=CONTENT, stdout=subprocess.PIPE, check=True).stdout
        self.assertEqual(self.write([packed[:1000], packed[1000:]], "zstd"), len(CONTENT))
        self.assertEqual(self.content(), CONTENT)

    def test_more_than_the_disk_holds(self):
        for kind, data in (("raw", CONTENT), ("gzip", gzip.compress(CONTENT, 1))):
            with self.assertRaises(InstallFailure) as caught:
                self.write([data], kind, size=2 * BLOCK)
            self.assertIn("does not fit", caught.exception.reason)

    def test_damage_is_told(self):
        packed = bytearray(gzip.compress(CONTENT, 1))
        packed[len(packed) // 2] ^= 0xFF
        with self.assertRaises(InstallFailure) as caught:
            self.write([bytes(packed)], "gzip")
        self.assertIn("cannot be unpacked", caught.exception.reason)

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
