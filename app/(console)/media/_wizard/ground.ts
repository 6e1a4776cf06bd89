/** What the wizard stands on: what there is to choose from, and what can be built here now. */
import { type Actor, may } from '@/lib/auth/actor';
import { listEnrolments } from '@/lib/auth/enrolments/data';
import { mediaAvailability } from '@/lib/builds/announced/data';
import type { KindAvailability } from '@/lib/builds/announced/schema';
import { readPublication } from '@/lib/builds/publication/data';
import { sourceState } from '@/lib/builds/sources/data';
import type { SourceAnswer } from '@/lib/builds/sources/schema';
import { listScripts, publishedCapabilities } from '@/lib/scripts/data';
import type { Capabilities } from '@/lib/scripts/lint/ipxe/capabilities';
import { secretNames } from '@/lib/scripts/secrets/data';

export interface Ground {
  /** The address that machines of this network are told; null before the first publication. */
  published: string | null;
  /** Of the bootloader that is handed out; null where it is not known. */
  capabilities: Capabilities | null;
  subScripts: { id: string; title: string; template: boolean }[];
  /** Names of the team's secrets. */
  secrets: string[];
  /** Those that still open something. */
  enrolments: { id: string; name: string; expiresAt: string | null }[];
  /** What can be built here now, kind by kind. */
  availability: KindAvailability[];
  /** Of iPXE. */
  source: SourceAnswer;
}

/** Gathers it for the actor's team. */
export async function groundOf({ actor }: { actor: Actor }): Promise<Ground> {
  const [publication, capabilities, scripts, secrets, enrolments, availability, source] =
    await Promise.all([
      readPublication(),
      publishedCapabilities(),
      listScripts({ actor, kind: 'sub' }),
      secretNames({ teamId: actor.teamId }),
      may(actor, 'write') ? listEnrolments({ actor }) : [],
      mediaAvailability(),
      sourceState('ipxe'),
    ]);
  return {
    published: publication?.base ?? null,
    capabilities,
    subScripts: scripts.map(({ id, title, template }) => ({ id, title, template })),
    secrets,
    enrolments: enrolments
      .filter(({ state }) => state === 'active')
      .map(({ id, name, expiresAt }) => ({ id, name, expiresAt })),
    availability,
    source,
  };
}
