#!/bin/sh
# Runs when all packages are installed, with the image's root folder as $1.
# Whatever is here ends in the image; boot loader pieces go to /boot/grub.
set -eu
root=$1
inside() { chroot "$root" "$@"; }

# Services: what a server needs, and nothing that waits.
inside systemctl enable systemd-networkd.service ssh.service ssh-host-keys.service
for service in systemd-resolved.service systemd-timesyncd.service; do
  [ ! -e "$root/usr/lib/systemd/system/$service" ] && [ ! -e "$root/lib/systemd/system/$service" ] ||
    inside systemctl enable "$service"
done
# These only look after things that are not here (LVM snapshots, a boot that is
# counted), and cost seconds of every boot.
for service in e2scrub_reap.service grub-common.service; do
  [ ! -e "$root/usr/lib/systemd/system/$service" ] && [ ! -e "$root/lib/systemd/system/$service" ] ||
    inside systemctl disable "$service"
done

# GRUB for both firmwares, from the image's own packages; the early
# configuration finds the root file system by its id.
mkdir -p "$root/boot/grub/i386-pc" "$root/boot/grub/x86_64-efi" "$root/boot/efi"
cp "$root"/usr/lib/grub/i386-pc/*.mod "$root"/usr/lib/grub/i386-pc/*.lst "$root/boot/grub/i386-pc/"
cp "$root"/usr/lib/grub/x86_64-efi/*.mod "$root"/usr/lib/grub/x86_64-efi/*.lst "$root/boot/grub/x86_64-efi/"
cp "$root/usr/lib/grub/i386-pc/boot.img" "$root/boot/grub/i386-pc/boot.img"
common="part_gpt part_msdos ext2 fat search search_fs_uuid normal configfile linux serial terminal test echo sleep reboot halt ls minicmd"
inside grub-mkimage -O i386-pc -c /boot/grub/early.cfg -p /boot/grub \
  -o /boot/grub/i386-pc/core.img biosdisk $common
inside grub-mkimage -O x86_64-efi -c /boot/grub/early.cfg -p /boot/grub \
  -o /boot/grub/x86_64-efi/bootx64.efi all_video efi_gop gfxterm font chain $common

# Nothing that must differ between hosts, and nothing that only the build needed.
rm -f "$root"/etc/ssh/ssh_host_*
: >"$root/etc/machine-id"
rm -f "$root/var/lib/dbus/machine-id" "$root/var/lib/systemd/random-seed"
if [ -e "$root/usr/lib/systemd/systemd-resolved" ] || [ -e "$root/lib/systemd/systemd-resolved" ]; then
  ln -sf ../run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
fi
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/* "$root"/var/cache/debconf/*-old
rm -f "$root"/var/cache/ldconfig/aux-cache "$root"/var/log/*.log "$root"/var/log/apt/*
rm -f "$root"/etc/apt/sources.list.d/0000*.list
