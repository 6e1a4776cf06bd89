"""The network of the installed system: its card by MAC, DHCP or a fixed address."""

import glob
import os

from identity import write_file

HEADER = "# Written by the provisioner when this host was installed.\n"


def which_way(exists):
    """Which program configures the network inside; `exists` tells whether a path does."""
    if exists("usr/sbin/netplan"):
        return "netplan"
    if exists("usr/sbin/NetworkManager"):
        return "networkmanager"
    if exists("usr/sbin/ifup") or exists("sbin/ifup"):
        return "ifupdown"
    if exists("usr/lib/systemd/systemd-networkd") or exists("lib/systemd/systemd-networkd"):
        return "networkd"
    return None


def networkd(host):
    lines = [HEADER + "[Match]", "MACAddress=%s" % host["mac"], "", "[Network]"]
    if host.get("address"):
        lines.append("Address=%s/%s" % (host["address"], host["prefix"]))
        lines += ["Gateway=%s" % host["router"]] if host.get("router") else []
        lines += ["DNS=%s" % server for server in host.get("dns") or []]
        lines += ["Domains=%s" % host["domain"]] if host.get("domain") else []
    else:
        # The reservation in DHCP is by MAC; a DUID would look like another machine.
        lines += ["DHCP=yes", "", "[DHCPv4]", "ClientIdentifier=mac", "UseDomains=yes"]
    return "\n".join(lines) + "\n"


def ifupdown(host, card):
    lines = [HEADER + "auto lo", "iface lo inet loopback", "", "auto %s" % card]
    if host.get("address"):
        lines += ["iface %s inet static" % card, "    address %s/%s" % (host["address"], host["prefix"])]
        lines += ["    gateway %s" % host["router"]] if host.get("router") else []
        lines += ["    dns-nameservers %s" % " ".join(host["dns"])] if host.get("dns") else []
    else:
        lines.append("iface %s inet dhcp" % card)
    return "\n".join(lines) + "\n"


def netplan(host):
    lines = [HEADER + "network:", "  version: 2", "  ethernets:", "    provisioner:",
             "      match:", '        macaddress: "%s"' % host["mac"]]
    if host.get("address"):
        lines.append('      addresses: ["%s/%s"]' % (host["address"], host["prefix"]))
        if host.get("router"):
            lines.append('      routes: [{to: default, via: "%s"}]' % host["router"])
        if host.get("dns"):
            lines.append("      nameservers: {addresses: [%s]}" % ", ".join('"%s"' % s for s in host["dns"]))
    else:
        lines += ["      dhcp4: true", "      dhcp-identifier: mac"]
    return "\n".join(lines) + "\n"


def networkmanager(host):
    lines = [HEADER + "[connection]", "id=provisioner", "type=ethernet", "",
             "[ethernet]", "mac-address=%s" % host["mac"].upper(), "", "[ipv4]"]
    if host.get("address"):
        gateway = ",%s" % host["router"] if host.get("router") else ""
        lines += ["method=manual", "address1=%s/%s%s" % (host["address"], host["prefix"], gateway)]
        lines += ["dns=%s;" % ";".join(host["dns"])] if host.get("dns") else []
    else:
        lines += ["method=auto", "dhcp-client-id=mac"]
    return "\n".join(lines + ["", "[ipv6]", "method=auto"]) + "\n"


# A name that we give by MAC, because ifupdown only knows names.
CARD = "lan0"


def set_up(target, host):
    """Writes the configuration; gives which program it is for, None where none is known."""
    way = which_way(lambda path: os.path.exists(target.path(path)))
    if not host.get("prefix"):
        # An address without its network's size says nothing; DHCP knows both.
        host = {**host, "address": None}
    if os.path.isdir(target.path("etc/cloud")):
        # Its datasource does not exist here, and waiting for one costs minutes.
        write_file(target.path("etc/cloud/cloud-init.disabled"), "")
    if way == "networkd":
        write_file(target.path("etc/systemd/network/10-provisioner.network"), networkd(host))
    elif way == "ifupdown":
        link = HEADER + "[Match]\nMACAddress=%s\n\n[Link]\nName=%s\n" % (host["mac"], CARD)
        write_file(target.path("etc/systemd/network/10-provisioner.link"), link)
        write_file(target.path("etc/network/interfaces"), ifupdown(host, CARD))
    elif way == "netplan":
        for path in glob.glob(target.path("etc/netplan/*.yaml")):
            os.rename(path, path + ".before-provisioner")
        write_file(target.path("etc/netplan/10-provisioner.yaml"), netplan(host), 0o600)
    elif way == "networkmanager":
        name = "etc/NetworkManager/system-connections/provisioner.nmconnection"
        write_file(target.path(name), networkmanager(host), 0o600)
    return way
