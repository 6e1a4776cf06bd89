# Words for people: on the screen and on the serial line, whichever exist.
say() {
  read -r up _ </proc/uptime
  for screen in /dev/tty0 /dev/ttyS0; do
    # A port that is listed but not there answers with an error: never mind.
    { printf '[provisioner %5.1f] %s\r\n' "$up" "$*" >"$screen"; } 2>/dev/null
  done
}
