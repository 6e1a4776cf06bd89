/** Questions of debian-installer that answer files give, by name, with their types. */

const table = `
string anna/choose_modules|anna/no_kernel_modules=boolean|apt-setup/cdrom/set-first=boolean
string apt-setup/contrib=boolean|apt-setup/disable-cdrom-entries=boolean|apt-setup/enable-source-repositories=boolean
string apt-setup/non-free=boolean|apt-setup/non-free-firmware=boolean|apt-setup/restricted=boolean|apt-setup/universe=boolean|apt-setup/multiverse=boolean|apt-setup/backports=boolean
string apt-setup/security_host|apt-setup/security_path|apt-setup/service-failed=select|apt-setup/services-select=multiselect|apt-setup/use_mirror=boolean
string apt-setup/local0/comment|apt-setup/local0/key|apt-setup/local0/repository|apt-setup/local0/source=boolean
string auto-install/enable=boolean|base-installer/install-recommends=boolean|base-installer/kernel/image|base-installer/kernel/override-image
string cdrom-detect/eject=boolean|clock-setup/ntp=boolean|clock-setup/ntp-server|clock-setup/utc=boolean
string console-setup/ask_detect=boolean|console-setup/layoutcode|debconf/priority=select|debconf/frontend=select|debian-installer/add-kernel-opts
string debian-installer/allow_unauthenticated=boolean|debian-installer/allow_unauthenticated_ssl=boolean|debian-installer/country|debian-installer/exit/halt=boolean|debian-installer/exit/poweroff=boolean
string debian-installer/language|debian-installer/locale|debian-installer/splash=boolean|debian-installer/quiet=boolean|debian-installer/framebuffer=boolean
string finish-install/keep-consoles=boolean|finish-install/reboot_in_progress=note|grub-installer/bootdev|grub-installer/choose_bootdev=select|grub-installer/force-efi-extra-removable=boolean
string grub-installer/only_debian=boolean|grub-installer/with_other_os=boolean|grub-installer/skip=boolean|grub-installer/password=password|grub-installer/password-again=password|grub-installer/password-crypted=password|grub-installer/timeout
string grub-installer/enable_os_prober_otheros_no=boolean|grub-installer/enable_os_prober_otheros_yes=boolean|grub-installer/make_active=boolean|grub-installer/update-nvram=boolean|lilo-installer/skip=boolean
string hw-detect/load_firmware=boolean|hw-detect/firmware-lookup|hw-detect/load_media=boolean|hw-detect/start_pcmcia=boolean
string keyboard-configuration/layoutcode|keyboard-configuration/modelcode|keyboard-configuration/optionscode|keyboard-configuration/toggle=select|keyboard-configuration/variant=select|keyboard-configuration/variantcode|keyboard-configuration/xkb-keymap=select|keymap=select
string localechooser/supported-locales=multiselect|lowmem/low=note|mirror/codename|mirror/country|mirror/http/directory|mirror/http/hostname|mirror/http/mirror=select|mirror/http/proxy|mirror/https/directory|mirror/https/hostname|mirror/https/mirror=select|mirror/https/proxy|mirror/https/countries=select|mirror/http/countries=select|mirror/ftp/directory|mirror/ftp/hostname|mirror/ftp/proxy|mirror/protocol=select|mirror/suite|mirror/udeb/suite|mirror/udeb/components=multiselect
string netcfg/choose_interface=select|netcfg/confirm_static=boolean|netcfg/dhcp_failed=note|netcfg/dhcp_hostname|netcfg/dhcp_options=select|netcfg/dhcp_timeout|netcfg/dhcpv6_timeout|netcfg/disable_autoconfig=boolean|netcfg/disable_dhcp=boolean|netcfg/enable=boolean|netcfg/get_domain|netcfg/get_gateway|netcfg/get_hostname|netcfg/get_ipaddress|netcfg/get_nameservers|netcfg/get_netmask|netcfg/hostname|netcfg/link_wait_timeout|netcfg/no_default_route=boolean|netcfg/target_network_config=select|netcfg/use_autoconfig=boolean|netcfg/wireless_essid|netcfg/wireless_wep|netcfg/wireless_wpa|netcfg/wireless_security_type=select|netcfg/vlan_id|netcfg/use_vlan=boolean
string network-console/password=password|network-console/password-again=password|network-console/start=select|network-console/authorized_keys_url
string oem-config/enable=boolean|partman/alignment=select|partman/choose_partition=select|partman/confirm=boolean|partman/confirm_new_label=boolean|partman/confirm_nochanges=boolean|partman/confirm_nooverwrite=boolean|partman/default_filesystem|partman/early_command|partman/exception_handler=select|partman/filter_mounted=boolean|partman/mount_style=select|partman/unmount_active=boolean
string partman-auto/cap-ram|partman-auto/choose_recipe=select|partman-auto/disk|partman-auto/expert_recipe|partman-auto/expert_recipe_file|partman-auto/init_automatically_partition=select|partman-auto/method|partman-auto/purge_lvm_from_device=boolean
string partman-auto-crypto/erase_disks=boolean|partman-auto-lvm/guided_size|partman-auto-lvm/new_vg_name|partman-auto-lvm/no_boot=boolean|partman-auto-raid/recipe
string partman-basicfilesystems/choose_label|partman-basicfilesystems/no_mount_point=boolean|partman-basicfilesystems/no_swap=boolean|partman-basicmethods/method_only=boolean
string partman-crypto/confirm=boolean|partman-crypto/confirm_nooverwrite=boolean|partman-crypto/passphrase=password|partman-crypto/passphrase-again=password|partman-crypto/weak_passphrase=boolean
string partman-efi/non_efi_system=boolean|partman-lvm/confirm=boolean|partman-lvm/confirm_nooverwrite=boolean|partman-lvm/device_remove_lvm=boolean|partman-lvm/device_remove_lvm_span=boolean|partman-lvm/vgdelete_confirm=boolean
string partman-md/confirm=boolean|partman-md/confirm_nooverwrite=boolean|partman-md/device_remove_md=boolean|partman-md/deleteverify=boolean|partman-partitioning/choose_label=select|partman-partitioning/confirm_copy=boolean|partman-partitioning/confirm_new_label=boolean|partman-partitioning/confirm_resize=boolean|partman-partitioning/confirm_write_new_label=boolean|partman-partitioning/default_label=string
string passwd/make-user=boolean|passwd/root-login=boolean|passwd/root-password=password|passwd/root-password-again=password|passwd/root-password-crypted=password|passwd/shadow=boolean|passwd/user-default-groups|passwd/user-fullname|passwd/user-password=password|passwd/user-password-again=password|passwd/user-password-crypted=password|passwd/user-uid|passwd/username
string pkgsel/include|pkgsel/install-language-support=boolean|pkgsel/language-packs=multiselect|pkgsel/install-pattern|pkgsel/run_tasksel=boolean|pkgsel/update-policy=select|pkgsel/updatedb=boolean|pkgsel/upgrade=select
string popularity-contest/participate=boolean|preseed/early_command|preseed/include|preseed/include/checksum|preseed/include_command|preseed/interactive=boolean|preseed/late_command|preseed/run|preseed/run/checksum|preseed/url|preseed/file|preseed/url/checksum|preseed/file/checksum
string tasksel/first=multiselect|tasksel/desktop=multiselect|tasksel/force-tasks|time/zone|tzsetup/geoip_server|tzsetup/detected=boolean|ubiquity/success_command|ubiquity/summary=note|ubiquity/reboot=boolean|user-setup/allow-password-weak=boolean|user-setup/allow-password-empty=boolean|user-setup/encrypt-home=boolean|user-setup/force-sudo=boolean|rescue/enable=boolean|mouse/protocol=select|save-logs/directory
`;

/** Question → type. */
export const questions: ReadonlyMap<string, string> = new Map(
  table
    .trim()
    .split('\n')
    .flatMap((row) => row.slice('string '.length).split('|'))
    .map((entry) => {
      const [name = '', type = 'string'] = entry.split('=');
      return [name, type] as const;
    }),
);

/** Where questions of the installer itself live; others belong to packages. */
export const installerParts: ReadonlySet<string> = new Set(
  [...questions.keys()].map((name) => name.split('/')[0] ?? ''),
);
