/**
 * Sub scripts that start the installers of distributions. Each is a template:
 * what its parameters are, and where its files come from, stands at its top.
 */

/** What all of them end with: why it did not work, long enough to be read. */
const ends = `:no_kickstart
echo The profile of {{ host.name }} has no kickstart: the installer would ask its questions here.
goto wait
:not_loaded
echo \${files} did not give the installer: error \${errno}
echo Is the address right, and can this machine reach it?
# Then the provisioner is asked again; whether it says the same, its gate decides.
:wait
prompt --timeout 30000 Press any key to try again. ||
exit 2
`;

/** Where the rest of a comment about parameters is always the same. */
const options = `#   options    more for the kernel line, such as console=ttyS0,115200`;

function redHat(given: {
  name: string;
  answers: string;
  release: string;
  releases: string;
  mirror: string;
  tree: string;
}): string {
  const { name, answers, release, releases, mirror, tree } = given;
  return `#!ipxe
# ${name} by its own installer, which is answered by the profile's kickstart:
# "${answers}", or one of yours.
#
# Parameters of the profile or the host (none is needed):
#
#   release    ${releases} (${release} when it is not given)
#   mirror     the folder on your mirror that holds what the project's own has in
#              ${mirror}
${options}
#
# Without options the installer shows itself on the screen alone.
{% assign release = host.params.release | default: '${release}' %}
{% assign mirror = host.params.mirror | default: '${mirror}' %}
{% assign arch = host.arch | default: 'x86_64' | replace: 'arm64', 'aarch64' %}
set files {{ mirror }}/{{ release }}/${tree}/{{ arch }}/os
isset \${kickstart} || goto no_kickstart

# Whatever an earlier try has left would be handed to the kernel, too.
imgfree ||
echo {{ host.name }}: loading the installer of ${name} {{ release }} from \${files}
# "--name" and "initrd=" are for UEFI, where the kernel looks for it by name.
kernel --name vmlinuz \${files}/images/pxeboot/vmlinuz initrd=initrd.img inst.repo=\${files}/ inst.ks=\${kickstart} ip=dhcp \${options} || goto not_loaded
initrd --name initrd.img \${files}/images/pxeboot/initrd.img || goto not_loaded
boot || goto not_loaded

${ends}`;
}

export const fedoraInstaller = redHat({
  name: 'Fedora',
  answers: 'Fedora by kickstart',
  release: '43',
  releases: 'such as 43',
  mirror: 'http://dl.fedoraproject.org/pub/fedora/linux/releases',
  tree: 'Everything',
});

export const centosInstaller = redHat({
  name: 'CentOS Stream',
  answers: 'CentOS Stream by kickstart',
  release: '10-stream',
  releases: '9-stream or 10-stream',
  mirror: 'http://mirror.stream.centos.org',
  tree: 'BaseOS',
});

export const rockyInstaller = redHat({
  name: 'Rocky Linux',
  answers: 'Rocky Linux by kickstart',
  release: '10',
  releases: '9 or 10, or a minor one such as 9.6',
  mirror: 'http://download.rockylinux.org/pub/rocky',
  tree: 'BaseOS',
});

export const debianInstaller = `#!ipxe
# Debian by its own installer, which is answered by the profile's kickstart:
# "Debian by preseed", or one of yours.
#
# Parameters of the profile or the host (none is needed):
#
#   release    such as trixie (when it is not given) or bookworm
#   mirror     the folder with dists/ and pool/ on your mirror, by http
#   installer  the folder with "linux" and "initrd.gz", where it is another
#              than the mirror's
#   locale     such as en_GB.UTF-8 (en_US.UTF-8 when it is not given)
#   keymap     such as de (us when it is not given)
${options}
{% assign release = host.params.release | default: 'trixie' %}
{% assign mirror = host.params.mirror | default: 'http://mirrors.kernel.org/debian' %}
{% assign arch = host.arch | default: 'x86_64' | replace: 'x86_64', 'amd64' %}
{% capture netboot %}{{ mirror }}/dists/{{ release }}/main/installer-{{ arch }}/current/images/netboot/debian-installer/{{ arch }}{% endcapture %}
{% assign files = host.params.installer | default: netboot %}
{% assign locale = host.params.locale | default: 'en_US.UTF-8' %}
{% assign keymap = host.params.keymap | default: 'us' %}
set files {{ files }}
isset \${kickstart} || goto no_kickstart

# Whatever an earlier try has left would be handed to the kernel, too.
imgfree ||
echo {{ host.name }}: loading the Debian installer from \${files}
# "--name" and "initrd=" are for UEFI, where the kernel looks for it by name.
# Behind "---" stands what the installed system's kernel line gets, too. On a
# network without a router the installer would stop and ask; here it goes on.
kernel --name linux \${files}/linux initrd=initrd.gz auto=true priority=critical url=\${kickstart} interface=auto netcfg/no_default_route=true hostname={{ host.name }} domain= locale={{ locale }} keymap={{ keymap }} \${options} --- || goto not_loaded
initrd --name initrd.gz \${files}/initrd.gz || goto not_loaded
boot || goto not_loaded

${ends}`;

