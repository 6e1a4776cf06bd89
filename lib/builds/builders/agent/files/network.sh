# The network: the card that the firmware booted from, else any with a link.

# The MAC that the boot loader named, with colons and in lower case. PXELINUX
# writes 01-52-54-…, where 01 is the hardware type (RFC 1700, Ethernet).
boot_mac() {
  sed -n 's/.*\bBOOTIF=\([0-9A-Fa-f:-]*\).*/\1/p' /proc/cmdline |
    tr 'A-F-' 'a-f:' | sed 's/^01:\(..:..:..:..:..:..\)$/\1/'
}

cards() {
  for card in /sys/class/net/*; do
    [ -e "$card/device" ] && [ "$(cat "$card/type")" = 1 ] && basename "$card"
  done
}

card_with_mac() {
  for name in $(cards); do
    [ "$(cat "/sys/class/net/$name/address")" = "$1" ] && echo "$name" && return 0
  done
  return 1
}

has_link() {
  [ "$(cat "/sys/class/net/$1/carrier" 2>/dev/null)" = 1 ]
}

# wait_for_link CARD SECONDS
wait_for_link() {
  tenths=$(($2 * 10))
  while [ $tenths -gt 0 ]; do
    has_link "$1" && return 0
    tenths=$((tenths - 1))
    usleep 100000
  done
  return 1
}

# One try to get an address on one card.
try_card() {
  say "Asking for an address on $1 ($(cat "/sys/class/net/$1/address"))."
  if udhcpc -i "$1" -n -q -f -t 6 -T 2 -s /usr/lib/provisioner/udhcpc >/run/provisioner/udhcpc.log 2>&1; then
    . /run/provisioner/network
    say "$1 has the address $address/$prefix${router:+, router $router}."
    return 0
  fi
  say "No DHCP answer on $1."
  ip addr flush dev "$1"
  return 1
}

# Ten minutes of trying; rounds, because a switch port may take its time.
bring_up_network() {
  mac=$(boot_mac)
  started=$(cut -d. -f1 /proc/uptime)
  while [ $(($(cut -d. -f1 /proc/uptime) - started)) -lt 600 ]; do
    for name in $(cards); do ip link set "$name" up; done
    first=
    if [ -n "$mac" ] && first=$(card_with_mac "$mac"); then
      wait_for_link "$first" 15 || say "$first ($mac), the card booted from, has no link."
      has_link "$first" && try_card "$first" && return 0
    elif [ -n "$mac" ]; then
      say "No card has the address $mac that the boot loader named; trying the others."
    fi
    [ -n "$first" ] || usleep 2000000
    for name in $(cards); do
      [ "$name" != "$first" ] && has_link "$name" && try_card "$name" && return 0
    done
    [ -n "$(cards)" ] || say "No network card was found: its driver may be missing."
    sleep 2
  done
  return 1
}
