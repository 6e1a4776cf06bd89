/**
 * Boot media, as a program that uses the REST API sees them: a real web
 * process and a real worker, asked over HTTP. What a build takes is read from
 * its row, from the claim to its end.
 */
import type { Actor } from '@/lib/auth/actor';
import { createToken } from '@/lib/auth/tokens/mutations';
import { type Change, changes } from '@/lib/core/changes';
import { db } from '@/lib/core/db';
import { dataPath, env } from '@/lib/core/env';
import { startChild } from '@/workers/launch/child';
import { compiledFigures } from './compiled';
import type { Installation } from './installation';
import type { Timing } from './timing';

/** The first build of a kind fetches packages. Milliseconds. */
const firstLimit = 10 * 60_000;

interface Api {
  url: string;
  token: string;
}

interface BuiltRow {
  id: string;
  /** From the claim to the end, in milliseconds. */
  took: number;
}

/** Measures all; with a source of iPXE also the compiled engine, which takes some minutes. */
export async function measureBuilds(given: {
  installation: Installation;
  scratch: string;
  compiled: boolean;
  say: (line: string) => void;
}): Promise<Timing[]> {
  const { installation, scratch, say } = given;
  const api = { url: installation.url, token: await makeToken() };
  const worker = startChild({
    name: 'worker',
    args: ['e2e/bench/build-worker.ts'],
    env: process.env,
    onLine: (line) => {
      if (line !== 'at work') process.stderr.write(`worker: ${line}\n`);
    },
  });
  try {
    say('Parts are made ready: the first build of each kind.');
    for (const part of [ipxe('undionly'), ipxe('snponly'), iso()]) {
      await made({ api, ...part, script: 'ready', limit: firstLimit });
    }
    return [
      await engine({ api, part: ipxe('snponly'), what: 'prebuilt engine, UEFI', limit: 100 }),
      await engine({ api, part: ipxe('undionly'), what: 'prebuilt engine, BIOS', limit: 100 }),
      await equalAgain(api),
      await engine({ api, part: iso(), what: 'ISO from ready parts', limit: 2_000 }),
      await eightAtOnce(api),
      ...(given.compiled ? await compiled({ scratch, say }) : []),
    ];
  } finally {
    await worker.stop();
    await changes().stop();
  }
}

interface Part {
  segment: 'ipxes' | 'isos';
  spec: Record<string, unknown>;
}

function ipxe(driver: 'undionly' | 'snponly'): Part {
  const bios = driver === 'undionly';
  const platform = bios ? 'bin-x86_64-pcbios' : 'bin-x86_64-efi';
  const extension = bios ? 'kpxe' : 'efi';
  return { segment: 'ipxes', spec: { engine: 'prebuilt', platform, driver, extension } };
}

function iso(): Part {
  return { segment: 'isos', spec: { engine: 'prebuilt' } };
}

/** Median of several builds with a new script each, from claim to end. */
async function engine(given: {
  api: Api;
  part: Part;
  what: string;
  limit: number;
}): Promise<Timing> {
  const { api, part, what, limit } = given;
  const times: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    times.push((await made({ api, ...part, script: `${what} ${round}` })).took);
  }
  const against = { what: 'limit', took: limit };
  return { what, took: median(times), against, aim: { atMost: 1 } };
}

async function equalAgain(api: Api): Promise<Timing> {
  const wish = { api, ...ipxe('snponly'), script: 'again and again' };
  const { id } = await made(wish);
  const times: number[] = [];
  for (let round = 0; round < 30; round += 1) {
    const begun = performance.now();
    const answer = await ask(wish);
    times.push(performance.now() - begun);
    if (answer.id !== id || answer.state !== 'done') {
      throw new Error(`An equal request made another build: ${JSON.stringify(answer)}`);
    }
  }
  const against = { what: 'limit', took: 50 };
  return { what: 'equal spec again, in the API', took: median(times), against, aim: { atMost: 1 } };
}

/** From the first request to the last one's end, as one asker sees it. */
async function eightAtOnce(api: Api): Promise<Timing> {
  const part = ipxe('snponly');
  const timed = async (scripts: string[]) => {
    const begun = performance.now();
    await Promise.all(scripts.map((script) => made({ api, ...part, script })));
    return performance.now() - begun;
  };
  const one: number[] = [];
  const eight: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    one.push(await timed([`one ${round}`]));
    eight.push(await timed(Array.from({ length: 8 }, (_, index) => `of eight ${round}.${index}`)));
  }
  return {
    what: 'eight scripts at once',
    took: median(eight),
    against: { what: 'one', took: median(one) },
    aim: { atMost: 3 },
  };
}

async function compiled(given: {
  scratch: string;
  say: (line: string) => void;
}): Promise<Timing[]> {
  given.say(`Compiled engine against a clean make, iPXE from ${env().IPXE_SOURCE}:`);
  const cache = dataPath('cache');
  const figures = await compiledFigures({ scratch: given.scratch, cache });
  return figures.flatMap(({ target, newScript, cleanMake, eightAtOnce: eight }) => [
    {
      what: `new script, ${target}`,
      took: newScript,
      against: { what: 'clean make', took: cleanMake },
      aim: { times: 20 },
    },
    {
      what: `eight at once, ${target}`,
      took: eight,
      against: { what: 'one', took: newScript },
      aim: { atMost: 3 },
    },
  ]);
}

type Wish = Part & { api: Api; script: string };

async function ask(wish: Wish): Promise<{ id: string; state: string }> {
  const { api, segment, spec, script } = wish;
  const answer = await fetch(`${api.url}/api/${segment}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${api.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...spec, script: `#!ipxe\n# ${script}\nexit\n` }),
  });
  const medium = await answer.json();
  if (!answer.ok) throw new Error(`${segment}: ${answer.status} ${JSON.stringify(medium)}`);
  return medium;
}

/**
 * Asks, and waits until it is built, by the news that live pages get: eight
 * who ask every few milliseconds would be what is measured.
 */
async function made(wish: Wish & { limit?: number }): Promise<BuiltRow> {
  const { id } = await ask(wish);
  const news = newsOf(id);
  const until = Date.now() + (wish.limit ?? 120_000);
  try {
    for (;;) {
      const told = news.next();
      const row = await db().build.findUniqueOrThrow({ where: { id } });
      if (row.state === 'done' && row.startedAt && row.endedAt) {
        return { id, took: row.endedAt.getTime() - row.startedAt.getTime() };
      }
      if (row.state !== 'queued' && row.state !== 'running') {
        throw new Error(`A build is ${row.state}: ${row.reason}`);
      }
      if (Date.now() > until) throw new Error(`A build of ${wish.segment} did not end.`);
      await told;
    }
  } finally {
    news.close();
  }
}

/** Resolves at the next change of that build, or after a second. */
function newsOf(id: string): { next(): Promise<void>; close(): void } {
  let wake = () => {};
  const onChange = (change: Change) => {
    if (change.table === 'Build' && change.id === id) wake();
  };
  changes().listen();
  changes().on('change', onChange);
  return {
    next: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, 1_000);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    close: () => void changes().off('change', onChange),
  };
}

async function makeToken(): Promise<string> {
  const name = 'Bench of builds';
  const team = await db().team.create({ data: { name } });
  const actor: Actor = {
    kind: 'system',
    id: 'system',
    name,
    teamId: team.id,
    teamName: name,
    role: 'administrator',
    owner: false,
  };
  return (await createToken({ actor, name: 'bench', role: 'operator' })).token;
}

function median(times: number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
}
