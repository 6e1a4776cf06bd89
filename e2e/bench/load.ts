/** Load by wrk: how many answers a second, how late, how many bytes. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '@/lib/core/exec';

export interface Load {
  requestsPerSecond: number;
  bytesPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Answers that were not 2xx, and broken connections. */
  errors: number;
}

export interface LoadRequest {
  url: string;
  /** Paths to ask for in random order; all connections share them. */
  paths: string[];
  seconds: number;
  connections: number;
  threads: number;
  /** Answers a second to stay at; undefined for as many as there can be. */
  rate?: number;
  scratch: string;
}

/** Runs wrk. */
export async function load(given: LoadRequest): Promise<Load> {
  const script = path.join(given.scratch, 'wrk.lua');
  writeFileSync(script, lua(given));
  const output = await run({
    program: 'wrk',
    args: [
      `-t${given.threads}`,
      `-c${given.connections}`,
      `-d${given.seconds}s`,
      '--latency',
      '--timeout',
      '10s',
      '-s',
      script,
      given.url,
    ],
    timeout: (given.seconds + 30) * 1_000,
  });
  return parse(output);
}

/** Requests are made once; each thread begins at another place. */
function lua(given: LoadRequest): string {
  const perConnection = given.rate && given.connections / given.rate;
  const pause = perConnection
    ? `function delay() return math.floor(-math.log(1 - math.random()) * ${perConnection * 1_000} + 0.5) end`
    : '';
  const paths = given.paths.map((one) => JSON.stringify(one)).join(',\n');
  return `local paths = {
${paths}
}
local requests = {}
local count = 0
function setup(thread)
  count = count + 1
  thread:set("id", count)
end
function init()
  math.randomseed(id)
  for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end
end
function request() return requests[math.random(#requests)] end
${pause}
function done(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d\\n", summary.requests, summary.bytes, summary.duration,
    latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
`;
}

function parse(output: string): Load {
  const match = /^RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)$/m.exec(output);
  if (!match) throw new Error(`wrk said nothing that can be read:\n${output}`);
  const [requests = 0, bytes = 0, duration = 1, p50 = 0, p99 = 0, errors = 0] = match
    .slice(1)
    .map(Number);
  const seconds = duration / 1e6;
  return {
    requestsPerSecond: requests / seconds,
    bytesPerSecond: bytes / seconds,
    p50: p50 / 1_000,
    p99: p99 / 1_000,
    errors,
  };
}
