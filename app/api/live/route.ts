import { apiRoute } from '@/app/_doors/api-route';
import type { Actor } from '@/lib/auth/actor';
import { type Change, changes } from '@/lib/core/changes';

export const dynamic = 'force-dynamic';

/** Milliseconds between two signs of life: proxies close silent streams. */
const beat = 15_000;

/** What belongs to another team is not told, not even that it happened. */
function concerns(actor: Actor, change: Change): boolean {
  return !change.teamId || change.teamId === actor.teamId;
}

export const GET = apiRoute({
  summary: 'Changes as they happen, as server-sent events',
  permission: 'read',
  produces: 'text/event-stream',
  handler: async ({ actor, request }) => {
    const encoder = new TextEncoder();
    let leave = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const bus = changes();
        const send = (text: string) => controller.enqueue(encoder.encode(text));
        const tell = (change: Change) => {
          if (!concerns(actor, change)) return;
          const { table, id, hostId } = change;
          send(`data: ${JSON.stringify({ table, id, hostId })}\n\n`);
        };
        const again = () => send('data: {"table":"*","id":"*"}\n\n');
        const timer = setInterval(() => send(': here\n\n'), beat);
        bus.listen();
        bus.on('change', tell);
        bus.on('ready', again);
        leave = () => {
          clearInterval(timer);
          bus.off('change', tell);
          bus.off('ready', again);
        };
        request.signal.addEventListener('abort', leave);
        send(': welcome\n\n');
      },
      cancel: () => leave(),
    });
    return new Response(body, {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      },
    });
  },
});
