# Drivers, by what the hardware says about itself (modalias).

# One pass over all devices; drivers that are loaded already cost nothing.
coldplug() {
  find /sys/devices -name modalias -exec cat {} + 2>/dev/null | sort -u >/run/provisioner/modaliases.new
  cmp -s /run/provisioner/modaliases.new /run/provisioner/modaliases && return 1
  mv /run/provisioner/modaliases.new /run/provisioner/modaliases
  # By its path: busybox would take its own modprobe, which is slow and knows less.
  tr '\n' '\0' </run/provisioner/modaliases | xargs -0 /usr/sbin/modprobe -abq 2>/dev/null
  return 0
}

# A controller brings new devices, which want drivers of their own: passes
# are made until nothing new is seen.
load_drivers() {
  passes=0
  while coldplug && [ $passes -lt 6 ]; do
    passes=$((passes + 1))
  done
}

# USB and slow controllers show their devices later: those are followed one by
# one. Not before the passes, which handle the crowd in far fewer processes.
follow_devices() {
  uevent /usr/lib/provisioner/hotplug >/dev/null 2>&1 &
  # Whatever came between the last pass and now.
  load_drivers
}
