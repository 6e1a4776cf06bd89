/**
 * The ready script of a boot medium: a stick or a CD that leads any machine on
 * any network to the provisioner. `${base}` and `${enrolment}` are not in it;
 * making the medium adds those lines (see builds/builders/media/script.ts).
 *
 * It follows the main script, whose notes on iPXE hold here too, with these
 * differences:
 *
 * - The network belongs to somebody else: its DHCP server knows nothing of us,
 *   and where there is none, a person can give an address.
 * - By BIOS drive 0x80 is the stick itself when the machine was booted from
 *   one, and nothing tells. `from=medium` lets the server see that it comes
 *   straight back (boot/medium-disk.ts). Without the server `exit 1` is the
 *   way: `ipxe.lkrn` calls INT 18h, and the BIOS goes on with what it has left.
 * - A prebuilt iPXE believes public authorities only, and by way of
 *   ca.ipxe.org: without that, or with a private one, no HTTPS address is good.
 * - What comes with a 403 is not shown by any iPXE. The same question to
 *   `enrolled` is answered by a script that sets `why`.
 */
export const mediumReadyScript = `#!ipxe
# The ready script of a boot medium: what a machine runs that was booted from
# this stick, this CD or this file.
#
# It tries every card, tells the provisioner who this machine is, and does what
# the answer says. It never ends without a word: every failure is a sentence on
# the screen, then another try, then a menu, then the machine's own boot order.
#
# The lines "set base …" and "set enrolment …" are added when the medium is
# made: the provisioner's address, and the token that lets this medium in.

echo
isset \${family} || set family ipv4
echo provisioner: boot medium for \${base}

# ---- Who are we? -----------------------------------------------------------
# A 32-bit iPXE runs on 64-bit machines too: bit 29 of the processor's extended
# features tells.
set arch \${buildarch}
iseq \${arch} i386 && cpuid --ext 29 && set arch x86_64 ||
set facts uuid=\${uuid}&arch=\${arch}&platform=\${platform}&from=medium
isset \${enrolment} && set facts \${facts}&enrolment=\${enrolment} ||

# All cards, by iPXE's numbers: the server knows a machine by any of them.
set cards:int32 0
:count
isset \${net\${cards}/mac} || goto counted
set facts \${facts}&mac\${cards}=\${net\${cards}/mac}
inc cards
goto count
:counted

# What its maker wrote into it; last, since it is the part that may be odd.
set facts \${facts}&serial=\${serial:uristring}&asset=\${asset:uristring}
set facts \${facts}&manufacturer=\${manufacturer:uristring}&product=\${product:uristring}

# ---- Once over all cards ---------------------------------------------------
:start
set why No network card was found that this iPXE can drive.
iseq \${cards} 0 && goto menu ||
set round:int32 0
set wait:int32 2
set asked:int32 0
:pass
# The most that was reached is what is told in the end: a link, an address, the
# server.
set why No card has a link (\${cards} tried). Is a cable plugged in?
clear reached
set i:int32 0
:card
iseq \${i} \${cards} && goto pass_over ||
iseq \${by_hand} \${i} && goto open ||
iflinkwait --timeout 5000 net\${i} || goto close
iseq \${family} ipv6 && goto ipv6 ||
dhcp net\${i} && goto ask ||
isset \${reached} || set why No DHCP server answers on net\${i} (\${net\${i}/mac}).
goto close
:ipv6
ifconf --configurator ipv6 net\${i} && goto ask ||
isset \${reached} || set why No IPv6 router answers on net\${i} (\${net\${i}/mac}).
goto close
:open
ifopen net\${i} && goto ask ||
:close
# Closed, or its routes would be in the way of the next card's.
ifclose net\${i} ||
inc i
goto card

:pass_over
inc round
iseq \${round} 10 && goto menu ||
echo
echo \${why}
echo Trying again in \${wait} s, time \${round} of 10.
prompt --key m --timeout \${wait}000 Press m for the menu, any other key to try now. && goto menu ||
# 2, 4, 8, 16 and then 30 seconds.
inc wait \${wait}
iseq \${wait} 32 && set wait:int32 30 ||
iseq \${wait} 60 && set wait:int32 30 ||
goto pass

# ---- Ask the server --------------------------------------------------------
:ask
set reached net\${i}
# Whatever an earlier try has left would be handed to a kernel as its initrd.
imgfree ||
echo Asking \${base} over net\${i}, address \${net\${i}/ip}
imgfetch --timeout 15000 --name boot \${base}/api/pxeboot/boot?mac=\${net\${i}/mac}&\${facts} || goto no_answer
# Kernels never come back. A script does, when it has ended.
imgexec boot || goto script_failed
echo The server leaves this machine to its own boot order.
goto local

# iPXE's error numbers end in the firmware's own: 3b and the like by BIOS, 8e
# and the like by UEFI. Their meaning is at https://ipxe.org/NUMBER.
:no_answer
set code \${errno}
isset \${secure} || goto answered
# By HTTPS the error may be that of ca.ipxe.org, where iPXE asks about public
# authorities; what answers in any case tells.
imgfetch --timeout 15000 --name why \${base}/api/pxeboot/enrolled?\${facts} && goto answered ||
set why No answer from \${base} that this iPXE trusts (error \${code}).
echo \${why}
goto close
:answered
imgfree ||
iseq \${code} 0x2d0c613b && goto unknown ||
iseq \${code} 0x2d0c618e && goto unknown ||
iseq \${code} 0x410c613c && goto refused ||
iseq \${code} 0x410c618f && goto refused ||
set why \${base} cannot be reached over net\${i} (error \${code}).
iseq \${code} 0x3e11613b && set why The name in \${base} is not known here (DNS). ||
iseq \${code} 0x3e11618e && set why The name in \${base} is not known here (DNS). ||
iseq \${code} 0x4c072035 && set why \${base} does not answer over net\${i}. ||
iseq \${code} 0x4c072092 && set why \${base} does not answer over net\${i}. ||
iseq \${code} 0xf0a6039 && set why Nothing listens on \${base}. ||
iseq \${code} 0xf0a6095 && set why Nothing listens on \${base}. ||
iseq \${code} 0x1d0c6539 && set why \${base} is there, but has trouble of its own (HTTP 5xx). ||
iseq \${code} 0x1d0c6598 && set why \${base} is there, but has trouble of its own (HTTP 5xx). ||
echo \${why}
goto close

# 403: asked again where the answer is a script that sets "why".
:refused
set why \${base} refuses this medium (HTTP 403).
imgfetch --timeout 15000 --name why \${base}/api/pxeboot/enrolled?mac=\${net\${i}/mac}&\${facts} && imgexec --autofree why && goto menu ||
echo \${why}
goto menu

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
item --key a address Give an address by hand (a)
item --key l local Leave it to the machine's boot order (l)
iseq \${platform} efi || item --key 1 first Boot the first disk (1)
iseq \${platform} efi || item --key 2 second Boot the second disk: the first one is this stick (2)
item --key s shell iPXE shell (s)
item --key b restart Reboot (b)
choose --default local --timeout 30000 choice || set choice local
goto \${choice}
# A bootloader without menus asks one key at a time.
:plain
echo \${why}
prompt --key r --timeout 10000 Press r to try again. && goto start ||
prompt --key a --timeout 10000 Press a to give an address by hand. && goto address ||
prompt --key s --timeout 10000 Press s for a shell. && goto shell ||
goto local

:shell
echo Type "exit" to come back to the menu.
shell ||
goto menu

# ---- A network without DHCP ------------------------------------------------
:address
iseq \${cards} 0 && goto menu ||
set card 0
iseq \${cards} 1 && goto values ||
menu Which card? || goto values
set i:int32 0
:each_card
iseq \${i} \${cards} && goto which_card ||
item \${i} net\${i}: \${net\${i}/mac} \${net\${i}/chip}
inc i
goto each_card
:which_card
choose card || goto menu
:values
echo
echo net\${card}, \${net\${card}/mac}. An empty line leaves a value out.
echo Address, such as 192.168.1.50:
read net\${card}/ip || goto wrong
isset \${net\${card}/ip} || goto wrong
echo Netmask, such as 255.255.255.0:
read net\${card}/netmask || goto wrong
echo Gateway:
read net\${card}/gateway || goto wrong
echo Name server:
read net\${card}/dns || goto wrong
set by_hand \${card}
goto start
:wrong
set why That was no address: four numbers from 0 to 255, with dots between.
goto menu

# ---- The local disk --------------------------------------------------------
:first
sanboot --no-describe --drive 0x80 || set why The first disk did not boot.
goto menu
:second
sanboot --no-describe --drive 0x81 || set why The second disk did not boot.
goto menu
# A machine that cannot restart itself goes on there, too.
:restart
reboot ||
# The status 1 matters: with a plain "exit" some UEFI firmware opens its set-up
# instead of going on with the next entry of its boot order.
:local
echo Leaving the rest to the firmware's boot order.
exit 1
`;
