/**
 * The web process: the machine lane in front of Next. It listens at once, so
 * that machines get their answers while the pages are still being prepared.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import next from 'next';
import { noteEnrolmentKey } from '@/lib/auth/enrolments/key/mutations';
import { ensureFirstAdministrator } from '@/lib/auth/setup';
import { Lane } from '@/lib/boot/lane/lane';
import { enrolmentUses } from '@/lib/boot/notes/enrolment-uses';
import { bootNotes } from '@/lib/boot/notes/notes';
import { servedBytes } from '@/lib/boot/notes/served-bytes';
import { rosterFollower } from '@/lib/boot/roster/follow';
import { changes } from '@/lib/core/changes';
import { closeDatabase } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';

/** How long a stop may take, in milliseconds; downloads that go on are then cut, and resumed by their machines. */
const stopLimit = 5_000;

const log = logger('web');
const { PORT, NODE_ENV } = env();
const lane = new Lane();

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
const pages = Promise.withResolvers<Handler>();

const server = createServer({ keepAlive: true, noDelay: true }, (request, response) => {
  lane.handle(request, response, () => {
    pages.promise
      .then((handle) => {
        tellPages(request);
        return handle(request, response);
      })
      .catch((error) => {
        log.error({ err: error, path: request.url }, 'a page failed');
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
  });
});
// Headers must come soon; bodies may be images of many gigabytes, and take as long as they move.
server.headersTimeout = 20_000;
server.requestTimeout = 0;
server.keepAliveTimeout = 65_000;
server.timeout = 300_000;

/**
 * Ends the list of addresses with the one we see (whatever stands before it
 * is hearsay), and tells the path, which a page's layout cannot know.
 */
function tellPages({ headers, socket, url }: IncomingMessage): void {
  const told = headers['x-forwarded-for'];
  headers['x-forwarded-for'] = [told ?? [], socket.remoteAddress ?? 'unknown'].flat().join(', ');
  headers['x-asked-path'] = url;
}

let stopping = false;

/** Stops in order: no new connections, streams ended, what was noted written. */
async function stop(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ reason }, 'stopping');
  const hard = setTimeout(() => {
    log.warn('not everything ended in time');
    process.exit(0);
  }, stopLimit);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // Event streams never end by themselves, and downloads may take long: half the time, then cut.
  const cut = setTimeout(() => server.closeAllConnections(), stopLimit / 2);
  await closed;
  clearTimeout(cut);
  const noted = [bootNotes().flush(), servedBytes().flush(), enrolmentUses().flush()];
  await Promise.allSettled([...noted, rosterFollower().stop()]);
  await changes().stop();
  await closeDatabase().catch(() => {});
  clearTimeout(hard);
  process.exit(0);
}

async function preparePages(): Promise<void> {
  const app = next({ dev: NODE_ENV === 'development', port: PORT, httpServer: server });
  await app.prepare();
  pages.resolve(app.getRequestHandler());
  log.info({ port: PORT }, 'ready');
}

process.once('SIGTERM', () => void stop('SIGTERM'));
process.once('SIGINT', () => void stop('SIGINT'));
process.on('unhandledRejection', (error) =>
  log.error({ err: error }, 'a rejection nobody handled'),
);

server.on('error', (error) => {
  log.fatal({ reason: reasonOf(error), port: PORT }, 'cannot listen');
  process.exit(1);
});
server.listen(PORT, () => {
  log.info({ port: PORT }, 'listening; machines are answered from now on');
  void rosterFollower().start();
  changes().once('ready', () => {
    ensureFirstAdministrator().catch((error) =>
      log.error({ reason: reasonOf(error) }, 'the first administrator could not be made'),
    );
    noteEnrolmentKey().catch((error) =>
      log.error({ reason: reasonOf(error) }, 'workers cannot tell whether they have our key'),
    );
  });
  preparePages().catch((error) => {
    log.fatal({ err: error }, 'the pages could not be prepared');
    process.exit(1);
  });
});
