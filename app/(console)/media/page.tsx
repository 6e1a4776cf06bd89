import { Disc3 } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { ButtonLink } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Empty } from '@/app/_ui/empty';
import { Heading } from '@/app/_ui/heading';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { listMedia, mediaBase } from '@/lib/builds/media/data';
import { Filters } from './_list/filters';
import { chosenMedia, isFiltered, readListQuery } from './_list/list-query';
import { MediaTable } from './_list/media-table';
import { mediumRowOf } from './_list/medium-row';
import { origin } from './_rest/origin';

export const metadata: Metadata = { title: 'Media' };

/** More than a team keeps: older ones go by themselves, by the retention. */
const limit = 1_000;

export default async function MediaPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const query = readListQuery(await searchParams);
  const actor = await requireActor();
  const base = await mediaBase({ origin: await origin() });
  const media = (await listMedia({ actor, base, limit })).map(mediumRowOf);
  const shown = chosenMedia(media, query);
  const create = may(actor, 'write') && (
    <ButtonLink look="primary" href="/media/new">
      New medium
    </ButtonLink>
  );
  return (
    <>
      <Heading
        title="Media"
        note="What machines boot from: ISO and USB media, iPXE, GRUB and SYSLINUX, made here."
        actions={
          <>
            <ButtonLink look="quiet" href="/builds">
              All builds
            </ButtonLink>
            {media.length > 0 && create}
          </>
        }
      />
      <Card flush>
        {media.length > 0 && <Filters query={query} />}
        {shown.length > 0 ? (
          <MediaTable
            media={shown}
            total={media.length}
            capped={media.length === limit}
            query={query}
            mayWrite={may(actor, 'write')}
          />
        ) : (
          <Empty
            Picture={Disc3}
            title={isFiltered(query) ? 'No medium is like that' : 'No boot media yet'}
            action={media.length === 0 && create}
          >
            {isFiltered(query) ? (
              <>
                Search for something else, or{' '}
                <Link href="/media" className="text-accent underline">
                  see all media
                </Link>
                .
              </>
            ) : (
              'For machines that cannot boot from this network: choose what they are to boot, and get a file for a CD, a USB stick or another server, with an address that stays.'
            )}
          </Empty>
        )}
      </Card>
    </>
  );
}
