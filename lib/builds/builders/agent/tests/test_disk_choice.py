import unittest

from disk_choice import GIB, NoDisk, choose
from disks import Disk


def disk(path, gib, **more):
    return Disk(path=path, size=gib * GIB, serial=more.pop("serial", path[5:].upper()), **more)


class DiskChoice(unittest.TestCase):
    def refuses(self, words, disks, *args, **more):
        with self.assertRaises(NoDisk) as caught:
            choose(disks, *args, **more)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_smallest_and_largest(self):
        disks = [disk("/dev/sda", 100), disk("/dev/sdb", 10), disk("/dev/sdc", 50)]
        self.assertEqual(choose(disks, "smallest").path, "/dev/sdb")
        self.assertEqual(choose(disks, "largest").path, "/dev/sda")

    def test_equal_disks_go_by_path(self):
        disks = [disk("/dev/nvme10n1", 10), disk("/dev/nvme2n1", 10), disk("/dev/nvme3n1", 10)]
        self.assertEqual(choose(disks, "smallest").path, "/dev/nvme2n1")
        self.assertEqual(choose(disks, "largest").path, "/dev/nvme2n1")

    def test_smallest_passes_over_those_too_small(self):
        disks = [disk("/dev/sda", 1), disk("/dev/sdb", 10)]
        self.assertEqual(choose(disks, "smallest", needed=2 * GIB).path, "/dev/sdb")

    def test_all_too_small(self):
        self.refuses(["/dev/sda", "too small", "2.0 GiB"], [disk("/dev/sda", 1)], "smallest", needed=2 * GIB)

    def test_exactly_large_enough(self):
        self.assertEqual(choose([disk("/dev/sda", 2)], "smallest", needed=2 * GIB).path, "/dev/sda")

    def test_removable_and_read_only_are_never_chosen(self):
        odd = [disk("/dev/sda", 1, removable=True), disk("/dev/sdb", 1, read_only=True)]
        self.assertEqual(choose([*odd, disk("/dev/sdc", 9)], "smallest").path, "/dev/sdc")
        self.refuses(["removable"], odd, "serial", "SDA", overwrite=True)
        self.refuses(["read-only"], odd, "path", "/dev/sdb", overwrite=True)

    def test_usb_only_when_named_and_never_the_boot_medium(self):
        stick = disk("/dev/sda", 4, transport="usb")
        self.refuses(["USB"], [stick], "smallest")
        self.assertEqual(choose([stick], "serial", "sda").path, "/dev/sda")
        medium = disk("/dev/sda", 4, transport="usb", contents=['iso9660 "PROVISIONER"'])
        self.refuses(["boot medium"], [medium], "path", "/dev/sda", overwrite=True)

    def test_data_is_only_overwritten_when_authorised(self):
        full = disk("/dev/sda", 5, contents=["gpt partition table"])
        self.refuses(["holds data", "gpt partition table"], [full], "smallest")
        self.refuses(["holds data"], [full], "serial", "SDA")
        self.assertEqual(choose([full], "smallest", overwrite=True).path, "/dev/sda")

    def test_a_blank_disk_is_taken_rather_than_a_smaller_full_one(self):
        disks = [disk("/dev/sda", 5, contents=["ext4"]), disk("/dev/sdb", 50)]
        self.assertEqual(choose(disks, "smallest").path, "/dev/sdb")

    def test_serial_and_path_that_are_not_there(self):
        disks = [disk("/dev/sda", 5, serial="ABC")]
        self.refuses(['serial "XYZ"', "ABC"], disks, "serial", "XYZ")
        self.refuses(['path "/dev/sdb"', "/dev/sda"], disks, "path", "/dev/sdb")
        self.assertEqual(choose(disks, "serial", " abc ").path, "/dev/sda")

    def test_an_empty_serial_matches_nothing(self):
        self.refuses(["No disk has"], [disk("/dev/sda", 5, serial=None)], "serial", "")

    def test_no_disk_and_unknown_rule(self):
        self.refuses(["no disk"], [], "smallest")
        self.refuses(["not known"], [disk("/dev/sda", 5)], "fastest")


if __name__ == "__main__":
    unittest.main()
