#!/bin/bash
# Tells the provisioner that this host is up: its addresses and the
# fingerprints of its SSH host keys. Then disables and removes itself.
# Needs nothing but bash, ip and ssh-keygen; HTTPS also curl, wget or openssl.
# SETTINGS

json_list() {
  local out= item
  for item in "$@"; do out+="${out:+,}\"${item//[\"\\]/}\""; done
  echo "[$out]"
}

addresses() {
  ip -o addr show scope global up 2>/dev/null | while read -r _ _ _ address _; do
    echo "${address%/*}"
  done
}

host_keys() {
  local key bits print rest
  for key in /etc/ssh/ssh_host_*_key.pub; do
    [ -e "$key" ] || continue
    read -r bits print rest < <(ssh-keygen -lf "$key")
    rest=${rest##*\(}
    echo "$print ${rest%\)}"
  done
}

# Prints the status of the answer, such as 200.
post() {
  local body=$1
  if [ "$SCHEME" = http ]; then
    local request
    printf -v request 'POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' \
      "$ROUTE" "$AUTHORITY" "${#body}" "$body"
    local answer
    { exec 3<>"/dev/tcp/$SERVER/$PORT"; } 2>/dev/null || return 1
    printf '%s' "$request" >&3
    IFS=' ' read -r -t 20 _ answer _ <&3
    exec 3>&-
    echo "$answer"
  elif command -v curl >/dev/null; then
    curl -s -o /dev/null -m 30 -w '%{http_code}' -H 'Content-Type: application/json' -d "$body" "$URL"
  elif command -v wget >/dev/null; then
    wget -q -O /dev/null -T 30 --header='Content-Type: application/json' --post-data="$body" "$URL" && echo 200
  elif command -v openssl >/dev/null; then
    printf 'POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' \
      "$ROUTE" "$AUTHORITY" "${#body}" "$body" |
      timeout 30 openssl s_client -quiet -verify_return_error -connect "$AUTHORITY" -servername "$SERVER" 2>/dev/null |
      sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p'
  fi
}

pause=1
status=
# About an hour: a server that is away longer has to ask the host itself.
for ((round = 0; round < 150; round++)); do
  mapfile -t found < <(addresses)
  if [ ${#found[@]} -gt 0 ]; then
    mapfile -t keys < <(host_keys)
    # Far above any number that the agent gave its own events.
    body="{\"seq\":1000000,\"type\":\"first-boot\",\"addresses\":$(json_list "${found[@]}"),\"sshHostKeys\":$(json_list "${keys[@]}")}"
    LC_ALL=C status=$(LC_ALL=C post "$body")
    # 4xx is an answer too: the server knows us no more, asking again is of no use.
    case "$status" in
    2?? | 4??) break ;;
    esac
    pause=$((pause < 30 ? pause * 2 : 30))
  fi
  sleep "$pause"
done
echo "first boot reported, answer ${status:-none}"
systemctl -q disable provisioner-first-boot.service
rm -f /etc/systemd/system/provisioner-first-boot.service
rm -rf /usr/local/lib/provisioner
