"""The small decisions: kernel line, CPU, signatures, partitions, fstab, network, first boot."""

import json
import os
import tempfile
import unittest

import boot_loader
import first_boot
import kernel_line
import network_setup
from identity import hosts_text
from inventory import parse_cpu
from partitions import Partition, last_growable, parse_table, partition_number
from signatures import describe, parse_wipefs
from target import parse_fstab

ESP = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B"
LINUX = "0FC63DAF-8483-4772-8E79-3D69D8477DE4"
HOST = {"name": "node-17", "mac": "52:54:00:77:00:01", "address": None, "prefix": 24,
        "router": "10.77.0.1", "dns": ["10.77.0.1"], "domain": "lab.internal"}


class KernelLine(unittest.TestCase):
    def test_install_and_mac(self):
        words = kernel_line.parse("quiet provisioner.install=http://10.0.0.1/x/ BOOTIF=01-52-54-00-77-00-0A")
        self.assertEqual(kernel_line.install_url(words), "http://10.0.0.1/x")
        self.assertEqual(kernel_line.boot_mac(words), "52:54:00:77:00:0a")
        self.assertEqual(kernel_line.boot_mac({"BOOTIF": "52:54:00:77:00:01"}), "52:54:00:77:00:01")

    def test_what_is_not_there_or_odd(self):
        self.assertIsNone(kernel_line.install_url({}))
        self.assertIsNone(kernel_line.install_url({"provisioner.install": "file:///etc"}))
        self.assertIsNone(kernel_line.boot_mac({"BOOTIF": "eth0"}))


class Cpu(unittest.TestCase):
    def test_cores_and_threads(self):
        block = "processor\t: %d\nmodel name\t: Xeon\nphysical id\t: 0\ncore id\t: %d\n"
        text = "\n".join(block % (thread, thread % 2) for thread in range(4))
        self.assertEqual(parse_cpu(text), {"model": "Xeon", "cores": 2, "threads": 4})

    def test_without_topology(self):
        text = "processor : 0\nmodel name : A\n\nprocessor : 1\nmodel name : A\n"
        self.assertEqual(parse_cpu(text), {"model": "A", "cores": 2, "threads": 2})


class Signatures(unittest.TestCase):
    def test_a_gpt_is_told_once(self):
        text = json.dumps({"signatures": [{"type": "gpt"}, {"type": "gpt"}, {"type": "PMBR"}]})
        self.assertEqual(set(describe(parse_wipefs(text))), {"gpt partition table"})

    def test_labels_and_blank(self):
        self.assertEqual(describe([("ext4", "data"), ("LVM2_member", None)]), ['ext4 "data"', "LVM2_member"])
        self.assertEqual(parse_wipefs(""), [])


class Partitions(unittest.TestCase):
    def table(self, label="gpt", kinds=(LINUX,), filesystems=("ext4",)):
        return label, [
            Partition("/dev/sda%d" % (n + 1), n + 1, 2048 * (n + 1), 2048, kind, filesystem)
            for n, (kind, filesystem) in enumerate(zip(kinds, filesystems))
        ]

    def test_sfdisk_json(self):
        text = json.dumps({"partitiontable": {"label": "gpt", "partitions": [
            {"node": "/dev/nvme0n1p15", "start": 2048, "size": 10, "type": ESP}]}})
        label, found = parse_table(text, partition_number("/dev/nvme0n1"))
        self.assertEqual((label, found[0].number, found[0].is_esp), ("gpt", 15, True))

    def test_the_last_one_on_the_disk_grows_whatever_its_number(self):
        found = [Partition("/dev/sda1", 1, 300000, 100, LINUX, "ext4"),
                 Partition("/dev/sda14", 14, 2048, 100, ESP, "vfat")]
        self.assertEqual(last_growable("gpt", found).number, 1)

    def test_what_does_not_grow(self):
        self.assertIsNone(last_growable(*self.table(kinds=(LINUX, ESP), filesystems=("ext4", "vfat"))))
        self.assertIsNone(last_growable(*self.table(filesystems=("swap",))))
        self.assertIsNone(last_growable(None, []))
        logical = [Partition("/dev/sda5", 5, 4096, 10, "83", "ext4")]
        self.assertIsNone(last_growable("dos", logical))


