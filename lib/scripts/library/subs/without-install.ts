/**
 * Sub scripts that install nothing. Before one runs, the provisioner has set
 * `base`, `hostname`, `mac` and `address`; in an installation also `install`,
 * `kickstart`, and every parameter of the profile and the host under its name.
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
# A rescue shell: the agent's Linux in memory, with a shell on the screen and on
# the serial line. It mounts nothing and writes to no disk; what you type does.
# On board: bash, python3, lsblk, parted, mdadm, lvm, fsck, mount, nvme, ethtool.
#
# Order it on a host's page ("Rescue"): the machine then gets this once.
#
# Parameter (not needed):
#   options   more for the kernel line, such as console=ttyS1,115200

# The agent is built for 64-bit machines; a 32-bit iPXE runs on them, too.
set arch x86_64
iseq \${buildarch} arm64 && set arch arm64 ||
set files \${base}/artifacts/agent
# The card that has asked is the one that gets the network.
set card
isset \${mac} && set card BOOTIF=\${mac} ||

# Whatever an earlier try has left would be handed to the kernel, too.
imgfree ||
echo \${hostname}: loading the rescue shell from \${base}
# "--name" and "initrd=" are for UEFI, where the kernel looks for it by name.
kernel --name vmlinuz \${files}/vmlinuz?arch=\${arch} initrd=initrd.img provisioner.rescue \${card} console=ttyS0,115200 console=tty0 \${options} || goto without
initrd --name initrd.img \${files}/initrd.img?arch=\${arch} || goto without
boot || goto without

# Without the agent's Linux there is still iPXE's own shell.
:without
echo The rescue system could not be started: error \${errno}
echo This is the shell of iPXE. Try: ifstat, route, show net0/mac, help
echo "exit" goes on to the local disk.
shell ||
exit 1
`;

export const menu = `#!ipxe
# A menu on the machine's screen, for a profile of machines that people stand
# before, or ordered once on a host's page ("Rescue").
#
# This is a template: {{ host.name }} and the addresses of other scripts are
# filled in for each host. Add an item and a label for each script of yours:
# urls.scripts has the address of every sub script by its title.
:menu
menu {{ host.name }}: what now? || goto local
item --gap This machine: \${net0/mac} \${manufacturer} \${product}
item --key l local Boot from the local disk (l)
item --key r rescue Rescue shell in memory (r)
item --key s shell Shell of iPXE (s)
item --key o off Switch off (o)
choose --default local --timeout 30000 choice || goto local
goto \${choice}

:rescue
chain --autofree {{ urls.scripts['Rescue shell'] }} || goto failed
goto menu

:shell
echo Type "exit" to come back to the menu.
shell ||
goto menu

# Not every iPXE knows "poweroff", and not every machine obeys it.
:off
poweroff ||
:failed
echo That did not work: error \${errno}
prompt --timeout 10000 Press any key for the menu. ||
goto menu

# "exit 1" tells the main script that the local disk is meant.
:local
iseq \${platform} efi && exit 1 ||
sanboot --no-describe --drive 0x80 || echo The first disk did not boot.
exit 1
`;
