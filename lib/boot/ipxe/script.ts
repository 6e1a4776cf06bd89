/**
 * The script that hands over to the profile's own sub script: variables first,
 * then the sub script's bytes exactly as they were saved, chained to by URL.
 */
import { ipxeEcho, ipxeSet, ipxeValue, ipxeWord } from './escape';

export interface ScriptBoot {
  name: string;
  base: string;
  token: string;
  mac: string | null;
  address: string | null;
  /** A template is fetched by the install's own URL, rendered for this machine; any other by its id. */
  subScript: { id: string; revision: number; title: string; template: boolean };
  /** What the machine has just told, which the store may not know yet when the template is rendered. */
  arch: string | null;
  platform: 'efi' | 'pcbios' | null;
  kickstart: { id: string } | null;
  parameters: Record<string, string>;
  boot: number;
  of: number;
}

/** Names that the preamble sets itself; a parameter cannot replace them. */
const ownNames = new Set(['base', 'install', 'kickstart', 'hostname', 'mac', 'address']);

/** The script. */
export function scriptBootScript(given: ScriptBoot): string {
  const base = ipxeWord(given.base);
  const install = `${base}/api/pxeboot/installs/${ipxeWord(given.token)}`;
  const own = [
    ipxeSet('base', base),
    ipxeSet('install', install),
    ipxeSet('kickstart', given.kickstart ? `${install}/kickstart` : ''),
    ipxeSet('hostname', given.name),
    given.mac ? ipxeSet('mac', given.mac) : '# The machine told no MAC.',
    ipxeSet('address', given.address ?? ''),
  ];
  const parameters = Object.entries(given.parameters)
    .filter(([name]) => !ownNames.has(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => ipxeSet(name, value));
  const { title } = given.subScript;
  const url = given.subScript.template ? renderedUrl(given) : plainUrl(given);
  return `#!ipxe
# ${ipxeEcho(given.name)} is installed by the sub script "${ipxeEcho(title)}", boot ${given.boot} of ${given.of}.
${[...own, ...parameters].join('\n')}
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
echo Trying again in \${pause} seconds.
prompt --key s --timeout \${pause}000 Press s for a shell... && shell ||
iseq \${pause} 2 && set pause:int32 5 && goto again ||
iseq \${pause} 5 && set pause:int32 15 && goto again ||
set pause:int32 30
goto again
`;
}

function plainUrl({ subScript: { id, revision } }: ScriptBoot): string {
  return `\${base}/api/pxeboot/subscripts/${ipxeWord(id)}?revision=${revision}`;
}

function renderedUrl({ token, arch, platform }: ScriptBoot): string {
  const told = new URLSearchParams({ ...(arch && { arch }), ...(platform && { platform }) });
  const query = told.size > 0 ? `?${told}` : '';
  return `\${base}/api/pxeboot/installs/${ipxeWord(token)}/script${ipxeValue(query)}`;
}
