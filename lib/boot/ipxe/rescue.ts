/**
 * The script of a rescue boot: it hands over to a sub script, once, and
 * nothing of an install is in it. Where the sub script cannot be had, the
 * machine boots its local disk: the order is used up, so it must not wait here.
 */
import { ipxeEcho, ipxeSet, ipxeWord } from './escape';

export interface RescueBoot {
  name: string;
  base: string;
  mac: string | null;
  address: string | null;
  subScript: { id: string; revision: number; title: string };
}

/** The script. A sub script that is a template is rendered for the host of that MAC. */
export function rescueScript(given: RescueBoot): string {
  const { name, mac, address } = given;
  const { id, revision, title } = given.subScript;
  const base = ipxeWord(given.base);
  const whose = mac ? `&mac=${ipxeWord(mac)}` : '';
  const url = `\${base}/api/pxeboot/subscripts/${ipxeWord(id)}?revision=${revision}${whose}`;
  return `#!ipxe
# ${ipxeEcho(name)} boots the sub script "${ipxeEcho(title)}" once, without an install.
${[
  ipxeSet('base', base),
  ipxeSet('hostname', name),
  mac ? ipxeSet('mac', mac) : '# The machine told no MAC.',
  ipxeSet('address', address ?? ''),
].join('\n')}
set pause:int32 2
:again
echo Loading the sub script "${ipxeEcho(title)}"
chain --autofree ${url} || goto failed
exit
:failed
set code \${errno}
# The sub script said: local disk.
iseq \${code} 0x1 && exit 1 ||
echo
echo The sub script "${ipxeEcho(title)}" could not be loaded, or ended with an error: \${code}
echo Server: \${base}
iseq \${pause} 15 && goto disk ||
echo Trying again in \${pause} seconds.
prompt --key s --timeout \${pause}000 Press s for a shell... && shell ||
iseq \${pause} 5 && set pause:int32 15 && goto again ||
set pause:int32 5
goto again
:disk
echo Going on with the local disk.
sleep 3 ||
exit 1
`;
}
