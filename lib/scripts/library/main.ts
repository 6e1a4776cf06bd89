/**
 * The main script that the provisioner brings along. A text of ours like any
 * other: it can be read, changed and put back in the console. `${base}` is not
 * in it; publishing adds that line.
 *
 * What it relies on was tried on QEMU with iPXE of 2019, 1.21.1 (2025) and 2.0,
 * by BIOS (the card's ROM and undionly.kpxe) and UEFI (snponly.efi, ipxe.efi):
 *
 * - `autoexec.ipxe` beside the .efi is fetched by TFTP and run from 1.21.1 on;
 *   beside a loader that UEFI HTTP Boot has fetched it is asked for by HTTP. 2019's
 *   does not look for it and comes by DHCP's user class instead. Then
 *   `netX` is the booted card, while in 1.21.1 `netX` is empty after
 *   autoexec.ipxe; `net0` and up hold in all of them.
 * - A card that the firmware configured has its `ip` at once and needs `ifopen`,
 *   no second DHCP. Two open cards on one network: the first route wins, hence
 *   `ifclose`.
 * - `errno` is there in all of them: 0x2d0c61.. for HTTP 404, 0x1d0c65.. for
 *   5xx, 0x410c61.. for 403, 0xf0a60.. for a refused connection, 0x4c0720.. for
 *   a time limit; the last byte belongs to the firmware (3b, 39, 3c, 39, 35 by
 *   BIOS, 8e, 98, 8f, 95, 92 by UEFI). `exit 1` in a script gives 0x1.
 * - The iPXE of 2019 decodes an address and encodes it again: `&` and `=` in a
 *   value arrive bare, and bytes above 127 as `%FFFFFFFFFFFFC3` (newer ones:
 *   `%FFFFFFC3`), so the server must not trust percent signs. `+` is a plus.
 * - `exit 1` makes OVMF try its next entry: PXE by IPv6 fails at once, HTTP Boot
 *   costs a minute where DHCP does not answer architecture 16, and 6 s where it
 *   does, then the disk. `sanboot --no-describe --drive 0x80 --filename
 *   \EFI\BOOT\BOOTX64.EFI` starts that file of the local disk at once, past the
 *   boot order, from 1.21.1 on (2019's says "No such device"). A 404 of a plain `chain` lets `||` go on in all of them.
 * - `iflinkwait` and `poweroff` are missing from 2019's UEFI build, `params`
 *   from all before 2.0, `nslookup`, `imgtrust` from all; so none is used.
 */
