/**
 * The namespace has no way out. Programs in it that need packages (apt,
 * mmdebstrap) reach this machine's package mirror through a forward proxy that
 * listens on a unix socket outside, which network namespaces do not part, and
 * a relay inside on 127.0.0.1. It honours the machine's own proxies.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { labEnvironment } from '@/e2e/lab/environment';
import type { Namespace } from '@/e2e/lab/namespace';
import { runProgram } from '@/e2e/lab/program';

const port = 3142;

export interface MirrorProxy {
  /** For programs inside: `http_proxy` and friends. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

interface Upstream {
  http: URL | null;
  https: URL | null;
}

/**
 * Opens the way out. `listen` names the addresses inside on which the relay
 * answers: only loopback by default; add the bridge's address to let the
 * machines on the wire use it too.
 */
export async function openMirrorProxy({
  namespace,
  listen = ['127.0.0.1'],
}: {
  namespace: Namespace;
  listen?: string[];
}): Promise<MirrorProxy> {
  const folder = await mkdtemp(join(namespace.folder, 'proxy-'));
  const path = join(folder, 'socket');
  const upstream = await machineProxies();
  const server = createServer((incoming, answer) => forward({ incoming, answer, upstream }));
  server.on('connect', (incoming: IncomingMessage, client: Duplex, head: Buffer) =>
    tunnel({ incoming, client, head, upstream }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  const relays = listen.map((address) =>
    namespace.spawnInside(
      [
        'socat',
        `TCP-LISTEN:${port},bind=${address},fork,reuseaddr,max-children=64`,
        `UNIX-CONNECT:${path}`,
      ],
      { stdio: 'ignore' },
    ),
  );
  await untilOpen({ namespace, address: listen[0] ?? '127.0.0.1' });
  const url = `http://${listen[0] ?? '127.0.0.1'}:${port}`;
  return {
    environment: {
      http_proxy: url,
      https_proxy: url,
      no_proxy: 'localhost,127.0.0.1,::1,10.77.0.1,10.77.0.0/24',
    },
    close: async () => {
      for (const relay of relays) relay.kill('SIGTERM');
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** apt's own proxies come before the environment's, as apt itself has it. */
async function machineProxies(): Promise<Upstream> {
  const environment = labEnvironment();
  const { stdout } = await runProgram(['apt-config', 'dump'], { tolerate: true }).catch(() => ({
    stdout: '',
  }));
  const configured = (scheme: string) => {
    const value = new RegExp(`^Acquire::${scheme}::proxy "(.*)";$`, 'im').exec(stdout)?.[1];
    return value && value !== 'DIRECT' ? value : undefined;
  };
  const parse = (value: string | undefined) => (value ? new URL(value) : null);
  return {
    http: parse(configured('http') ?? environment.httpProxy),
    https: parse(configured('https') ?? environment.httpsProxy),
  };
}

function forward({
  incoming,
  answer,
  upstream,
}: {
  incoming: IncomingMessage;
  answer: ServerResponse;
  upstream: Upstream;
}): void {
  const target = URL.parse(incoming.url ?? '');
  if (!['GET', 'HEAD', 'POST'].includes(incoming.method ?? '') || target?.protocol !== 'http:') {
    answer.writeHead(400).end('This proxy forwards GET, HEAD and POST to http:// addresses.\n');
    return;
  }
  const next = upstream.http ?? target;
  const headers = { ...incoming.headers };
  delete headers['proxy-connection'];
  const outgoing = request({
    host: next.hostname,
    port: next.port || 80,
    method: incoming.method,
    path: upstream.http ? target.href : `${target.pathname}${target.search}`,
    headers: { ...headers, ...authorisation(upstream.http), host: target.host },
  });
  outgoing.on('response', (got) => {
    answer.writeHead(got.statusCode ?? 502, got.headers);
    got.pipe(answer);
    got.on('error', () => answer.destroy());
  });
  outgoing.on('error', (error) => {
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(502).end(`${error.message}\n`);
  });
  answer.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

function tunnel({
  incoming,
  client,
  head,
  upstream,
}: {
  incoming: IncomingMessage;
  client: Duplex;
  head: Buffer;
  upstream: Upstream;
}): void {
  const target = URL.parse(`http://${incoming.url}`);
  if (!target) {
    client.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    return;
  }
  const next = upstream.https;
  const server = next
    ? connect(Number(next.port || 80), next.hostname)
    : connect(Number(target.port || 443), target.hostname);
  server.once('connect', () => {
    if (next) {
      const extra = Object.entries(authorisation(next)).map(
        ([name, value]) => `${name}: ${value}\r\n`,
      );
      // The next proxy's own "200 Connection established" goes back to the client as it is.
      server.write(
        `CONNECT ${incoming.url} HTTP/1.1\r\nHost: ${incoming.url}\r\n${extra.join('')}\r\n`,
      );
    } else {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    }
    if (head.length > 0) server.write(head);
    server.pipe(client);
    client.pipe(server);
  });
  server.on('error', () => client.destroy());
  client.on('error', () => server.destroy());
}

function authorisation(proxy: URL | null): Record<string, string> {
  if (!proxy?.username) return {};
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}

async function untilOpen({ namespace, address }: { namespace: Namespace; address: string }) {
  for (let tries = 0; tries < 100; tries += 1) {
    const { stdout } = await namespace.runInside(['ss', '-Hltn', `sport = :${port}`], {
      tolerate: true,
    });
    if (stdout.includes(`${address}:${port}`)) return;
    await sleep(30);
  }
  throw new Error(
    `The relay to the package mirror does not answer on ${address}:${port}; is socat installed?`,
  );
}
