/** What templates see of a host that is not being installed now: for previews, and for scripts by their ids. */
import { db } from '@/lib/core/db';
import { isUuid } from '@/lib/core/ids';
import type { TemplateUse } from '@/lib/scripts/template/use';
import { readKeys, readPlanned, unpinned } from '../plan/reading/data';
import { linksFor } from '../plan/scripts/data';
import type { HostFacts, TemplatePlan } from '../variables';

export interface Subject {
  facts: HostFacts;
  plan: TemplatePlan;
}

/**
 * The host as it would be installed now, whether or not it could be. `use`:
 * of the template that is to be rendered. Null: there is no such host of this team.
 */
export async function readSubject(given: {
  teamId: string;
  hostId: string;
  use: TemplateUse;
}): Promise<Subject | null> {
  const { teamId, hostId, use } = given;
  if (!isUuid(hostId)) return null;
  const ours = await db().host.count({ where: { id: hostId, teamId } });
  if (ours === 0) return null;
  const planned = await readPlanned({ tx: db(), hostId });
  const links = await linksFor({ teamId, uses: [use] });
  return { facts: planned.facts, plan: unpinned(planned, links) };
}

/** A machine that is no host of the team: only what it told is known of it. */
export async function strangerSubject(given: {
  teamId: string;
  facts: Partial<HostFacts>;
  use: TemplateUse;
}): Promise<Subject> {
  const { teamId, facts, use } = given;
  return {
    facts: {
      name: null,
      macs: [],
      address: null,
      uuid: null,
      serial: null,
      arch: null,
      firmware: null,
      labels: {},
      ...facts,
    },
    plan: {
      profile: null,
      parameters: {},
      subScript: null,
      kickstart: null,
      preScripts: [],
      postScripts: [],
      sshKeys: await readKeys({ tx: db(), teamId }),
      links: await linksFor({ teamId, uses: [use] }),
    },
  };
}
