/**
 * `npm run bench`: the machine lane against nginx, power-on against a set-up
 * by hand, and builds, in one run on one machine, so that only ratios count.
 * `npm run bench -- builds` (or `lane`, `power-on`) runs that part alone.
 * `--quick` takes shorter turns; `--json FILE` writes the figures to a file.
 */
import { spawn } from 'node:child_process';
import { linkSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { closeDatabase } from '@/lib/core/db';
import { closeJobs } from '@/lib/jobs/boss';
import { buildConsole } from '@/workers/launch/build';
import { measureBuilds } from './bench/builds';
import { download } from './bench/download';
import { type Installation, startInstallation } from './bench/installation';
import { type LoadRequest, load } from './bench/load';
import { type Nginx, startNginx } from './bench/nginx';
import { type Result, reached, table } from './bench/report';
import { bootPath, seedArtifact, seedHosts, seedTeam, subScript } from './bench/seed';
import { type Timing, timingReached, timingTable } from './bench/timing';

const quick = process.argv.includes('--quick');
const seconds = quick ? 3 : 8;
const gigabyte = quick ? 256 * 1024 * 1024 : 1_000_000_000;
const ports = { web: 3791, nginx: 3792 };

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

interface Peers {
  installation: Installation;
  nginx: Nginx;
  scratch: string;
}

/** The same paths at both; nginx answers each with one static file of the same size. */
async function compare(
  given: Peers & { what: string; paths: string[]; file: string },
): Promise<Result> {
  const { installation, nginx, scratch, what, paths, file } = given;
  const asked = (more: Partial<LoadRequest> & Pick<LoadRequest, 'url' | 'paths'>): LoadRequest => ({
    seconds,
    connections: 64,
    threads: 2,
    scratch,
    ...more,
  });
  // Every host's first boot, and a warm engine, before anything counts.
  await askOnce({ url: installation.url, paths });
  await load(asked({ url: installation.url, paths, seconds: 3 }));
  const before = await load(asked({ url: nginx.url, paths: [file] }));
  const ours = await load(asked({ url: installation.url, paths }));
  const after = await load(asked({ url: nginx.url, paths: [file] }));
  const rate = ours.requestsPerSecond / 2;
  const half = await load(asked({ url: installation.url, paths, rate }));
  say(
    `  ${what}: ${Math.round(ours.requestsPerSecond)}/s, p99 ${ours.p99.toFixed(1)} ms at full load, ` +
      `${half.p99.toFixed(1)} ms at ${Math.round(half.requestsPerSecond)}/s`,
  );
  return {
    what,
    ours: ours.requestsPerSecond,
    peer: (before.requestsPerSecond + after.requestsPerSecond) / 2,
    unit: 'answers/s',
    p99AtHalfLoad: half.p99,
    aim: 0.3,
    errors: ours.errors + half.errors,
  };
}

/** The first boot of each host is written down; what is measured is the lane, not Postgres. */
async function askOnce(given: { url: string; paths: string[] }): Promise<void> {
  const left = [...given.paths];
  const ask = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      await (await fetch(given.url + next)).arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: 16 }, ask));
}

async function compareDownload(given: Peers & { artifact: string; file: string }): Promise<Result> {
  const { installation, nginx, artifact, file } = given;
  const times = quick ? 3 : 6;
  const [peerBefore, ours, peerAfter] = [
    await download({ url: nginx.url + file, times }),
    await download({ url: installation.url + artifact, times }),
    await download({ url: nginx.url + file, times }),
  ];
  return {
    what: `artifact of ${Math.round(gigabyte / 1e6)} MB`,
    ours: ours / 1e6,
    peer: Math.max(peerBefore, peerAfter) / 1e6,
    unit: 'MB/s',
    aim: 0.85,
    errors: 0,
  };
}

