/**
 * Functions of the shell that answer files share, for installers that have curl.
 * POSIX sh: Anaconda's sections are run by bash, subiquity's commands by dash.
 * They expect `install`, the address of the installation, and `root`, which is
 * empty, or the new system's folder where scripts are to run inside it.
 */
export const shellFunctions = `# report FIELD=VALUE…: one line in the host's timeline.
report() {
  for field in "$@"; do
    set -- "$@" --data-urlencode "$field"
    shift
  done
  send "$@" "$install/events" || echo "That could not be reported."
}
send() { curl -sS -m 60 --retry 6 --retry-connrefused -o /dev/null "$@"; }
fail() {
  echo "$1"
  report type=failed "reason=$1"
  exit 1
}
inside() { if [ -n "$root" ]; then chroot "$root" "$@"; else "$@"; fi; }
# run PHASE TITLE TITLE-AS-IN-A-URL URL: fetches a script and runs it by the
# interpreter that its first line names; how it went is reported.
run() {
  script=/tmp/provisioner-script
  output=/tmp/provisioner-output
  curl -fsS -m 300 --retry 6 -o "$root$script" "$4" || fail "The script \\"$2\\" cannot be fetched."
  chmod 700 "$root$script"
  # There is no node in an installer, and in few systems: the provisioner has one.
  if head -n 1 "$root$script" | grep -q '^#!.*node' && ! inside sh -c 'command -v node' >/dev/null; then
    mkdir -p "$root/tmp/provisioner-bin"
    curl -fsS -m 600 --retry 6 -o "$root/tmp/provisioner-bin/node" "$install/node" || fail "\\"$2\\" wants node, and it cannot be fetched."
    chmod 755 "$root/tmp/provisioner-bin/node"
    PATH="$PATH:/tmp/provisioner-bin"
  fi
  report type=script-started "phase=$1" "title=$2"
  began=$(date +%s%3N)
  code=0
  inside "$script" >"$output" 2>&1 </dev/null || code=$?
  cat "$output"
  send --data-binary "@$output" "$install/events?type=script-finished&phase=$1&title=$3&exitCode=$code&durationMs=$(($(date +%s%3N) - began))"
  rm -f "$root$script"
  [ "$code" = 0 ] || fail "The $1-install script \\"$2\\" ended with exit code $code."
}`;

/** The smallest disk that has room and is not on USB, into `disk`, unless that names one already. */
export const smallestDisk = `if [ -z "$disk" ]; then
  disk=$(lsblk --bytes --nodeps --noheadings --output NAME,SIZE,TYPE,TRAN,RO |
    awk '$3 == "disk" && $2 > 8e9 && !/usb|^zram|^nbd/ && $NF == 0 { print $2, $1 }' | sort -n | awk 'NR == 1 { print $2 }')
fi
[ -n "$disk" ] || fail "There is no disk of 8 GB or more."
disk=/dev/\${disk#/dev/}
[ -b "$disk" ] || fail "There is no disk $disk."
# A disk that holds anything is taken only where that was authorised.
if [ -n "$(head -c 1048576 "$disk" | tr -d '\\0')" ] &&
  ! curl -fsS -m 60 --retry 6 "$install/plan" | grep -q '"overwrite":true'; then
  fail "$disk holds data, and this install was not authorised to overwrite it. Authorise it again with \\"overwrite\\"."
fi
report type=step name=disk "message=The installer takes $disk."`;

/** What a script of the profile finds in its environment, and the functions from their file. */
export const scriptEnvironment = `install={{ urls.install | shell }}
root=
export PROVISIONER_HOST_NAME={{ host.name | shell }}
export PROVISIONER_HOST_MAC={{ host.mac | default: '' | shell }}
export PROVISIONER_HOST_ADDRESS={{ host.ip | default: '' | shell }}
export PROVISIONER_INSTALL_URL="$install"
{% for param in host.params %}export PROVISIONER_PARAM_{{ param[0] | upcase | replace: '-', '_' | replace: '.', '_' }}={{ param[1] | shell }}
{% endfor %}`;

/** Lines moved to the right, for a block of YAML. Empty lines stay empty. */
export function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by));
}
