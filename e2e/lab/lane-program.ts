/**
 * The machine lane on the wire: `node --import tsx lane-program.ts ADDRESS
 * PORT`, on the store and the data folder that its environment names. A
 * process of its own, because a process cannot move into a network namespace.
 */
import { createServer } from 'node:http';
import { Lane } from '@/lib/boot/lane/lane';
import { bootNotes } from '@/lib/boot/notes/notes';
import { rosterFollower } from '@/lib/boot/roster/follow';
import { changes } from '@/lib/core/changes';
import { closeDatabase } from '@/lib/core/db';

const [address = '127.0.0.1', port = '3000'] = process.argv.slice(2);
const lane = new Lane();
const server = createServer((request, response) =>
  lane.handle(request, response, () => response.writeHead(404).end()),
);

process.once('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  await bootNotes().flush();
  await rosterFollower().stop();
  await changes().stop();
  await closeDatabase();
});

await rosterFollower().start();
server.listen(Number(port), address, () => console.log('listening'));
