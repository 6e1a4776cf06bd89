import type { Actor } from '@/lib/auth/actor';
import { newestArtifact } from '@/lib/builds/data';
import { listProfiles } from '@/lib/hosts/profiles/data';
import { listSshKeys } from '@/lib/hosts/ssh-keys/data';
import { listImages } from '@/lib/images/data';
import { serviceStates } from '@/lib/network/data';
import { teamCounts } from '../_shell/team-counts';

export interface Step {
  name: string;
  note: string;
  href: string;
  done: boolean;
}

/** The way from a new installation to its first host; each step looks at the store. */
export async function firstSteps(given: { actor: Actor }): Promise<Step[]> {
  const { actor } = given;
  const [services, agent, keys, images, profiles, counts] = await Promise.all([
    serviceStates(),
    newestArtifact({ kind: 'agent' }),
    listSshKeys({ actor }),
    listImages({ actor }),
    listProfiles({ actor }),
    teamCounts(),
  ]);
  return [
    {
      name: 'Serve a network',
      note: 'Choose the interface and switch DHCP and TFTP on.',
      href: '/network',
      done: services.some((service) => service.observed === 'on'),
    },
    {
      name: 'Have the agent',
      note: 'The worker builds it by itself; it takes a minute or two.',
      href: '/builds',
      done: agent !== null,
    },
    {
      name: 'Add your SSH key',
      note: 'Every host lets it in from its first boot.',
      href: '/settings?tab=keys',
      done: keys.length > 0,
    },
    {
      name: 'Have an image',
      note: 'A small Debian is one press away.',
      href: '/images',
      done: images.some((image) => image.state === 'ready'),
    },
    {
      name: 'Make a profile',
      note: 'The image, with the scripts around it.',
      href: '/profiles',
      done: profiles.length > 0,
    },
    {
      name: 'Switch a machine on',
      note: 'It appears under Hosts by itself. Accept it, and press install.',
      href: '/hosts',
      done: (counts.byState.installed ?? 0) > 0,
    },
  ];
}
