/**
 * A static HTTP server: `node plain-server-program.ts FOLDER ADDRESS PORT`;
 * with `CERTIFICATE KEY` behind it one for HTTPS, and with `AUTHORITY` behind
 * those one that refuses clients without a certificate of that authority.
 * It runs as a process of its own because a process cannot move into a
 * network namespace. The query is ignored, so that a file can answer for a
 * route; each request is one line on stdout.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { join, normalize } from 'node:path';

const [folder = '.', address = '127.0.0.1', port = '3000', ...tls] = process.argv.slice(2);

const answer: RequestListener = async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://server');
  const file = join(folder, normalize(decodeURIComponent(pathname)));
  const found = await stat(file).catch(() => null);
  const status = found?.isFile() ? 200 : 404;
  console.log(`${request.method} ${status} ${request.url} ${request.headers['user-agent'] ?? '-'}`);
  if (!found?.isFile()) {
    response.writeHead(404, { 'Content-Length': 0 }).end();
    return;
  }
  // In this spelling: GRUB 2.06 knows no other.
  response.writeHead(200, { 'Content-Length': found.size, 'Content-Type': 'text/plain' });
  createReadStream(file).pipe(response);
};

const [cert, key, ca] = tls.map((file) => readFileSync(file));
const server = cert
  ? createSecureServer(
      { cert, key, ca, requestCert: Boolean(ca), rejectUnauthorized: true },
      answer,
    )
  : createServer(answer);
server.listen(Number(port), address, () => console.log('listening'));
