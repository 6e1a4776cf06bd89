# The rescue shell: on every console that the kernel line names, and nothing
# else. No disk is mounted, started or written to but by who types.

consoles() {
  for name in $(cat /sys/class/tty/console/active); do
    # tty0 is whichever screen is in front; a shell wants one of its own.
    [ "$name" = tty0 ] && name=tty1
    [ -c "/dev/$name" ] && echo "$name"
  done
}

# One shell after the other: a shell that was left must not end the rescue. The
# terminal is opened anew each time, for the kernel hangs it up when a shell ends.
shells_on() {
  while :; do
    shell_on "$1" <"/dev/$1" >"/dev/$1" 2>&1
    sleep 1
  done
}

shell_on() {
  echo
  echo "Rescue shell of the provisioner on $1. No disk is in use."
  echo "Look: lsblk, blkid, ip addr. Leave: reboot, poweroff."
  # A terminal that it controls, so that Ctrl+C works.
  busybox setsid -c bash --rcfile /run/provisioner/rescue.rc
}

rescue() {
  # Nobody but the kernel can restart a machine that has no init.
  cat >/run/provisioner/rescue.rc <<'RC'
PS1='rescue:\w# '
alias ll='ls -l'
reboot() { sync; command reboot -f; }
poweroff() { sync; command poweroff -f; }
halt() { sync; command halt -f; }
RC
  cd /root
  for name in $(consoles); do
    shells_on "$name" &
  done
  say "A rescue shell waits on $(consoles | tr '\n' ' ')and no disk has been touched."
  bring_up_network || say "There is no network; the shell stays all the same."
  while :; do wait; sleep 1; done
}
