/** What the editor offers while one writes: variables, the team's secrets by name, our own addresses. */
import type { Actor } from '@/lib/auth/actor';
import { listScripts } from '@/lib/scripts/data';
import { kindFacts } from '@/lib/scripts/schema';
import { listSecrets } from '@/lib/scripts/secrets/data';
import { variableNames } from '@/lib/scripts/template/schema';

/** Every variable of a template; each secret by its name, none by its value. */
export async function offeredVariables({ actor }: { actor: Actor }) {
  const secrets = await listSecrets({ actor });
  return [
    ...variableNames().filter(({ name }) => name !== 'secrets'),
    ...secrets.map(({ name }) => ({
      name: `secrets.${name}`,
      description: 'A secret: filled in only for the machine that is being installed',
    })),
  ];
}

/** Addresses of ours that an iPXE script may chain to or load. */
export async function offeredUrls({ actor }: { actor: Actor }) {
  const scripts = await listScripts({ actor, kind: 'sub' });
  return [
    { url: '${base}/api/pxeboot/boot', title: 'What this machine is to boot' },
    { url: '${kickstart}', title: "The install's answer file" },
    { url: '${install}/events', title: 'Where the installer reports' },
    ...scripts.map(({ id, title }) => ({
      url: `\${base}/api/pxeboot/${kindFacts.sub.segment}/${id}`,
      title,
    })),
  ];
}
