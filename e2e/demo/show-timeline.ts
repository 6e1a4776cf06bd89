import { bar, since, type Terminal } from '@/e2e/demo/terminal';
import type { Api } from '@/e2e/product/api';
import { followEvents } from '@/e2e/product/follow';
import { readInstall } from '@/e2e/product/journey';
import type { EventView } from '@/lib/events/schema';

/** Sources that tell of the machine; builds and the console's own are left out. */
const shown = new Set(['dhcp', 'tftp', 'boot', 'agent', 'gate', 'console']);
const drawEvery = 500;

export interface ShownTimeline {
  /** From now on, also the progress of this host's install. */
  host(id: string): void;
  /** Waits until SSH has answered the product's own question too, or a few seconds. */
  finish(): Promise<void>;
  stop(): Promise<void>;
}

/** Prints every event as it comes, with the time since power-on. */
export function showTimeline(given: {
  api: Api;
  terminal: Terminal;
  after: string;
  powered: number;
  signal: AbortSignal;
}): ShownTimeline {
  const { api, terminal, powered } = given;
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, given.signal]);
  const answered = Promise.withResolvers<void>();
  let hostId: string | null = null;
  let working = Promise.resolve();
  const events = (async () => {
    for await (const event of followEvents({ api, after: given.after, signal })) {
      if (shown.has(event.source)) terminal.line(lineOf(event, powered));
      if (event.type === 'ssh-answers') answered.resolve();
    }
  })();
  const timer = setInterval(() => {
    working = working.then(async () => {
      if (hostId && !signal.aborted) await drawProgress({ api, terminal, hostId, powered });
    });
  }, drawEvery);
  return {
    host: (id) => {
      hostId = id;
    },
    finish: async () => {
      const enough = new Promise<void>((resolve) => setTimeout(resolve, 10_000).unref());
      await Promise.race([answered.promise, enough]);
    },
    stop: async () => {
      clearInterval(timer);
      stop.abort();
      await Promise.all([events, working]);
    },
  };
}

function lineOf(event: EventView, powered: number): string {
  const time = since(Date.parse(event.at) - powered);
  return `  ${time}  ${event.source.padEnd(10)}  ${event.message}`;
}

async function drawProgress(given: {
  api: Api;
  terminal: Terminal;
  hostId: string;
  powered: number;
}): Promise<void> {
  const { api, terminal, hostId, powered } = given;
  const install = await readInstall({ api, hostId }).catch(() => null);
  if (!install?.step || install.endedAt) return;
  const share = install.progress === null ? '' : `  ${bar(install.progress)}`;
  terminal.progress(
    `  ${since(Date.now() - powered)}  ${'now'.padEnd(10)}  ${install.step}${share}`,
  );
}