class Fstab(unittest.TestCase):
    def test_ordinary_file_systems_only(self):
        text = """# comment
UUID=a / ext4 defaults 0 1
UUID=b /boot ext4 defaults 0 2
UUID=c /boot/efi vfat umask=0077 0 1
/dev/sda3 none swap sw 0 0
tmpfs /tmp tmpfs defaults 0 0
"""
        found = parse_fstab(text, lambda tag: {"UUID=b": "/dev/sda2", "UUID=c": "/dev/sda1"}.get(tag))
        self.assertEqual(found, [("/dev/sda2", "/boot"), ("/dev/sda1", "/boot/efi")])


class Network(unittest.TestCase):
    def test_networkd_with_dhcp(self):
        self.assertEqual(
            network_setup.networkd(HOST),
            network_setup.HEADER + "[Match]\nMACAddress=52:54:00:77:00:01\n\n[Network]\nDHCP=yes\n\n"
            "[DHCPv4]\nClientIdentifier=mac\nUseDomains=yes\n",
        )

    def test_networkd_with_a_fixed_address(self):
        text = network_setup.networkd({**HOST, "address": "10.77.0.101"})
        self.assertIn("Address=10.77.0.101/24\nGateway=10.77.0.1\nDNS=10.77.0.1\nDomains=lab.internal\n", text)
        self.assertNotIn("DHCP", text)

    def test_the_others_know_both_ways(self):
        fixed = {**HOST, "address": "10.77.0.101"}
        self.assertIn("iface lan0 inet dhcp", network_setup.ifupdown(HOST, "lan0"))
        self.assertIn("address 10.77.0.101/24", network_setup.ifupdown(fixed, "lan0"))
        self.assertIn("dhcp4: true", network_setup.netplan(HOST))
        self.assertIn('addresses: ["10.77.0.101/24"]', network_setup.netplan(fixed))
        self.assertIn("method=auto", network_setup.networkmanager(HOST))
        self.assertIn("address1=10.77.0.101/24,10.77.0.1", network_setup.networkmanager(fixed))

    def test_which_program(self):
        there = {"usr/sbin/ifup", "usr/lib/systemd/systemd-networkd"}
        self.assertEqual(network_setup.which_way(there.__contains__), "ifupdown")
        self.assertEqual(network_setup.which_way({"lib/systemd/systemd-networkd"}.__contains__), "networkd")
        self.assertIsNone(network_setup.which_way(set().__contains__))


class Hosts(unittest.TestCase):
    def test_name_with_domain_and_other_lines(self):
        self.assertEqual(
            hosts_text("node-17", "lab.internal", "127.0.0.1 localhost\n127.0.1.1 old\n10.0.0.9 store\n"),
            "127.0.0.1 localhost\n127.0.1.1 node-17.lab.internal node-17\n"
            "::1 localhost ip6-localhost ip6-loopback\n10.0.0.9 store\n",
        )


class FirstBoot(unittest.TestCase):
    def test_urls(self):
        self.assertEqual(first_boot.split_url("http://10.77.0.1:3000/a/b"), ("http", "10.77.0.1", 3000, "/a/b"))
        self.assertEqual(first_boot.split_url("https://x.org/a"), ("https", "x.org", 443, "/a"))
        self.assertEqual(first_boot.split_url("http://[fd00::1]:80/a"), ("http", "fd00::1", 80, "/a"))

    def test_the_script_holds_the_settings_quoted(self):
        text = first_boot.script_text("http://10.77.0.1:3000/api/x'y")
        self.assertNotIn("# SETTINGS", text)
        self.assertIn("SERVER=10.77.0.1\nPORT=3000\n", text)
        self.assertIn("ROUTE='/api/x'\"'\"'y/events'", text)


class BootLoader(unittest.TestCase):
    def esp(self, *files):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for name in files:
            path = os.path.join(folder.name, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(name)
        return folder.name

    def test_a_fallback_that_is_there_stays(self):
        esp = self.esp("efi/boot/bootx64.efi")
        self.assertTrue(boot_loader.ensure_fallback(esp)[1])
        self.assertEqual(os.listdir(esp), ["efi"])

    def test_shim_becomes_the_fallback_with_its_grub(self):
        esp = self.esp("EFI/debian/grubx64.efi", "EFI/debian/shimx64.efi")
        self.assertTrue(boot_loader.ensure_fallback(esp)[1])
        with open(esp + "/EFI/BOOT/BOOTX64.EFI", encoding="utf-8") as file:
            self.assertEqual(file.read(), "EFI/debian/shimx64.efi")
        self.assertTrue(os.path.exists(esp + "/EFI/BOOT/grubx64.efi"))

    def test_an_empty_esp_is_told(self):
        self.assertFalse(boot_loader.ensure_fallback(self.esp("readme.txt"))[1])


if __name__ == "__main__":
    unittest.main()
