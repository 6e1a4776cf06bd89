/** Debian's answer file. The questions are those of the installation guide, appendix B. */

export const debianPreseed = `# Debian by preseed: one disk, one partition, SSH, nobody asked.
#
# The syntax: owner, question, type, value, separated by one space or tab; all
# behind that one belongs to the value. A line goes on behind a "\\" at its end.
# The installer's manual has all questions in its appendix B.
#
# This is a template: what stands in double braces is filled in for each host.
# Parameters of the profile or the host (none is needed):
#
#   mirror     the folder with dists/ and pool/ on your mirror, by http
#   proxy      of the mirror, such as http://10.0.0.1:3128
#   disk       such as /dev/sda; else the smallest disk is taken
#   timezone   such as Europe/Berlin
{% assign mirror = host.params.mirror | default: 'http://mirrors.kernel.org/debian' %}
{% assign mirror_words = mirror | remove: 'http://' | split: '/' %}
{% assign mirror_host = mirror_words | first %}
{% assign mirror_folder = mirror | remove: 'http://' | remove_first: mirror_host %}

# ---- Language, keyboard, network: the kernel line has told --------------------
d-i debconf/priority select critical
d-i netcfg/get_domain string
d-i hw-detect/load_firmware boolean true

# ---- As soon as the answers are here -------------------------------------------
# "started" closes the gate: from now on this machine boots its own disk. Then
# the profile's pre-install scripts run, in order. The installer's shell is all
# that they have; when one fails, the installer stops before it touches a disk.
d-i preseed/early_command string \\
  install={{ urls.install | shell }}; \\
  report() { wget -q -O /dev/null --post-data "$1" "$install/events" || true; }; \\
  run() { \\
    report "type=script-started&phase=pre&title=$1"; \\
    began=$(date +%s); \\
    wget -q -O /tmp/provisioner-script "$2" && chmod 700 /tmp/provisioner-script \\
      && /tmp/provisioner-script >/tmp/provisioner-output 2>&1; \\
    code=$?; \\
    wget -q -O /dev/null --post-file /tmp/provisioner-output \\
      "$install/events?type=script-finished&phase=pre&title=$1&exitCode=$code&durationMs=$((($(date +%s) - began) * 1000))" || true; \\
    [ $code = 0 ] && return; \\
    report "type=failed&reason=A pre-install script ended with exit code $code: $1"; \\
    exit 1; \\
  }; \\
  report 'type=started&installer=debian-installer'; \\
  report 'type=step&name=preseed&message=The installer has its answers.'; \\
{% for script in urls.pre %}  run {{ script.title | url_encode | shell }} {{ script.url | shell }}; \\
{% endfor %}  true

# ---- Where the packages come from ----------------------------------------------
d-i mirror/country string manual
d-i mirror/protocol select http
d-i mirror/http/hostname string {{ mirror_host }}
d-i mirror/http/directory string {{ mirror_folder }}
{% if host.params.proxy %}d-i mirror/http/proxy string {{ host.params.proxy }}
{% endif %}
# ---- Clock ---------------------------------------------------------------------
d-i clock-setup/utc boolean true
d-i time/zone string {{ host.params.timezone | default: 'Etc/UTC' }}
d-i clock-setup/ntp boolean false

# ---- The disk ----------------------------------------------------------------------
# The parameter's, else the smallest with more than 4 GiB (8388608 sectors). One
# that holds anything is taken only where that was authorised.
d-i partman/early_command string \\
  install={{ urls.install | shell }}; \\
  report() { wget -q -O /dev/null --post-data "$1" "$install/events" || true; }; \\
  disk={{ host.params.disk | default: '' | shell }}; \\
  least=; \\
  if [ -z "$disk" ]; then \\
    for one in $(list-devices disk); do \\
      sectors=$(cat "/sys/block/\${one#/dev/}/size"); \\
      [ "$sectors" -gt 8388608 ] || continue; \\
      [ -z "$least" ] || [ "$sectors" -lt "$least" ] || continue; \\
      least=$sectors; disk=$one; \\
    done; \\
  fi; \\
  if [ -z "$disk" ]; then report 'type=failed&reason=There is no disk of 4 GiB or more.'; exit 1; fi; \\
  if [ -n "$(dd if="$disk" bs=1024k count=1 2>/dev/null)" ] \\
    && ! wget -q -O - "$install/plan" | grep -q '"overwrite":true'; then \\
    report "type=failed&reason=$disk holds data, and this install was not authorised to overwrite it."; \\
    exit 1; \\
  fi; \\
  report "type=step&name=disk&message=The installer takes $disk."; \\
  debconf-set partman-auto/disk "$disk"; \\
  debconf-set grub-installer/bootdev "$disk"
d-i partman-auto/method string regular
d-i partman-auto/choose_recipe select atomic
d-i partman-partitioning/confirm_write_new_label boolean true
d-i partman-md/device_remove_md boolean true
d-i partman-lvm/device_remove_lvm boolean true
d-i partman-lvm/confirm boolean true
d-i partman/choose_partition select finish
d-i partman/confirm boolean true
d-i partman/confirm_nooverwrite boolean true

# ---- Who may log in ------------------------------------------------------------
# root, by the team's SSH keys (Settings, SSH keys). No password is known.
d-i passwd/root-login boolean true
d-i passwd/root-password-crypted password *
d-i passwd/make-user boolean false
{% comment %}
For a password, make a secret named root_password (Settings, Secrets), and put
this line in the place of the one with the asterisk. Such a preseed is given once
per boot, to the machine that is being installed and to nobody else:
d-i passwd/root-password-crypted password {{ secrets.root_password | crypt }}
{% endcomment %}

# ---- Packages -------------------------------------------------------------------
tasksel tasksel/first multiselect
d-i pkgsel/include string openssh-server
d-i pkgsel/upgrade select none
popularity-contest popularity-contest/participate boolean false

# ---- Boot loader -----------------------------------------------------------------
d-i grub-installer/only_debian boolean true
d-i grub-installer/force-efi-extra-removable boolean true

# ---- The end ----------------------------------------------------------------------
# The keys, then the profile's post-install scripts, inside the new system.
d-i preseed/late_command string \\
  install={{ urls.install | shell }}; \\
  report() { wget -q -O /dev/null --post-data "$1" "$install/events" || true; }; \\
  run() { \\
    report "type=script-started&phase=post&title=$1"; \\
    began=$(date +%s); \\
    wget -q -O /target/tmp/provisioner-script "$2" && chmod 700 /target/tmp/provisioner-script \\
      && chroot /target /tmp/provisioner-script >/tmp/provisioner-output 2>&1; \\
    code=$?; \\
    rm -f /target/tmp/provisioner-script; \\
    wget -q -O /dev/null --post-file /tmp/provisioner-output \\
      "$install/events?type=script-finished&phase=post&title=$1&exitCode=$code&durationMs=$((($(date +%s) - began) * 1000))" || true; \\
    [ $code = 0 ] && return; \\
    report "type=failed&reason=A post-install script ended with exit code $code: $1"; \\
    exit 1; \\
  }; \\
  mkdir -m 700 -p /target/root/.ssh; \\
{% for key in ssh_keys %}  echo {{ key | shell }} >>/target/root/.ssh/authorized_keys; \\
{% endfor %}{% for script in urls.post %}  run {{ script.title | url_encode | shell }} {{ script.url | shell }}; \\
{% endfor %}  wget -q -O /dev/null --post-data 'system=Debian' "$install/localnode" || true; \\
  report type=finished
d-i cdrom-detect/eject boolean false
d-i finish-install/reboot_in_progress note
`;
