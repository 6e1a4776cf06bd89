/** The peer: nginx with static files, as a careful administrator would set it up. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Nginx {
  url: string;
  stop(): Promise<void>;
}

/** Serves `folder` on loopback. Its workers run as the caller, or as root's "nobody". */
export async function startNginx(given: { folder: string; port: number }): Promise<Nginx> {
  const { folder, port } = given;
  const state = path.join(folder, '.nginx');
  mkdirSync(state, { recursive: true });
  chmodSync(folder, 0o755);
  const file = path.join(state, 'nginx.conf');
  writeFileSync(file, configuration({ folder, state, port }));
  const child = spawn('/usr/sbin/nginx', ['-c', file, '-p', state], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(url, ended);
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function configuration(given: { folder: string; state: string; port: number }): string {
  const { folder, state, port } = given;
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  return `${user}
daemon off;
worker_processes auto;
pid ${state}/nginx.pid;
error_log ${state}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  open_file_cache max=1000;
  default_type text/plain;
  client_body_temp_path ${state}/body;
  proxy_temp_path ${state}/proxy;
  fastcgi_temp_path ${state}/fastcgi;
  uwsgi_temp_path ${state}/uwsgi;
  scgi_temp_path ${state}/scgi;
  server { listen 127.0.0.1:${port} backlog=1024; root ${folder}; }
}
`;
}

async function untilAnswers(url: string, ended: Promise<void>): Promise<void> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error('nginx did not start; what it said is above.');
}