export const ubuntuInstaller = `#!ipxe
# Ubuntu Server by its own installer, which is answered by the profile's
# kickstart: "Ubuntu by autoinstall", or one of yours.
#
# The installer loads the whole medium into memory: the machine needs 6 GB.
#
# Parameters of the profile or the host (none is needed):
#
#   release    such as 24.04 (when it is not given)
#   mirror     the folder on your mirror that holds what Ubuntu's own has in
#              http://releases.ubuntu.com
#   iso        the medium's name there; it changes with every point release
${options}
{% assign release = host.params.release | default: '24.04' %}
{% assign mirror = host.params.mirror | default: 'http://releases.ubuntu.com' %}
{% assign arch = host.arch | default: 'x86_64' | replace: 'x86_64', 'amd64' %}
{% capture medium %}ubuntu-{{ release }}.3-live-server-{{ arch }}.iso{% endcapture %}
{% assign iso = host.params.iso | default: medium %}
set files {{ mirror }}/{{ release }}
isset \${kickstart} || goto no_kickstart

# Whatever an earlier try has left would be handed to the kernel, too.
imgfree ||
echo {{ host.name }}: loading the installer of Ubuntu {{ release }} from \${files}
# cloud-init takes "user-data", "meta-data" and "vendor-data" from the folder that
# "ds=nocloud" names; the slash at its end matters.
kernel --name linux \${files}/netboot/{{ arch }}/linux initrd=initrd ip=dhcp url=\${files}/{{ iso }} autoinstall ds=nocloud;s=\${install}/ cloud-config-url=/dev/null \${options} --- || goto not_loaded
initrd --name initrd \${files}/netboot/{{ arch }}/initrd || goto not_loaded
boot || goto not_loaded

${ends}`;

export const coreosInstaller = `#!ipxe
# Fedora CoreOS by its own installer, which is answered by the profile's
# kickstart: "Fedora CoreOS by Ignition", or one of yours.
#
# The installer asks nothing and looks at nothing: it overwrites the disk that it
# is told, whatever is on it. So this script needs to be told.
#
# Parameters of the profile or the host:
#
#   version    such as 42.20250803.3.0, of the stream's list of releases (needed)
#   disk       such as /dev/sda or /dev/nvme0n1: it is overwritten (needed)
#   stream     stable (when it is not given), testing or next
#   mirror     the folder on your mirror that holds what the project's own has in
#              https://builds.coreos.fedoraproject.org/prod/streams
#              Without one, iPXE needs HTTPS, and so do the machines.
${options}
{% assign stream = host.params.stream | default: 'stable' %}
{% assign mirror = host.params.mirror | default: 'https://builds.coreos.fedoraproject.org/prod/streams' %}
{% assign arch = host.arch | default: 'x86_64' | replace: 'arm64', 'aarch64' %}
{% assign version = host.params.version | default: '' %}
{% assign disk = host.params.disk | default: '' %}
# Not "version": that is iPXE's own.
set build {{ version }}
set disk {{ disk }}
isset \${build} || goto no_version
isset \${disk} || goto no_disk
isset \${kickstart} || goto no_kickstart
set files {{ mirror }}/{{ stream }}/builds/\${build}/{{ arch }}
set name fedora-coreos-\${build}-live

# Whatever an earlier try has left would be handed to the kernel, too.
imgfree ||
echo {{ host.name }}: loading Fedora CoreOS \${build} from \${files}
set line initrd=initrd.img coreos.live.rootfs_url=\${files}/\${name}-rootfs.{{ arch }}.img coreos.inst.install_dev=\${disk} coreos.inst.ignition_url=\${kickstart} ip=dhcp rd.neednet=1 \${options}
# Releases up to 41 call it "live-kernel-x86_64", with a hyphen.
kernel --name vmlinuz \${files}/\${name}-kernel.{{ arch }} \${line} || kernel --name vmlinuz \${files}/\${name}-kernel-{{ arch }} \${line} || goto not_loaded
initrd --name initrd.img \${files}/\${name}-initramfs.{{ arch }}.img || goto not_loaded
boot || goto not_loaded

:no_version
echo The profile of {{ host.name }} has no parameter "version", such as 42.20250803.3.0.
goto wait
:no_disk
echo {{ host.name }} has no parameter "disk": the disk that the installer may overwrite.
goto wait
${ends}`;
