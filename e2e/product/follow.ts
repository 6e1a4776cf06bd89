import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from '@/e2e/product/api';
import type { EventView } from '@/lib/events/schema';

/** The number of the newest event, to follow from there on. */
export async function lastEvent(api: Api): Promise<string> {
  const [newest] = await api.get<EventView[]>('/api/events?limit=1');
  return newest?.id ?? '0';
}

/** Every event after `after`, as it comes, until the signal is aborted. Bridges times without an answer. */
export async function* followEvents(given: {
  api: Api;
  after: string;
  signal: AbortSignal;
}): AsyncGenerator<EventView> {
  let { after } = given;
  while (!given.signal.aborted) {
    const path = `/api/events?after=${after}&limit=500`;
    const events = await given.api.get<EventView[]>(path).catch(() => []);
    for (const event of events) {
      after = event.id;
      yield event;
    }
    await sleep(events.length > 0 ? 50 : 300, undefined, { signal: given.signal }).catch(() => {});
  }
}
