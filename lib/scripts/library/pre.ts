/** Pre-install scripts to begin with: they run in the agent, before any disk is touched. */

export const refuseSmallMachines = `#!/bin/bash
# Refuse machines that are too small, before anything is written to them.
#
# A pre-install script runs in the agent's Linux in memory. When it ends with
# another exit code than 0, the installation ends here, as failed, with what the
# script has said; the disk stays as it was.
#
# Parameters of the profile or the host (none is needed):
#   min_memory_gib   least memory, in GiB
#   min_cores        least number of processor cores
set -u

memory_kib=$(awk '/^MemTotal:/ { print $2 }' /proc/meminfo)
# The kernel keeps a part of it for itself: round up.
memory_gib=$(( (memory_kib + 1024 * 1024 - 1) / (1024 * 1024) ))
cores=$(grep -c '^processor' /proc/cpuinfo)
least_memory=\${PROVISIONER_PARAM_MIN_MEMORY_GIB:-1}
least_cores=\${PROVISIONER_PARAM_MIN_CORES:-1}

echo "\${PROVISIONER_HOST_NAME}: $memory_gib GiB of memory, $cores cores"

if (( memory_gib < least_memory )); then
  echo "It needs $least_memory GiB of memory." >&2
  exit 1
fi
if (( cores < least_cores )); then
  echo "It needs $least_cores cores." >&2
  exit 1
fi
`;
