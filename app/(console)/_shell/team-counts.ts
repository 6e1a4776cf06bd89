import { cache } from 'react';
import { requireActor } from '@/lib/auth/current';
import { hostCounts } from '@/lib/hosts/counts/data';

/** The hosts of the team by state; the shell and the page in it ask once, together. */
export const teamCounts = cache(async () => hostCounts({ actor: await requireActor() }));