async function hostsInRoster(installation: Installation, count: number): Promise<void> {
  while ((await installation.health()).roster.hosts !== count) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function measure(peers: Peers): Promise<Result[]> {
  const { installation, scratch } = peers;
  const { teamId, scriptId } = await seedTeam();
  const results: Result[] = [];
  for (const count of [1, 100, 10_000]) {
    await seedHosts({ teamId, count });
    await hostsInRoster(installation, count);
    const paths = Array.from({ length: count }, (_, index) => bootPath(index + 1));
    const answer = await (await fetch(installation.url + bootPath(1))).text();
    writeFileSync(path.join(scratch, 'boot.ipxe'), answer);
    const hosts = `${count.toLocaleString('en')} host${count === 1 ? '' : 's'}`;
    results.push(
      await compare({ ...peers, what: `boot, ${hosts}`, paths, file: '/boot.ipxe' }),
      await compare({
        ...peers,
        what: `sub script, ${hosts}`,
        paths: [`/api/pxeboot/subscripts/${scriptId}`],
        file: '/sub.ipxe',
      }),
    );
  }
  const artifact = await seedArtifact({ data: installation.data, bytes: gigabyte });
  linkSync(path.join(installation.data, artifact), path.join(scratch, 'big.img'));
  results.push(await compareDownload({ ...peers, artifact, file: '/big.img' }));
  return results;
}

/** Machines on a wire of their own, in a process of its own: it moves into a network namespace. */
async function measurePowerOn(): Promise<Result> {
  const file = path.join(os.tmpdir(), `provisioner-bench-${process.pid}.json`);
  const words = ['--times', quick ? '1' : '3', '--json', file];
  const child = spawn(process.execPath, ['--import', 'tsx', 'e2e/bench/power-on.ts', ...words], {
    stdio: 'inherit',
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`The power-on bench ended with ${code}.`);
  const result = JSON.parse(readFileSync(file, 'utf8')) as Result;
  rmSync(file);
  return result;
}

async function measureLane(): Promise<Result[]> {
  return withInstallation(async (installation) => {
    const scratch = installation.data;
    writeFileSync(path.join(scratch, 'sub.ipxe'), subScript);
    const nginx = await startNginx({ folder: scratch, port: ports.nginx });
    try {
      say('Machine lane against nginx, wrk with 64 connections:');
      return await measure({ installation, nginx, scratch });
    } finally {
      await nginx.stop();
    }
  });
}

async function measureBuildsOfOwn(): Promise<Timing[]> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'provisioner-bench-builds-'));
  // The source has a default on the internet: only who names one asks for minutes of compiling.
  const compiled = Boolean(process.env.IPXE_SOURCE);
  try {
    return await withInstallation((installation) =>
      measureBuilds({ installation, scratch, compiled, say }),
    );
  } finally {
    if (!compiled) say('The compiled engine was not measured: set IPXE_SOURCE.');
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function withInstallation<T>(work: (one: Installation) => Promise<T>): Promise<T> {
  const installation = await startInstallation({ port: ports.web });
  try {
    return await work(installation);
  } finally {
    await closeJobs().catch(() => {});
    await closeDatabase().catch(() => {});
    await installation.stop();
  }
}

async function main(): Promise<void> {
  const parts = ['lane', 'power-on', 'builds'];
  const asked = process.argv.slice(2).filter((word) => parts.includes(word));
  const wanted = (part: string) => asked.length === 0 || asked.includes(part);
  const stop = new AbortController();
  await buildConsole({ env: process.env, signal: stop.signal, say });
  const results: Result[] = wanted('lane') ? await measureLane() : [];
  if (wanted('power-on')) {
    say('Power-on to the first report of the agent, against dnsmasq and nginx by hand:');
    results.push(await measurePowerOn());
  }
  const timings = wanted('builds') ? await measureBuildsOfOwn() : [];
  if (results.length > 0) say(`\n${table(results)}`);
  if (timings.length > 0) say(`\n${timingTable(timings)}`);
  say('');
  const at = process.argv.indexOf('--json');
  const file = at > 0 ? process.argv[at + 1] : undefined;
  if (file) writeFileSync(file, `${JSON.stringify([...results, ...timings], null, 2)}\n`);
  process.exitCode = results.every(reached) && timings.every(timingReached) ? 0 : 1;
}

await main();
