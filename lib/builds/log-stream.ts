/** A build's log as server-sent events, from where the reader is to the build's end. */
import type { Actor } from '@/lib/auth/actor';
import { type Change, changes } from '@/lib/core/changes';
import { buildLog, isInFlight } from './data';
import type { BuildLogPart } from './schema';

/** A look without a notification, which may get lost with a connection; it also keeps proxies awake. */
const lookAgainAfter = 10_000;

/**
 * The stream: `chunk` events with the log's text as JSON string, their id is
 * where to go on; at last `end` with the build's state. Throws
 * ERR_BUILD_NOT_FOUND before it begins.
 */
export async function followLog(given: {
  actor: Actor;
  id: string;
  after?: string;
  signal: AbortSignal;
}): Promise<ReadableStream<Uint8Array>> {
  const { actor, id } = given;
  const first = await buildLog(given);
  const bytes = new TextEncoder();
  const over = new AbortController();
  const signal = AbortSignal.any([given.signal, over.signal]);
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      changes().listen();
      let part: BuildLogPart = first;
      try {
        for (;;) {
          // What changes while we read wakes the next look.
          const changed = nextChange({ id, signal });
          controller.enqueue(bytes.encode(eventOf(part)));
          if (!isInFlight(part.state)) break;
          await changed;
          if (signal.aborted) return;
          part = await buildLog({ actor, id, after: part.last });
        }
        controller.enqueue(bytes.encode(`event: end\ndata: ${JSON.stringify(part.state)}\n\n`));
        controller.close();
      } catch (error) {
        if (!signal.aborted) controller.error(error);
      } finally {
        over.abort();
      }
    },
    cancel: () => over.abort(),
  });
}

function eventOf(part: BuildLogPart): string {
  if (part.text === '') return ': nothing new\n\n';
  return `event: chunk\nid: ${part.last}\ndata: ${JSON.stringify(part.text)}\n\n`;
}

/** Resolves at the next change of the build or its log, after a while, or when aborted. */
function nextChange(given: { id: string; signal: AbortSignal }): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      changes().off('change', onChange);
      given.signal.removeEventListener('abort', done);
      resolve();
    };
    const onChange = (change: Change) => {
      const concerned = change.table === 'Build' || change.table === 'BuildLogChunk';
      if (concerned && change.id === given.id) done();
    };
    const timer = setTimeout(done, lookAgainAfter);
    changes().on('change', onChange);
    given.signal.addEventListener('abort', done, { once: true });
    if (given.signal.aborted) done();
  });
}
