import { History } from 'lucide-react';
import { Card } from '@/app/_ui/card';
import { Empty } from '@/app/_ui/empty';
import { EventLine } from '@/app/_ui/event-line';
import type { EventView } from '@/lib/events/schema';

/** Longest silence that still belongs to the same boot, in milliseconds. */
const pause = 10 * 60_000;

/** What happened to a host, newest boot first, each with the time since its beginning. */
export function Timeline({ events }: { events: EventView[] }) {
  if (events.length === 0) {
    return (
      <Card>
        <Empty Picture={History} title="Nothing has happened yet">
          Switch the machine on with its network boot first in order: every step shows here as it
          happens.
        </Empty>
      </Card>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {chapters(events).map((chapter) => (
        <Card key={chapter[0]?.id} flush>
          <ol className="divide-y divide-line" data-testid="timeline">
            {chapter.map((event) => (
              <EventLine
                key={event.id}
                event={event}
                since={Date.parse(event.at) - Date.parse(chapter[0]?.at ?? event.at)}
              />
            ))}
          </ol>
        </Card>
      ))}
    </div>
  );
}

/** Oldest first within a chapter, newest chapter first; a DISCOVER from firmware or a long pause begins one. */
function chapters(events: EventView[]): EventView[][] {
  const result: EventView[][] = [];
  const ordered = [...events].sort((a, b) => Number(a.id) - Number(b.id));
  let last: EventView | undefined;
  for (const event of ordered) {
    const gap = last ? Date.parse(event.at) - Date.parse(last.at) : Number.POSITIVE_INFINITY;
    const current = result.at(-1);
    if (!current || gap > pause || event.type === 'install-authorised') result.push([event]);
    else current.push(event);
    last = event;
  }
  return result.reverse();
}
