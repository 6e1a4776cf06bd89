/** Kickstarts to begin with: answer files of installers. */

export const debianPreseed = `# Debian by preseed: one disk, one partition, SSH, nobody asked.
#
# The syntax: owner, question, type, value, separated by one space or tab; all
# behind that one belongs to the value. A line goes on behind a "\\" at its end.
# The installer's manual has all questions in its appendix B.

# ---- Language, keyboard, network: the kernel line has told --------------------
d-i debconf/priority select critical
d-i netcfg/get_domain string
d-i hw-detect/load_firmware boolean true

# ---- Tell the provisioner that the answers have come ---------------------------
# provisioner.install on the kernel line is this installation's own address.
d-i preseed/early_command string \\
  for word in $(cat /proc/cmdline); do \\
    case "$word" in provisioner.install=*) to="\${word#*=}" ;; esac; \\
  done; \\
  wget -q -O /dev/null --header 'Content-Type: application/json' \\
    --post-data '{"type":"step","name":"preseed","message":"The installer has its answers."}' \\
    "$to/events" || true

# ---- Where the packages come from ----------------------------------------------
# Name your mirror here: its host, the folder below it, and a proxy if it needs
# one. Without these three lines the installer stops and asks.
#d-i mirror/country string manual
#d-i mirror/http/hostname string mirror.example.internal
#d-i mirror/http/directory string /debian
d-i mirror/http/proxy string

# ---- Clock ---------------------------------------------------------------------
d-i clock-setup/utc boolean true
d-i time/zone string Etc/UTC
d-i clock-setup/ntp boolean false

# ---- The disk: the first one, all of it ------------------------------------------
# The provisioner lets this machine come here only while a person has authorised
# it, and the installer takes the disk without another question.
d-i partman/early_command string \\
  debconf-set partman-auto/disk "$(list-devices disk | head -n 1)"
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
# root, by SSH key only. Put your public key into the late_command below.
d-i passwd/root-login boolean true
d-i passwd/root-password-crypted password *
d-i passwd/make-user boolean false

# ---- Packages -------------------------------------------------------------------
tasksel tasksel/first multiselect
d-i pkgsel/include string openssh-server
d-i pkgsel/upgrade select none
popularity-contest popularity-contest/participate boolean false

# ---- Boot loader -----------------------------------------------------------------
d-i grub-installer/only_debian boolean true
d-i grub-installer/bootdev string default
d-i grub-installer/force-efi-extra-removable boolean true

# ---- The end ----------------------------------------------------------------------
# "finished" closes the gate: from then on this machine boots its own disk.
d-i preseed/late_command string \\
  mkdir -m 700 -p /target/root/.ssh; \\
  echo 'ssh-ed25519 AAAA… you@example' > /target/root/.ssh/authorized_keys; \\
  for word in $(cat /proc/cmdline); do \\
    case "$word" in provisioner.install=*) to="\${word#*=}" ;; esac; \\
  done; \\
  wget -q -O /dev/null --header 'Content-Type: application/json' \\
    --post-data '{"type":"finished"}' "$to/events" || true
d-i cdrom-detect/eject boolean false
d-i finish-install/reboot_in_progress note
`;
