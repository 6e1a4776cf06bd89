'use server';

import { revalidatePath } from 'next/cache';
import { cookies } from 'next/headers';
import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { teamCookie } from '@/lib/auth/session';
import { listMedia } from '@/lib/builds/media/data';
import { searchHosts } from '@/lib/hosts/data';
import { searchScripts } from '@/lib/scripts/data';
import type { Found } from './found';

/** Chooses which of one's teams the console shows. Membership is checked at every request. */
export async function chooseTeam(teamId: string): Promise<void> {
  const jar = await cookies();
  jar.set(teamCookie, z.uuid().parse(teamId), { httpOnly: true, sameSite: 'lax', path: '/' });
  revalidatePath('/', 'layout');
}

export const search = action({
  permission: 'read',
  input: z.object({ text: z.string().max(200) }),
  handler: async ({ actor, input }): Promise<Found[]> => {
    const [hosts, scripts, media] = await Promise.all([
      searchHosts({ actor, text: input.text, limit: 8 }),
      searchScripts({ actor, text: input.text, limit: 8 }),
      listMedia({ actor, q: input.text, limit: 8, base: '' }),
    ]);
    return [
      ...hosts.map((host) => ({
        kind: 'Host',
        name: host.name,
        note: host.macs[0] ?? '',
        href: `/hosts/${host.id}`,
      })),
      ...scripts.map((script) => ({
        kind: 'Script',
        name: script.title,
        note: script.kind,
        href: `/scripts/${script.kind}/${script.id}`,
      })),
      ...media.map((medium) => ({
        kind: 'Medium',
        name: medium.title,
        note: medium.state,
        href: `/media/${medium.id}`,
      })),
    ];
  },
});
