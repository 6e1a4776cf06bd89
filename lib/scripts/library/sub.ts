/**
 * Sub scripts to begin with. Before one runs, the provisioner has set
 * `base`, `install`, `kickstart`, `hostname`, `mac`, `address`, and every
 * parameter of the profile and the host under its own name.
 */

export const localDisk = `#!ipxe
# Boot the machine's own disk.
#
# "exit 1" tells the main script that the local disk is meant, and UEFI
# firmware to go on with its own boot order; a plain "exit" opens the firmware's
# set-up on some machines. BIOS is given the first disk.
echo \${hostname}: booting from the local disk
iseq \${platform} efi && exit 1 ||
sanboot --no-describe --drive 0x80 || echo The first disk did not boot.
exit 1
`;

export const rescueShell = `#!ipxe
# A shell of iPXE on the machine's screen, to look around: "help" lists the
# commands, "exit" goes on to the local disk.
echo
echo \${hostname}: a shell, before any installation
echo Server \${base}, card net0 \${net0/mac}, address \${net0/ip}, router \${net0/gateway}
echo Try: ifstat, route, show net0/mac, imgfetch \${base}/api/pxeboot/autoexec.ipxe
echo
shell ||
exit 1
`;

export const debianInstaller = `#!ipxe
# Debian by its own installer, which is answered by the profile's kickstart: a
# preseed file, such as "Debian by preseed" under Kickstarts.
#
# Give the profile the parameter
#
#   installer   the folder of the installer's network boot files, as a URL:
#               the one that holds "linux" and "initrd.gz" for this machine's
#               architecture, on your mirror
#
# and, where they are needed,
#
#   locale      such as en_GB.UTF-8 (en_US.UTF-8 when it is not given)
#   keymap      such as de (us when it is not given)
#   options     anything else for the kernel line, such as console=ttyS0
isset \${installer} || goto no_installer
isset \${kickstart} || goto no_kickstart
isset \${locale} || set locale en_US.UTF-8
isset \${keymap} || set keymap us

# Whatever an earlier try has left would be handed to the kernel, too.
imgfree ||
echo \${hostname}: loading the Debian installer from \${installer}
kernel \${installer}/linux || goto not_loaded
initrd --name initrd.gz \${installer}/initrd.gz || goto not_loaded

# "initrd=" is for UEFI, where the kernel looks for it by name. Behind "---"
# stands what the installed system's kernel line gets, too. On a network without
# a router the installer would stop and ask; here it goes on.
imgargs linux initrd=initrd.gz auto=true priority=critical url=\${kickstart} interface=auto netcfg/no_default_route=true hostname=\${hostname} domain= locale=\${locale} keymap=\${keymap} provisioner.install=\${install} \${options} ---
boot || goto not_loaded

:no_installer
echo The profile has no parameter "installer": the URL of the folder with linux and initrd.gz.
goto wait
:no_kickstart
echo The profile has no kickstart, so the installer would ask its questions on this screen.
goto wait
:not_loaded
echo \${installer} did not give the kernel and the initrd: error \${errno}
# Long enough to be read; then the provisioner is asked again.
:wait
prompt --timeout 30000 Press any key to try again. ||
exit 2
`;