export const mainScript = `#!ipxe
# The main script: what every machine runs first, whatever it is.
#
# It finds a card that leads to the provisioner, tells it who this machine is,
# and does what the answer says. It never ends without a word: every failure is
# a sentence on the screen, then another try, then a menu, then the local disk.
#
# The address of the server is not written here. On its way out the provisioner
# adds one line below the first: "set base http://…", its public address.
#
# It runs on iPXE from 2019 to today, by BIOS and UEFI. A line ending in "||"
# goes on when its command fails; without that, iPXE would stop the script.

echo
isset \${base} || set base http://\${next-server}
echo provisioner: looking for \${base}

# ---- Who are we? -----------------------------------------------------------
# A 32-bit iPXE runs on 64-bit machines too: bit 29 of the processor's extended
# features tells.
set arch \${buildarch}
iseq \${arch} i386 && cpuid --ext 29 && set arch x86_64 ||
set facts uuid=\${uuid}&arch=\${arch}&platform=\${platform}

# All cards, by iPXE's numbers: the server knows a machine by any of them.
set cards:int32 0
:count
isset \${net\${cards}/mac} || goto counted
set facts \${facts}&mac\${cards}=\${net\${cards}/mac}
inc cards
goto count
:counted

# What its maker wrote into it. ":uristring" writes spaces and the like as %20,
# so that they fit into an address. They come last, since the iPXE of 2019
# leaves an "&" in them as it is: what stands before them stays true.
set facts \${facts}&serial=\${serial:uristring}&asset=\${asset:uristring}
set facts \${facts}&manufacturer=\${manufacturer:uristring}&product=\${product:uristring}

# ---- Once over all cards ---------------------------------------------------
# First those that have an address already (the card that we were loaded
# through), as they are; then each one anew by DHCP.
:start
set why No network card was found that this bootloader can drive.
set round:int32 0
set wait:int32 2
set asked:int32 0
set pass configured
:pass
set i:int32 0
:card
iseq \${i} \${cards} && goto pass_over ||
iseq \${pass} dhcp && goto configure ||
isset \${net\${i}/ip} || goto next_card
ifopen net\${i} || goto next_card
goto ask
:configure
dhcp net\${i} && goto ask ||
set why No answer to DHCP on net\${i} (\${net\${i}/mac}). Is its cable in the right port?
echo \${why}
:close
# Closed, or its routes would be in the way of the next card's.
ifclose net\${i} ||
:next_card
inc i
goto card

:pass_over
iseq \${pass} configured && set pass dhcp && goto pass ||
inc round
iseq \${round} 10 && goto menu ||
echo
echo \${why}
echo Tried \${cards} card(s). Trying again in \${wait} s, time \${round} of 10.
prompt --key m --timeout \${wait}000 Press m for the menu, any other key to try now. && goto menu ||
# 2, 4, 8, 16 and then 30 seconds.
inc wait \${wait}
iseq \${wait} 32 && set wait:int32 30 ||
iseq \${wait} 60 && set wait:int32 30 ||
goto pass

# ---- Ask the server --------------------------------------------------------
:ask
# Whatever an earlier try has left would be handed to a kernel as its initrd.
imgfree
echo Asking \${base} over net\${i}: MAC \${net\${i}/mac}, address \${net\${i}/ip}
imgfetch --timeout 15000 --name boot \${base}/api/pxeboot/boot?mac=\${net\${i}/mac}&\${facts} || goto no_answer
# Kernels never come back. A script does, when it has ended.
imgexec boot || goto script_failed
echo The server leaves this machine to its local disk.
goto local

# iPXE's error numbers end in the firmware's own: 3b and the like by BIOS, 8e
# and the like by UEFI. Their meaning is at https://ipxe.org/NUMBER.
:no_answer
set code \${errno}
iseq \${code} 0x2d0c613b && goto unknown ||
iseq \${code} 0x2d0c618e && goto unknown ||
set why \${base} cannot be reached over net\${i} (\${net\${i}/ip}).
iseq \${code} 0x4c072035 && set why \${base} does not answer over net\${i} (\${net\${i}/ip}). ||
iseq \${code} 0x4c072092 && set why \${base} does not answer over net\${i} (\${net\${i}/ip}). ||
iseq \${code} 0xf0a6039 && set why Nothing listens on \${base}: is the provisioner running? ||
iseq \${code} 0xf0a6095 && set why Nothing listens on \${base}: is the provisioner running? ||
iseq \${code} 0x1d0c6539 && set why \${base} is there, but has trouble of its own (HTTP 5xx). ||
iseq \${code} 0x1d0c6598 && set why \${base} is there, but has trouble of its own (HTTP 5xx). ||
iseq \${code} 0x410c613c && set why \${base} refuses to answer this machine (HTTP 403). ||
iseq \${code} 0x410c618f && set why \${base} refuses to answer this machine (HTTP 403). ||
echo \${why}
goto close

# 404: it is there and does not know us, but has written us down.
:unknown
inc asked
iseq \${asked} 60 && set why Nobody has accepted this machine, MAC \${net\${i}/mac}. && goto menu ||
echo
echo This machine is unknown to \${base}.
echo It has been written down there as \${net\${i}/mac}. Accept it in the console,
echo and it goes on by itself. Asking again in 12 s, time \${asked} of 60.
prompt --key m --timeout 12000 Press m for the menu, any other key to ask now. && goto menu ||
goto ask

# "exit 1" in a script says: boot the local disk.
:script_failed
set code \${errno}
iseq \${code} 0x1 && goto local ||
set why The script that the server sent has ended with error \${code}.
echo \${why}
inc round
iseq \${round} 10 && goto menu ||
prompt --key m --timeout 10000 Asking again in 10 s, time \${round} of 10. Press m for the menu. && goto menu ||
goto ask

# ---- When nothing helped ---------------------------------------------------
:menu
menu \${why} || goto plain
item --gap Server: \${base}
item --gap This machine: \${net0/mac} \${manufacturer} \${product} \${serial}
item --gap
item --key r start Try again (r)
item --key l local Boot from the local disk (l)
item --key s shell iPXE shell (s)
choose --default local --timeout 30000 choice || set choice local
goto \${choice}
# A bootloader without menus asks one key at a time.
:plain
echo \${why}
prompt --key r --timeout 10000 Press r to try again. && goto start ||
prompt --key s --timeout 10000 Press s for a shell. && goto shell ||
goto local

:shell
echo Type "exit" to come back to the menu.
shell ||
goto menu

# ---- The local disk --------------------------------------------------------
# By BIOS the first disk; should it not boot, and always by UEFI, the firmware
# goes on with the next entry of its own boot order. The status 1 matters: with
# a plain "exit" some UEFI firmware opens its set-up instead.
:local
echo Booting from the local disk.
iseq \${platform} efi && goto leave ||
sanboot --no-describe --drive 0x80 || echo The first disk did not boot.
:leave
echo Leaving the rest to the firmware's boot order.
exit 1
`;
