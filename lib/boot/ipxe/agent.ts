/**
 * The script that starts the agent: kernel and initrd by HTTP, the install's
 * URL on the kernel line. It never ends without a word: what fails is named,
 * tried again with growing pauses, and a person at the machine gets a shell.
 */
import { ipxeEcho, ipxeWord } from './escape';

export interface AgentBoot {
  name: string;
  /** Where the machine reaches us, such as `http://10.77.0.1:3000`. */
  base: string;
  installId: string;
  token: string;
  /** Of the card that booted; null lets iPXE say it. */
  mac: string | null;
  fingerprint: string;
  arch: 'x86_64' | 'arm64';
  boot: number;
  of: number;
}

/** Serial console of each architecture; the last one named is the kernel's own. */
const consoles = {
  x86_64: 'console=ttyS0,115200 console=tty0',
  arm64: 'console=ttyAMA0,115200 console=tty0',
} as const;

/** The script. */
export function agentScript(given: AgentBoot): string {
  const name = ipxeEcho(given.name);
  const files = `\${base}/artifacts/${ipxeWord(given.fingerprint)}`;
  const install = `\${base}/api/pxeboot/installs/${ipxeWord(given.token)}`;
  const mac = given.mac ? ipxeWord(given.mac) : '${netX/mac}';
  const query = `?install=${ipxeWord(given.installId)}`;
  return `#!ipxe
# ${name} is installed by the agent, boot ${given.boot} of ${given.of}.
set base ${ipxeWord(given.base)}
set tries:int32 0
set pause:int32 2
:again
inc tries
imgfree
echo Loading the agent for ${name} (try \${tries})
kernel --name vmlinuz ${files}/vmlinuz${query} initrd=initrd.img provisioner.install=${install} BOOTIF=${mac} ${consoles[given.arch]} || goto no_kernel
initrd --name initrd.img ${files}/initrd.img${query} || goto no_initrd
boot || goto no_boot
:no_kernel
set code \${errno}
set problem The kernel of the agent could not be loaded
goto wait
:no_initrd
set code \${errno}
set problem The initrd of the agent could not be loaded
goto wait
:no_boot
set code \${errno}
set problem The agent could not be started
:wait
echo
echo \${problem}: error \${code}
echo Server: \${base}
echo Nothing has been written to a disk. Trying again in \${pause} seconds.
prompt --key s --timeout \${pause}000 Press s for a shell... && shell ||
iseq \${pause} 2 && set pause:int32 5 && goto again ||
iseq \${pause} 5 && set pause:int32 15 && goto again ||
set pause:int32 30
goto again
`;
}
